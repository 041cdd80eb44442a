/** The key's states in a rotation, and what to do in each. Pure. */
import { projectCommand, pulumiCommand } from "../../stack/command.ts";
import type { Problem, Thresholds } from "./problem.ts";
import type { KeyFound, Origin, Refused, Unread } from "./state.ts";

const NEWEST = "type the newest key into ESIA's node, if it still holds this one";

export function keyProblems(key: KeyFound | Unread, thresholds: Thresholds, origin: Origin): Problem[] {
  if ("unread" in key) return [{ exit: 3, next: key.next, why: key.unread }];
  const { labels, days, newer } = key;
  const problems: Problem[] = [];
  const exit = thresholds.critical.fires(days) ? 2 : thresholds.warning.fires(days) ? 1 : undefined;
  const waits = newer !== undefined && !origin.older;
  // That a newer key waits is the next action of one that ends soon, and no second trouble.
  if (exit !== undefined) {
    problems.push({ exit, next: renewal(key, origin), why: `${ends(key)}${waits ? itself(key, origin) : ""}` });
  } else if (waits) problems.push({ exit: 1, ...newerWaits(key, newer, origin) });
  if (labels.length > 1) {
    const why = `${labels.join(" and ")} begin alike, so which one this is cannot be told`;
    problems.push({ exit: 3, next: `compare by ${projectCommand("verify", undefined)}`, why });
  }
  return problems;
}

/** @returns how long it works; only of a key that is known */
export function keyWorks(key: KeyFound | Unread): string {
  if ("unread" in key) return key.unread;
  return `${key.labels.join(" or ")} works for ${days(key)}, until ${key.until}`;
}

/** ESIA signs in with the same values: what is refused here is refused there. */
export function refusal({ refused, detail, next }: Refused, origin: Origin): Problem {
  const bare = (sentence: string) => sentence.replace(/\.$/, "");
  if (refused === "throttled") return { exit: 3, next, why: detail };
  if (refused === "other") return { exit: 2, next: bare(next), why: bare(detail) };
  const said =
    refused === "expired" ? "the key has expired (AADSTS7000222)" : "Entra does not know this key (AADSTS7000215)";
  if (origin.older) return { exit: 2, next: NEWEST, why: said };
  const make = pulumiCommand(refused === "expired" ? "up" : "up --refresh", origin.stack);
  return { exit: 2, next: `type the newest key into ${places(origin)}, or run ${make} for one`, why: said };
}

function renewal({ newer }: KeyFound, origin: Origin): string {
  if (origin.older) return NEWEST;
  if (newer !== undefined && origin.stack === undefined) return `type ${newer} into ${places(origin)}`;
  return `run ${pulumiCommand("up", origin.stack)} and type the new key into ${places(origin)}`;
}

function newerWaits(key: KeyFound, newer: string, origin: Origin): Pick<Problem, "next" | "why"> {
  const { holder, stack } = origin;
  const mine = key.labels.join(" or ");
  if (stack !== undefined) {
    return {
      next: `ask ${projectCommand("doctor", stack)} what to do with ${newer}`,
      why: `it is newer than ${mine} and not the stack's`,
    };
  }
  return {
    next: `update ${places(origin)} with ${newer}`,
    why: `${holder ?? "it"} holds ${mine}, which works for ${days(key)}${itself(key, origin)}`,
  };
}

/** What keeps an older key in use must say that it does. */
function itself(key: KeyFound, { stack }: Origin): string {
  return stack === undefined ? ` (each check counts as a use of ${key.labels.join(" or ")})` : "";
}

function ends({ labels, days: left, until }: KeyFound): string {
  const key = labels.join(" or ");
  if (left < 0) return `${key} ended on ${until}`;
  return left === 0
    ? `${key} ends today, ${until}`
    : `${key} ends in ${left} ${left === 1 ? "day" : "days"}, on ${until}`;
}

function days({ days: left }: KeyFound): string {
  return left === 1 ? "1 more day" : `${left} more days`;
}

function places({ holder }: Origin): string {
  return holder === undefined ? "ESIA's node" : `ESIA's node and ${holder}`;
}
