/** What the tokens' `roles` say about consent: missing, and extra ones. Pure. */
import { APIS, type ApiKey, PERMISSIONS, type Permission } from "../../permissions.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { Target } from "./target.ts";

/** The roles in each API's token; an API is absent when there is no token for it. */
export type Granted = Partial<Record<ApiKey, readonly string[]>>;

/** The roles that should be in a token and are not; those of an API without a token are not judged. */
export function missingRoles<Wanted extends Pick<Permission, "api" | "role">>(
  wanted: readonly Wanted[],
  granted: Granted,
): Wanted[] {
  return wanted.filter(({ api, role }) => granted[api] && !granted[api].includes(role));
}

const CONSENT = "Admin consent";
const TAKE_AWAY =
  "Take it away: Entra admin centre, Enterprise applications, this application, Permissions, Revoke permission.";

/**
 * Whether admin consent was given, judged by what was asked for: one row over all roles, since without it no other row can
 * be good. What no token tells of is counted as such.
 */
export function consentRow(wanted: readonly Permission[], granted: Granted, target: Target): Row {
  const check = CONSENT;
  const missing = missingRoles(wanted, granted);
  const unjudged = wanted.filter(({ api }) => !granted[api]);
  const carried = wanted.length - unjudged.length - missing.length;
  const count = `${wanted.length} ${wanted.length === 1 ? "role" : "roles"}`;
  const apis = [...new Set(unjudged.map(({ api }) => APIS[api].name))].join(" and ");
  const rest = unjudged.length === 0 ? "" : ` ${unjudged.length} not judged: no token for ${apis}.`;
  if (missing.length > 0) {
    const detail =
      carried === 0
        ? `Missing: the tokens carry none of the ${count} asked for.${rest} Asking is not yet a grant.`
        : `Given in part: the tokens carry ${carried} of the ${count} asked for.${rest}`;
    return { check, result: "fail", detail, next: grantIt(target) };
  }
  if (unjudged.length > 0) {
    return { check, result: "unknown", detail: `The tokens carry ${carried} of the ${count} asked for.${rest}` };
  }
  return { check, result: "pass", detail: `Given: the tokens carry the ${count} asked for.` };
}

/** @param all whether none of the roles that were asked for is in a token: then the row on consent says so for a person */
export function missingRow({ api, role, reason }: Permission, all: boolean): Row {
  const detail = `Not in the token for ${APIS[api].name}. Purpose: ${reason}.`;
  const row: Row = { check: role, result: "fail", detail, next: `Grant it, as said at ${CONSENT}.` };
  return all ? { ...row, saidBy: CONSENT } : row;
}

function grantIt({ consent, stack }: Target): string {
  if (stack === undefined) {
    return "Let an administrator choose 'Grant admin consent' on the application's API permissions page, then verify again.";
  }
  return consent === "program"
    ? `Run ${pulumiCommand("up --refresh", stack)}; if that changes nothing, verify again in some minutes.`
    : "Let a Privileged Role Administrator open the output consentUrl and accept, then verify again.";
}

/** Roles that somebody granted and this stack did not ask for: a warning each, for ESIA works, with more than it needs. */
export function extraRows(wanted: readonly Permission[], granted: Granted): Row[] {
  const rows = (Object.keys(APIS) as ApiKey[]).flatMap((api) =>
    (granted[api] ?? [])
      .filter((role) => !wanted.some((permission) => permission.api === api && permission.role === role))
      .toSorted()
      .map((role) => extraRow(api, role)),
  );
  const left = rows.length - MOST_EXTRA;
  return left <= 0 ? rows : [...rows.slice(0, MOST_EXTRA), othersRow(left)];
}

/** Rows that a table can have and still be read. */
const MOST_EXTRA = 50;

function othersRow(left: number): Row {
  const detail = "Granted besides; ESIA needs none of them.";
  return { check: `Extra: ${left} others`, result: "warn", detail, next: TAKE_AWAY };
}

function extraRow(api: ApiKey, role: string): Row {
  const omitted = PERMISSIONS.some((permission) => permission.api === api && permission.role === role);
  return {
    check: `Extra: ${role}`,
    result: "warn",
    detail: omitted
      ? `Granted on ${APIS[api].name}, though esia:omit leaves it out.`
      : `Somebody granted it on ${APIS[api].name}; ESIA does not need it.`,
    next: TAKE_AWAY,
  };
}
