import { describe, expect, it } from "vitest";
import * as found from "../../reports/found-provider.ts";
import { diff, type Inputs, type Outputs } from "../../reports/provider.ts";

const TENANT = "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4";
const OTHER = "00000000-1111-2222-3333-444444444444";
const declared = { tenantId: TENANT, mark: "m", operator: { "azuread:tenantId": "t" } };
const [A, B] = [
  { x: "1", y: "2" },
  { y: "2", x: "1" },
];

describe("the resource that shows names has something to do", () => {
  const news: Inputs = { ...declared, names: "shown", found: "hidden", problem: "", look: 1 };
  const of = (old: object, now: object = {}) =>
    diff("", { ...news, ...old } as unknown as Outputs, { ...news, ...now } as Inputs);

  it.each([
    ["names were seen hidden", { names: "hidden" }, {}],
    ["the last run had a problem", { problem: "Names …" }, {}],
    ["what is there was looked up again", {}, { look: 2 }],
    ["something else was found", {}, { found: "shown" }],
    ["the operator signs in otherwise", {}, { operator: { "azuread:useCli": "true" } }],
    ["an earlier version's state lacks a value", { mark: undefined }, {}],
    ["the state is 1.0.0's, which numbers no looks", { look: undefined }, {}],
    ["the state is 1.0.0's and holds a domain", { tenantId: "contoso.com" }, {}],
    ["the state is 1.0.0's of a managed identity", { tenantId: "" }, {}],
  ])("when %s, and stays the same resource", async (_, old, now) => {
    expect(await of(old, now)).toEqual({ changes: true, replaces: [] });
  });

  it("and is another, when the stack's tenant is another", async () => {
    expect(await of({}, { tenantId: OTHER })).toEqual({ changes: true, replaces: ["tenantId"] });
  });

  it.each([
    ["only the code in the state is another version's", { __provider: "1" }, { __provider: "2" }],
    ["the same settings come in another order", { operator: A }, { operator: B }],
    ["the state has the tenant in capitals", { tenantId: TENANT.toUpperCase() }, {}],
  ])("but not when %s", async (_, old, now) => {
    expect(await of(old, now)).toEqual({ changes: false, replaces: [] });
  });
});

describe("the resource that keeps what was found looks again", () => {
  const news: found.Inputs = { ...declared, last: "shown" };
  const of = (old: object, now: object = {}) =>
    found.diff("", { ...news, found: "hidden", problem: "", look: 1, ...old } as found.Outputs, { ...news, ...now });

  it.each([
    ["a run was killed before names were said to be shown", {}, { last: "unfinished" }],
    ["names were seen hidden", {}, { last: "hidden" }],
    ["the last look failed", { problem: "Names …" }, {}],
    ["the operator signs in otherwise", {}, { operator: { "azuread:useCli": "true" } }],
  ] as const)("when %s: names may be about to be shown", async (_, old, now) => {
    expect(await of(old, now)).toEqual({ changes: true, replaces: [] });
  });

  it("and is another resource, when the stack's tenant is another", async () => {
    expect(await of({}, { tenantId: OTHER })).toEqual({ changes: true, replaces: ["tenantId"] });
  });

  it.each([
    ["the resource that shows has nothing to do", { last: "unfinished" }, {}],
    ["what 1.0.0 handed over is no longer handed over", { handedOver: "hidden" }, {}],
    ["the state has the tenant in capitals", { tenantId: TENANT.toUpperCase() }, {}],
  ])("but not when %s", async (_, old, now) => {
    expect(await of(old, now)).toEqual({ changes: false, replaces: [] });
  });

  it("and a refresh changes nothing of what was found, and asks nobody", async () => {
    const state = { ...news, found: "hidden", problem: "", look: 1 } as const;
    expect(await found.read("reportSettings", state)).toEqual({ id: "reportSettings", props: state });
  });
});
