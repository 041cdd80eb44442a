import { describe, expect, it } from "vitest";
import { type FoundPipeline, pipelineIdentityRows } from "../../commands/doctor/pipeline-identity.ts";
import type { HeldPipeline } from "../../pipeline/held.ts";
import { unread, WHERE } from "./given.ts";

const ID = "d0000000-0000-4000-8000-000000000004";
const FEDERATION = { issuer: "https://a.example", subject: "s", audience: "a" };
const HELD: HeldPipeline = {
  parts: new Set(),
  objectId: ID,
  clientId: "c",
  displayName: "esia pipeline",
  federation: FEDERATION,
  appRoleId: "role",
  resourceObjectId: "graph",
};
const CREDENTIAL = { id: "f1", issuer: "https://a.example", subject: "s", audiences: ["a"] };
const FOUND = {
  application: { id: "o", passwordCredentials: [], keyCredentials: [] },
  credentials: [CREDENTIAL],
  grants: [{ id: "g", appRoleId: "role" }],
};
const rows = (change: Partial<NonNullable<FoundPipeline>> = {}, owners: string[] | undefined = [ID.toUpperCase()]) =>
  pipelineIdentityRows({ value: { ...FOUND, ...change } }, HELD, owners, WHERE);

describe("the pipeline's identity in the tenant", () => {
  it("passes as the state has it", () => {
    expect(rows()).toEqual([
      {
        check: "Pipeline",
        result: "pass",
        detail: "As the state has it: no secret, one federated credential, one role, owner of ESIA's application.",
      },
    ]);
    expect(rows({}, undefined)).toMatchObject([{ result: "pass" }]);
  });

  it.each<[string, Partial<NonNullable<FoundPipeline>>, string[] | undefined, string[]]>([
    [
      "a secret that somebody added",
      { application: { ...FOUND.application, passwordCredentials: [{ keyId: "k" }] } },
      [ID],
      ["Somebody gave it 1 secrets or certificates"],
    ],
    [
      "a certificate that somebody added",
      { application: { ...FOUND.application, keyCredentials: [{ keyId: "k" }] } },
      [ID],
      ["Somebody gave it 1 secrets or certificates"],
    ],
    [
      "a second credential",
      { credentials: [CREDENTIAL, { ...CREDENTIAL, subject: "evil" }] },
      [ID],
      ['issuer "https://a.example", subject "evil"'],
    ],
    [
      "a changed credential",
      { credentials: [{ ...CREDENTIAL, subject: "evil" }] },
      [ID],
      ['subject "evil"', "gone or changed"],
    ],
    [
      "another audience",
      { credentials: [{ ...CREDENTIAL, audiences: ["b"] }] },
      [ID],
      ["does not name", "gone or changed"],
    ],
    ["no credential", { credentials: [] }, [ID], ["gone or changed"]],
    ["a further role", { grants: [...FOUND.grants, { id: "h", appRoleId: "all" }] }, [ID], ["holds 1 roles beside"]],
    ["no role", { grants: [] }, [ID], ["Its role is gone"]],
    ["no ownership", {}, [], ["does not own ESIA's application"]],
  ])("fails with %s, and says what to do", (_, change, owners, said) => {
    const found = rows(change, owners);
    expect(found.map(({ result }) => result)).toEqual(said.map(() => "fail"));
    for (const [at, words] of said.entries()) expect(found[at]?.detail).toContain(words);
    for (const { next } of found) expect(next).toBeTruthy();
  });

  it("fails when its application is gone", () => {
    expect(pipelineIdentityRows({ value: undefined }, HELD, [ID], WHERE)).toMatchObject([{ result: "fail" }]);
  });

  it("is not judged where the sign-in may not read it", () => {
    expect(pipelineIdentityRows(unread, HELD, [ID], WHERE)).toMatchObject([
      { result: "unknown", detail: expect.stringContaining("not readable with this sign-in") },
    ]);
  });
});
