/** The tenant's app management policy against esia:secretMonths. Pure. */
import { Temporal } from "temporal-polyfill";
import { secretEnd } from "../../keys/dates.ts";
import type { Shaped } from "../../microsoft/shape.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";

/** "tenantAppManagementPolicy" and "passwordCredentialConfiguration" (learn.microsoft.com/graph/api/resources), what counts here. */
export const POLICY = {
  isEnabled: "boolean",
  "applicationRestrictions?": {
    "passwordCredentials?": [
      {
        restrictionType: "string",
        "state?": "string",
        /** ISO 8601 duration. */
        "maxLifetime?": "duration",
        /** Applications made before then are spared. */
        "restrictForAppsCreatedAfterDateTime?": "instant",
      },
    ],
  },
} as const;

export type AppManagementPolicy = Shaped<typeof POLICY>;

const CHECK = "Policy on client secrets";

/** When the stack's application was made, which decides whether a restriction is for it. */
export type Made = "not yet" | "unknown" | Temporal.Instant;

/** @param now the clock */
export function policyRow(
  policy: AppManagementPolicy,
  secretMonths: number,
  made: Made,
  now: Temporal.Instant,
  stack: string,
): Row {
  const judged = (at: Temporal.Instant | undefined) => judge(restrictionsOn(policy, at), secretMonths, now, stack);
  if (made !== "unknown") return judged(made === "not yet" ? now : made);
  const [strict, spared] = [judged(now), judged(undefined)];
  if (strict.detail === spared.detail) return strict;
  return {
    ...strict,
    detail:
      `${strict.detail} It may spare this application: the policy is for those made after a day, and Graph does not say when ` +
      "this one was made.",
  };
}

/** @param made undefined for an application older than any day */
function restrictionsOn(policy: AppManagementPolicy, made: Temporal.Instant | undefined) {
  return (policy.isEnabled ? (policy.applicationRestrictions?.passwordCredentials ?? []) : []).filter(
    ({ state, restrictForAppsCreatedAfterDateTime: after }) =>
      (state ?? "enabled") === "enabled" &&
      (!after || (made && Temporal.Instant.compare(made, Temporal.Instant.from(after)) > 0)),
  );
}

function judge(
  restrictions: ReturnType<typeof restrictionsOn>,
  secretMonths: number,
  now: Temporal.Instant,
  stack: string,
): Row {
  if (restrictions.some(({ restrictionType }) => restrictionType === "passwordAddition")) {
    return {
      check: CHECK,
      result: "fail",
      detail:
        "The tenant's app management policy lets no application get a new client secret, and ESIA takes nothing else.",
      next:
        "Ask whoever keeps the policy (Security or Cloud Application Administrator) for an exception for this application; " +
        "a secret that exists goes on working until its end.",
    };
  }
  const caps = restrictions.flatMap(({ restrictionType, maxLifetime }) =>
    restrictionType === "passwordLifetime" && maxLifetime ? [maxLifetime] : [],
  );
  const refusing = caps.filter((cap) => !fits(secretMonths, cap, now));
  const best = months().findLast((count) => caps.every((cap) => fitsAlways(count, cap)));
  const advice =
    best === undefined
      ? "Not even a month fits: ask whoever keeps the policy for an exception for this application."
      : `${pulumiCommand(`config set esia:secretMonths ${best}`, stack)} fits on every day of the year.`;
  if (refusing.length > 0) {
    return {
      check: CHECK,
      result: "fail",
      detail: `The tenant's policy wants client secrets to live less than ${refusing[0]}; esia:secretMonths ${secretMonths} is too long.`,
      next: advice,
    };
  }
  if (caps.some((cap) => !fitsAlways(secretMonths, cap))) {
    return {
      check: CHECK,
      result: "warn",
      detail: `The tenant's policy wants client secrets to live less than ${caps[0]}: esia:secretMonths ${secretMonths} fits today, but not in longer months.`,
      next: advice,
    };
  }
  const detail =
    caps.length > 0 ? `allows them less than ${caps.join(" and ")}, which` : "does not limit them, so that";
  return {
    check: CHECK,
    result: "pass",
    detail: `The tenant's policy ${detail} esia:secretMonths ${secretMonths} fits.`,
  };
}

/** Whether a secret made now would be accepted: Entra compares with "less than". */
function fits(secretMonths: number, cap: string, now: Temporal.Instant): boolean {
  const start = now.toZonedDateTimeISO("UTC");
  const end = Temporal.Instant.from(secretEnd(start.toPlainDate(), secretMonths));
  return Temporal.Instant.compare(end, start.add(Temporal.Duration.from(cap)).toInstant()) < 0;
}

/** Whether it would be accepted whenever it is made: each month's first and last day, a second after midnight, when it lives longest. */
function fitsAlways(secretMonths: number, cap: string): boolean {
  return DAYS.every((day) =>
    fits(secretMonths, cap, day.toZonedDateTime({ timeZone: "UTC", plainTime: "00:00:01" }).toInstant()),
  );
}

/** Four years, a leap year among them. */
const DAYS = Array.from({ length: 48 }, (_, month) =>
  Temporal.PlainYearMonth.from("2027-01").add({ months: month }),
).flatMap((month) => [month.toPlainDate({ day: 1 }), month.toPlainDate({ day: month.daysInMonth })]);

function months(): number[] {
  return Array.from({ length: 24 }, (_, month) => month + 1);
}
