import { describe, expect, it } from "vitest";
import { principalRow } from "../../commands/doctor/principal.ts";
import { NOT_READ, unread, WHERE } from "./given.ts";

const held = { principal: "p1" };
const found = { id: "p1", accountEnabled: true };
const take = "'npm run adopt -- --stack acme --yes'";

describe("the service principal of the stack's application", () => {
  it.each([
    ["in the tenant and in the state", found, held, "In the tenant, and enabled."],
    ["of which Graph does not say whether it is enabled", { id: "P1" }, held, "In the tenant, and enabled."],
    ["in neither, after an interrupted first run", undefined, {}, "Not there yet: the next run makes it."],
  ])("passes %s", (_, value, state, detail) => {
    expect(principalRow({ value }, state, WHERE)).toEqual({ check: "Service principal", result: "pass", detail });
  });

  it.each([
    [
      "gone",
      undefined,
      held,
      "gone from the tenant, and its grants with it",
      "'pulumi up --refresh --stack acme' makes it and its grants anew; the key stays.",
    ],
    [
      "disabled",
      { ...found, accountEnabled: false },
      held,
      "disabled: ESIA cannot sign in",
      "'pulumi up --refresh --stack acme' enables it again. Somebody may have had a reason: ask first.",
    ],
    [
      "not in the state",
      found,
      {},
      "has one already (object id p1), which the state does not hold",
      `Take it over: ${take}, then 'pulumi up --stack acme'.`,
    ],
    [
      "another one than the state's",
      { ...found, id: "p2" },
      held,
      "The application's is p2, and the state holds p1",
      `'pulumi refresh --stack acme' makes the state forget the old one; then take this one over: ${take}, then 'pulumi up --stack acme'.`,
    ],
  ])("fails where it is %s", (_, value, state, detail, next) => {
    const row = principalRow({ value }, state, WHERE);
    expect(row).toMatchObject({ result: "fail", next });
    expect(row.detail).toContain(detail);
  });

  it("fails where it may not be read", () => {
    expect(principalRow(unread, held, WHERE)).toEqual({ check: "Service principal", ...NOT_READ });
  });
});
