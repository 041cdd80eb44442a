import { describe, expect, it } from "vitest";
import { diff, type Inputs, type Outputs } from "../../reports/provider.ts";

describe("a run has something to do", () => {
  const news: Inputs = { names: "shown", tenantId: "t", mark: "m", operator: { "azuread:tenantId": "t" } };
  const olds: Outputs = { ...news, found: "hidden", problem: "" };
  it("and it is another resource, when the stack's tenant is another", async () => {
    const moved = await diff("", olds, { ...news, tenantId: "u" });
    expect(moved).toEqual({ changes: true, replaces: ["tenantId"] });
  });

  const changes = async (old: object, now: object = {}) =>
    (await diff("", { ...olds, ...old } as Outputs, { ...news, ...now } as Inputs)).changes;

  it.each([
    ["names were seen hidden", { names: "hidden" }, {}],
    ["the last run had a problem", { problem: "Names …" }, {}],
    ["the operator signs in otherwise", {}, { operator: { "azuread:useCli": "true" } }],
    ["an earlier version's state lacks a value", { mark: undefined }, {}],
  ])("when %s", async (_, old, now) => {
    expect(await changes(old, now)).toBe(true);
  });

  it("but not when only the code in the state is another version's", async () => {
    expect(await changes({ __provider: "exports.handler = 1" }, { __provider: "exports.handler = 2" })).toBe(false);
  });

  it("but not when the same settings come in another order", async () => {
    const [a, b] = [
      { x: "1", y: "2" },
      { y: "2", x: "1" },
    ];
    expect(await changes({ operator: a }, { operator: b })).toBe(false);
  });
});
