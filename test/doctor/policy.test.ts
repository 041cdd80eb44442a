import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type AppManagementPolicy, policyRow } from "../../commands/doctor/policy.ts";

const NOON = Temporal.Instant.from("2026-11-23T12:00:00Z");

function policy(restrictionType: string, maxLifetime: string | null = null, more: object = {}): AppManagementPolicy {
  return {
    isEnabled: true,
    applicationRestrictions: {
      passwordCredentials: [
        { restrictionType, state: "enabled", maxLifetime, restrictForAppsCreatedAfterDateTime: null, ...more },
      ],
    },
  };
}

const judge = (given: AppManagementPolicy, months: number, created?: string, now = NOON) =>
  policyRow(given, months, created ? Temporal.Instant.from(created) : "not yet", now, "acme");

describe("the policy on client secrets", () => {
  it("blocks them all", () => {
    expect(judge(policy("passwordAddition"), 1)).toEqual({
      check: "Policy on client secrets",
      result: "fail",
      detail:
        "The tenant's app management policy lets no application get a new client secret, and ESIA takes nothing else.",
      next:
        "Ask whoever keeps the policy (Security or Cloud Application Administrator) for an exception for this application; " +
        "a secret that exists goes on working until its end.",
    });
  });

  it.each([
    ["P180D", 24, "'pulumi config set esia:secretMonths 5 --stack acme' fits on every day of the year."],
    ["P1Y", 24, "'pulumi config set esia:secretMonths 12 --stack acme' fits on every day of the year."],
    ["P90D", 6, "'pulumi config set esia:secretMonths 2 --stack acme' fits on every day of the year."],
    ["P30D", 2, "'pulumi config set esia:secretMonths 1 --stack acme' fits on every day of the year."],
    ["P29D", 1, "Not even a month fits: ask whoever keeps the policy for an exception for this application."],
    ["P7D", 1, "Not even a month fits: ask whoever keeps the policy for an exception for this application."],
  ])("of less than %s refuses %i months and names what fits", (cap, months, next) => {
    // On 23 December at noon a month is 31 days, without the last one and half of the first.
    const now = Temporal.Instant.from("2026-12-23T12:00:00Z");
    expect(judge(policy("passwordLifetime", cap), months, undefined, now)).toMatchObject({
      result: "fail",
      detail: `The tenant's policy wants client secrets to live less than ${cap}; esia:secretMonths ${months} is too long.`,
      next,
    });
  });

  it("that fits today but not in longer months is a warning", () => {
    expect(judge(policy("passwordLifetime", "P180D"), 6)).toMatchObject({
      result: "warn",
      detail:
        "The tenant's policy wants client secrets to live less than P180D: esia:secretMonths 6 fits today, but not in longer months.",
      next: "'pulumi config set esia:secretMonths 5 --stack acme' fits on every day of the year.",
    });
  });

  it.each([
    ["less than P180D", policy("passwordLifetime", "P180D"), 5, undefined],
    ["less than P2Y", policy("passwordLifetime", "P2Y"), 24, undefined],
    ["nothing, being off", { ...policy("passwordAddition"), isEnabled: false }, 24, undefined],
    ["nothing, the restriction being off", policy("passwordAddition", null, { state: "disabled" }), 24, undefined],
    ["custom values, which nobody sets here", policy("customPasswordAddition"), 24, undefined],
    [
      "applications made later",
      policy("passwordAddition", null, { restrictForAppsCreatedAfterDateTime: "2026-06-01T00:00:00Z" }),
      24,
      "2026-05-01T00:00:00Z",
    ],
    ["nothing at all", { isEnabled: true, applicationRestrictions: null }, 24, undefined],
  ])("on %s lets the setting pass", (_, given, months, created) => {
    expect(judge(given, months, created)).toMatchObject({ result: "pass" });
  });

  it("on applications made from now on counts for one that is not made yet", () => {
    const later = policy("passwordAddition", null, { restrictForAppsCreatedAfterDateTime: "2026-06-01T00:00:00Z" });
    expect(judge(later, 24)).toMatchObject({ result: "fail" });
    expect(judge(later, 24, "2026-07-01T00:00:00Z")).toMatchObject({ result: "fail" });
  });

  it("on applications made from some day on is said to be open where nobody knows when this one was made", () => {
    const later = policy("passwordAddition", null, { restrictForAppsCreatedAfterDateTime: "2026-06-01T00:00:00Z" });
    const row = policyRow(later, 24, "unknown", NOON, "acme");
    expect(row.result).toBe("fail");
    expect(row.detail).toMatch(/ It may spare this application: .* Graph does not say when this one was made\.$/);
    expect(policyRow(policy("passwordAddition"), 24, "unknown", NOON, "acme").detail).not.toContain("spare");
  });
});
