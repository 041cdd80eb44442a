import { describe, expect, it } from "vitest";
import {
  chosenPipeline,
  type FoundPipeline,
  type PipelineAround,
  pipelineIds,
  pipelineRows,
} from "../../commands/adopt/pipeline.ts";
import { readAdoption, written } from "../../stack/adopting.ts";
import { application, around, GRAPH, OBJECT } from "./given.ts";

const IDENTITY = "c0000000-0000-4000-8000-000000000001";
const CLIENT = "c0000000-0000-4000-8000-000000000002";
const PRINCIPAL = "c0000000-0000-4000-8000-000000000003";
const CREDENTIAL = "c0000000-0000-4000-8000-000000000004";
const wanted = {
  issuer: "https://a.example",
  subject: "repo:a/b:environment:c",
  audience: "api://AzureADTokenExchange",
};
const credential = { id: CREDENTIAL, name: "pipeline", ...wanted, audiences: [wanted.audience] };

const found = (own: Partial<FoundPipeline> = {}): FoundPipeline => ({
  identity: { id: IDENTITY, appId: CLIENT, displayName: "esia pipeline" },
  principal: PRINCIPAL,
  credential,
  grants: [
    { id: "g7", appRoleId: "other", resourceId: GRAPH },
    { id: "g8", appRoleId: "owned-by", resourceId: GRAPH },
  ],
  ...own,
});
const asked = (own: Partial<PipelineAround> = {}): PipelineAround => {
  const { graph } = around().apis;
  const offering = graph && {
    ...graph,
    appRoles: [...graph.appRoles, { id: "owned-by", value: "Application.ReadWrite.OwnedBy" }],
  };
  return {
    settings: { pipeline: wanted, owners: [] },
    state: { held: [] },
    application: application(),
    around: { apis: { graph: offering, management: undefined }, owners: [PRINCIPAL.toUpperCase()] },
    ...own,
  };
};
const held = (...names: string[]) => ({
  held: names.map((name) => ({ type: "t", name, urn: name, outputs: name === "pipeline" ? { clientId: CLIENT } : {} })),
});
const IDS = {
  pipeline: `/applications/${IDENTITY}`,
  "pipeline-principal": `/servicePrincipals/${PRINCIPAL}`,
  "pipeline-credential": `${IDENTITY}/federatedIdentityCredential/${CREDENTIAL}`,
  "pipeline-right": `/servicePrincipals/${GRAPH}/appRoleAssignedTo/g8`,
};

describe("the pipeline's identity of a state that was lost", () => {
  it("is taken over whole, and the setting can be read back", () => {
    expect(pipelineIds(found(), asked())).toEqual(IDS);
    const ids = { application: `/applications/${OBJECT}`, ...IDS };
    expect(readAdoption(written({ ids, keys: 0 }))).toEqual({ ids, keys: 0 });
  });

  it("is an owner by a resource of its own only where the application is in the state without owners", () => {
    const ownership = { "pipeline-ownership": `/applications/${OBJECT}/owners/${PRINCIPAL}` };
    expect(pipelineIds(found(), asked({ state: held("application") as never }))).toEqual({ ...IDS, ...ownership });
    const nobody = { ...asked().around, owners: [] };
    expect(pipelineIds(found(), asked({ state: held("application") as never, around: nobody }))).toEqual(IDS);
    const settings = { pipeline: wanted, owners: ["someone"] };
    expect(pipelineIds(found(), asked({ state: held("application") as never, settings }))).toEqual(IDS);
  });

  it("is taken over as far as it was made", () => {
    expect(pipelineIds(found({ principal: undefined, credential: undefined, grants: [] }), asked())).toEqual({
      pipeline: IDS.pipeline,
    });
    expect(pipelineIds(undefined, asked())).toEqual({});
  });

  it("is left where the settings ask for none, and said to sign in still", () => {
    const none = asked({ settings: { pipeline: undefined, owners: [] } });
    expect(pipelineIds(found(), none)).toEqual({});
    expect(pipelineRows([found()], none)).toMatchObject([{ check: "Pipeline", result: "warn" }]);
    expect(pipelineRows([found()], none)[0]?.detail).toContain("so a run leaves it, and it signs in still");
    expect(pipelineRows([], none)).toEqual([]);
  });

  it("is shown with what is taken over, and with a credential that a run changes", () => {
    expect(pipelineRows([found()], asked())).toEqual([
      {
        check: "Pipeline",
        result: "pass",
        detail:
          `"esia pipeline", client id ${CLIENT}: not all of it is in the state. Taken over: pipeline, pipeline-principal, ` +
          "pipeline-credential, pipeline-right.",
      },
    ]);
    const other = found({ credential: { ...credential, subject: "repo:a/b:environment:old" } });
    expect(pipelineRows([other], asked())[0]?.detail).toContain(
      "Its credential is changed to what esia:pipeline says.",
    );
    const all = held("application", ...Object.keys(IDS), "pipeline-ownership");
    expect(pipelineRows([other], asked({ state: all as never }))).toMatchObject([
      { result: "pass", detail: `"esia pipeline", client id ${CLIENT}: in the state.` },
    ]);
    expect(pipelineRows([], asked())).toEqual([
      { check: "Pipeline", result: "pass", detail: "Not there: a run makes it." },
    ]);
  });

  it("is none of two, and each beyond the state's is named with the command that removes it", () => {
    const second = found({ identity: { id: "x", appId: "second", displayName: "esia pipeline" } });
    const two = [found(), second];
    expect(chosenPipeline(two, { held: [] }).pipeline).toBeUndefined();
    expect(pipelineRows(two, asked()).map(({ result }) => result)).toEqual(["fail", "fail"]);
    const [own, other] = pipelineRows(two, asked({ state: held("pipeline") as never }));
    expect(own?.result).toBe("pass");
    expect(other).toMatchObject({ result: "fail" });
    expect(other?.next).toContain("'az ad app delete --id second'");
  });
});
