import { describe, expect, it } from "vitest";
import type { FoundPipeline } from "../../commands/adopt/pipeline.ts";
import { pipelineLeftRows } from "../../commands/doctor/pipeline-left.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { heldPipeline } from "../../pipeline/held.ts";

const where = { stack: "acme", tenantId: "t", graphRoot: "https://graph.microsoft.com" };
const wanted = { pipeline: { issuer: "https://a.example", subject: "s", audience: "a" } };
const none = { pipeline: undefined };
const left = (own: Partial<FoundPipeline> = {}) => ({
  value: [
    {
      identity: { id: "o", appId: "c1", displayName: "esia pipeline" },
      principal: "p",
      credential: undefined,
      grants: [],
      ...own,
    },
  ],
});

describe("what an interrupted run left of the pipeline's identity", () => {
  it("is named with the command that takes it over", () => {
    expect(pipelineLeftRows(left(), wanted, undefined, where)).toEqual([
      {
        check: "Pipeline",
        result: "fail",
        detail:
          '"esia pipeline", client id c1, carries the stack\'s mark for its pipeline, and the state does not hold all of it: ' +
          "an interrupted run left it, and a run would end in an error.",
        next: "Take it over: 'npm run adopt -- --stack acme --yes', then 'pulumi up --stack acme'.",
      },
    ]);
  });

  it("is named with the command that removes it where the settings ask for none", () => {
    expect(pipelineLeftRows(left(), none, undefined, where)[0]?.next).toBe(
      "If no pipeline signs in with it: 'az ad app delete --id c1'.",
    );
  });

  it("is a principal too, of an application that the state holds", () => {
    const held = heldPipeline([{ name: "pipeline", outputs: { clientId: "c1", displayName: "esia pipeline" } }]);
    expect(pipelineLeftRows(left(), wanted, held, where)).toHaveLength(1);
    expect(pipelineLeftRows(left({ principal: undefined }), wanted, held, where)).toEqual([]);
  });

  it("is nothing where the state holds all, or nothing is there; what was not read is not said to be nothing", () => {
    expect(pipelineLeftRows(undefined, wanted, undefined, where)).toEqual([]);
    expect(pipelineLeftRows({ value: [] }, wanted, undefined, where)).toEqual([]);
    const unread = { unread: new RequestFailed("refused", "graph.microsoft.com", "answered 500", { status: 500 }) };
    expect(pipelineLeftRows(unread, wanted, undefined, where)).toMatchObject([{ result: "fail" }]);
    expect(pipelineLeftRows(unread, none, undefined, where)).toEqual([]);
  });
});
