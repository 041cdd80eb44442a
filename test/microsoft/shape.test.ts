import { describe, expect, expectTypeOf, it } from "vitest";
import { misfit, namesOf, type Shaped } from "../../microsoft/shape.ts";

const PRINCIPAL = {
  id: "string",
  appRoles: [{ isEnabled: "boolean", "value?": "string", allowedMemberTypes: ["string"] }],
} as const;
const role = { isEnabled: true, value: "User.Read.All", allowedMemberTypes: ["Application"] };

describe("a shape", () => {
  it("fits what has at least its properties", () => {
    expect(misfit({ id: "a", more: 1, appRoles: [role] }, PRINCIPAL)).toBeUndefined();
    expect(misfit({ id: "a", appRoles: [] }, PRINCIPAL)).toBeUndefined();
  });

  it("takes null and nothing where a property need not be there, and no other type", () => {
    for (const value of [null, undefined]) {
      expect(misfit({ id: "a", appRoles: [{ ...role, value }] }, PRINCIPAL)).toBeUndefined();
    }
    expect(misfit({ id: "a", appRoles: [{ ...role, value: 7 }] }, PRINCIPAL)).toBe("appRoles[0].value is no string");
  });

  it.each([
    ["instant", "2028-11-24T00:00:00Z", undefined],
    ["instant", "2026-11-24T00:00:00.1234567Z", undefined],
    ["instant", "2027-02-30T00:00:00Z", "at is no instant"],
    ["instant", "2027-02-01", "at is no instant"],
    ["instant", "", "at is no instant"],
    ["instant", 1_800_000_000, "at is no instant"],
    ["duration", "P180D", undefined],
    ["duration", "180 days", "at is no duration"],
    ["duration", null, "at is no duration"],
  ] as const)("of a text that is an %s takes %j: %s", (kind, value, expected) => {
    expect(misfit({ at: value }, { at: kind })).toBe(expected);
  });

  it.each([
    [undefined, "it is no object"],
    [null, "it is no object"],
    [[], "it is no object"],
    ["text", "it is no object"],
    [{ appRoles: [] }, "id is no string"],
    [{ id: null, appRoles: [] }, "id is no string"],
    [{ id: "a", appRoles: null }, "appRoles is no list"],
    [{ id: "a", appRoles: { 0: role } }, "appRoles is no list"],
    [{ id: "a", appRoles: [role, null] }, "appRoles[1] is no object"],
    [{ id: "a", appRoles: [role, { ...role, isEnabled: "true" }] }, "appRoles[1].isEnabled is no boolean"],
    [
      { id: "a", appRoles: [{ ...role, allowedMemberTypes: ["a", 7] }] },
      "appRoles[0].allowedMemberTypes[1] is no string",
    ],
  ])("says what first differs in %j", (value, expected) => {
    expect(misfit(value, PRINCIPAL)).toBe(expected);
  });

  it.each(["00000003-0000-0000-c000-000000000000", "Tk9pnZkqS0uW_2lbfr-ZcA", "k1"])("takes %s for an id", (id) => {
    expect(misfit({ id }, { id: "id" })).toBeUndefined();
  });

  it.each(["", "..", "../x", "a b", "a'b", "$(id)", "a\n", "a/b", "a?b", "x".repeat(201), 7, null])(
    "takes %j for no id",
    (id) => {
      expect(misfit({ id }, { id: "id" })).toBe("id is no id");
    },
  );

  it("is not deceived by what every object has", () => {
    expect(misfit({}, Object.fromEntries([["constructor", "string"]]))).toBe("constructor is no string");
  });

  it("names its properties as $select takes them", () => {
    expect(namesOf({ id: "string", "value?": "string" })).toBe("id,value");
  });

  it("is the type of what fits it", () => {
    expectTypeOf<Shaped<typeof PRINCIPAL>["id"]>().toEqualTypeOf<string>();
    expectTypeOf<Shaped<typeof PRINCIPAL>["appRoles"][number]["value"]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Shaped<readonly ["number"]>>().toEqualTypeOf<readonly number[]>();
  });
});
