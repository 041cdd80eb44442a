/** What is said of the older keys: whether anything still signs in with them, as far as Entra's report tells. Pure. */
import { Temporal } from "temporal-polyfill";
import { dayOf } from "../../keys/dates.ts";
import { type LastUse, lastUses, type SignIn } from "../../keys/last-use.ts";
import { daysLeft, type ListedKey, type OwnKey } from "../../keys/listed.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { SignInReport } from "./report.ts";

export interface UseContext {
  /** Undefined where nobody knows it. */
  stack: string | undefined;
  now: Temporal.Instant;
  /** Days before a key's end from which a use of it is a warning. */
  warnDays: number;
}

/** @returns a row for all of them: why nothing is known */
export function unknownUse(older: readonly ListedKey[], why: string): Row {
  const labels = older.map(({ label }) => label).join(" and ");
  return {
    check: "Older keys",
    result: "unknown",
    detail: `Whether ${labels} ${older.length > 1 ? "are" : "is"} still used is not known: ${why}.`,
  };
}

/**
 * @param read the report's lines about this application
 * @param mine the key that this run signed in with, where it did and that is known
 */
export function useRows(
  read: SignInReport,
  { newest, older }: { newest: OwnKey; older: readonly OwnKey[] },
  mine: ListedKey | undefined,
  context: UseContext,
): Row[] {
  if ("unread" in read) {
    const { message, said } = read.unread;
    const licence = /licen[cs]e|NonPremiumTenant/i.test(`${said.code} ${said.message}`);
    return [unknownUse(older, licence ? "the tenant has no licence for the report of sign-ins" : message)];
  }
  if (read.value.length === 0) return [unknownUse(older, "the report of sign-ins is empty")];
  const lines = read.value.map(
    ({ keyId, signInActivity }): SignIn => ({ keyId, last: moment(signInActivity?.lastSignInDateTime) }),
  );
  return lastUses(newest, older, lines, context.now).map((found) => useRow(found, newest, found.key === mine, context));
}

/** Whether a row that `useRows` gave says that nothing uses the key any more. */
export function saysSilent({ result, next }: Row): boolean {
  // Only that has something to do next and warns of nothing.
  return result === "pass" && next !== undefined;
}

function useRow(found: LastUse<OwnKey>, newest: OwnKey, isMine: boolean, context: UseContext): Row {
  const { key } = found;
  const { stack } = context;
  const check = `Use of ${key.label}`;
  const self = isMine ? ` This run signed in with ${key.label} itself, which the report will count as a use.` : "";
  const end = key.end ? dayOf(key.end).toString() : "an unknown day";
  if (found.use === "unknown") {
    const detail = `The report of sign-ins does not name ${key.label}: whether it is still used is not known.${self}`;
    return { check, result: "unknown", detail };
  }
  if (found.use === "silent") {
    return {
      check,
      result: "pass",
      detail:
        `Nothing has signed in with ${key.label} since ${dayOf(found.since)}, by a report that reaches to ` +
        `${dayOf(found.reaches)}: it can be retired.${self}`,
      next:
        `${pulumiCommand(`config set esia:retireUpTo ${key.number}`, stack)}, then ${pulumiCommand("up", stack)}; or let it ` +
        `end, on ${end}.`,
    };
  }
  const detail = `Key ${key.number} last used ${dayOf(found.last)}.${self}`;
  const days = daysLeft(key, context.now) ?? context.warnDays;
  if (days >= context.warnDays) return { check, result: "pass", detail };
  return {
    check,
    result: "warn",
    detail,
    next: `Type ${newest.label} into ESIA before ${end}, if it still uses ${key.label}.`,
  };
}

/** Graph writes times with a Z; older answers had offsets that are none. */
function moment(text: string | null | undefined): Temporal.Instant | undefined {
  try {
    return text ? Temporal.Instant.from(text) : undefined;
  } catch {
    return undefined;
  }
}
