import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { keyFindings } from "../../commands/doctor/keys.ts";
import { configuration } from "../support/project-config.ts";

const TYPE = "azuread:index/applicationPassword:ApplicationPassword";
const secret = (number: number, startDate: string, endDate: string) => ({
  urn: `urn:pulumi:acme::esia::${TYPE}::secret-${number}`,
  type: TYPE,
  name: `secret-${number}`,
  outputs: { keyId: `key-${number}`, startDate: `${startDate}T09:30:00Z`, endDate: `${endDate}T00:00:00Z` },
});
const first = secret(1, "2026-11-23", "2028-11-22");

/** The rows in short. */
function rows(held: ReturnType<typeof secret>[], today: string, set: Record<string, unknown> = {}): string[] {
  const found = keyFindings({ held }, configuration(set), Temporal.PlainDate.from(today), "acme");
  return found.rows.map(({ result, detail }) => `${result}: ${detail}`);
}

describe("doctor judges the keys by the program's own rules:", () => {
  it("how long they work, and when a run renews them", () => {
    expect(rows([first], "2027-01-01")).toEqual([
      "pass: Key 1 works for 691 more days, until 2028-11-22.",
      "pass: Runs from 2028-08-24 on renew key 1.",
    ]);
  });

  it("an ask that ends every run fails", () => {
    expect(rows([first], "2027-01-01", { "esia:retireUpTo": 1 })).toEqual([
      "fail: esia:retireUpTo is 1, but key 1 is the newest, and ESIA needs it. To replace and remove it in one run: " +
        "'pulumi config set esia:rotateTo 2 --stack acme', 'pulumi config set esia:retireUpTo 1 --stack acme', 'pulumi up --stack acme'.",
    ]);
  });

  it("an ask that a run which is due ignores fails, too", () => {
    expect(rows([first], "2028-08-25", { "esia:rotateTo": 5 }).at(-1)).toMatch(
      /^fail: Ignored, because key 2 must be made in a run today: esia:rotateTo is 5/,
    );
  });

  it("an ask for nothing warns", () => {
    expect(rows([first], "2027-01-01", { "esia:rotateTo": 1 }).at(-1)).toMatch(
      /^warn: esia:rotateTo 1 asks for nothing/,
    );
  });

  it("the keys that a run today removes are known by their ids", () => {
    const held = [
      secret(1, "2024-01-01", "2026-01-01"),
      secret(2, "2025-10-01", "2027-10-01"),
      secret(3, "2026-11-01", "2028-11-01"),
    ];
    const removed = (set: Record<string, unknown>) =>
      keyFindings({ held }, configuration(set), Temporal.PlainDate.from("2026-11-23"), "acme").removed;
    expect(removed({})).toEqual(["key-1"]);
    expect(removed({ "esia:retireUpTo": 2 })).toEqual(["key-1", "key-2"]);
    expect(removed({ "esia:retireUpTo": 3 })).toEqual([]);
  });

  it("a wrong clock fails", () => {
    expect(rows([first], "2026-11-01")[0]).toContain("its clock is wrong");
  });
});
