/** What is said of the key that signed in: which one it is, how long it works, whether a newer one waits. Pure. */
import { Temporal } from "temporal-polyfill";
import { dayOf } from "../../keys/dates.ts";
import { daysLeft, isOver, type ListedKey, newerThan } from "../../keys/listed.ts";
import { projectCommand, pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import { NEWEST } from "./refusals.ts";
import type { Target } from "./target.ts";

export const LIFE = "Key's life";

export interface KeyContext {
  target: Pick<Target, "stack" | "older">;
  now: Temporal.Instant;
  /** Days before a key's end from which that is a warning. */
  warnDays: number;
}

/**
 * @param found the keys that the value can be, of those listed
 * @param listed all keys of the application, the newest first
 */
export function keyRows(found: readonly ListedKey[], listed: readonly ListedKey[], context: KeyContext): Row[] {
  const [key, ...others] = found;
  if (!key) {
    return [unknown("Entra lists no key of this application that begins as this one; it may have been made just now.")];
  }
  if (others.length > 0) return [alike(found, context)];
  const newer = newerThan(key, listed, context.now);
  return [lifeRow(key, newer, context), ...(newer && !context.target.older ? [newerRow(newer, key, context)] : [])];
}

/**
 * The same by what the stack's state alone tells, where the application cannot be read.
 * @param why a sentence that follows a colon
 */
export function heldRow(held: NonNullable<Target["held"]>, why: string, context: KeyContext): Row {
  const end = Temporal.Instant.fromEpochMilliseconds(held.end.getTime());
  const row = lifeRow({ label: `key ${held.number}`, end }, undefined, context);
  return { ...row, detail: `${row.detail} That is what the stack's state says: ${why}` };
}

/** @param why a sentence */
export function unknown(why: string): Row {
  return { check: LIFE, result: "unknown", detail: why };
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lifeRow(key: Pick<ListedKey, "label" | "end">, newer: ListedKey | undefined, context: KeyContext): Row {
  const { now, warnDays } = context;
  const { label, end } = key;
  const days = daysLeft(key, now);
  if (end === undefined || days === undefined) return unknown(`Entra accepts ${label}, and lists no end of it.`);
  if (isOver(key, now)) {
    return {
      check: LIFE,
      result: "fail",
      detail: `${capital(label)} ended on ${dayOf(end)}.`,
      next: renewal(newer, context),
    };
  }
  const left = days === 1 ? "1 more day" : `${days} more days`;
  const detail = `${capital(label)} works for ${left}, until ${dayOf(end)}.`;
  if (days >= warnDays) return { check: LIFE, result: "pass", detail };
  return { check: LIFE, result: "warn", detail, next: renewal(newer, context) };
}

function renewal(newer: ListedKey | undefined, { target: { older, stack } }: KeyContext): string {
  if (older) return NEWEST;
  if (newer) return `Type ${newer.label} into ESIA.`;
  return `Run ${pulumiCommand("up", stack)}: it makes the next key when this one is due. Type that into ESIA.`;
}

function alike(found: readonly ListedKey[], { now, warnDays }: KeyContext): Row {
  const named = found.map(({ label, end }) => `${label} (until ${end ? dayOf(end) : "no known day"})`);
  // It can be the one that ends first.
  const near = found.some((key) => (daysLeft(key, now) ?? warnDays) < warnDays);
  return {
    check: LIFE,
    result: near ? "warn" : "unknown",
    detail: `It is one of ${named.slice(0, -1).join(", ")} and ${named.at(-1)}: they begin alike, so which one cannot be told.`,
    next: "With --stack NAME the stack's state tells.",
  };
}

function newerRow(newer: ListedKey, key: ListedKey, { target: { stack } }: KeyContext): Row {
  const made = newer.start ? `, made on ${dayOf(newer.start)},` : "";
  const until = newer.end ? ` It works until ${dayOf(newer.end)}.` : "";
  return {
    check: "Newer key",
    result: "warn",
    detail:
      stack === undefined
        ? `${capital(newer.label)}${made} is newer than ${key.label} and waits to be typed into ESIA.${until}`
        : `${capital(newer.label)}${made} is newer than ${key.label} and is not the stack's: somebody added it, or an interrupted run left it.${until}`,
    next:
      stack === undefined
        ? `Type it into ESIA: ${pulumiCommand("stack output clientSecret --show-secrets", stack)} prints it. Then verify again with it.`
        : `${projectCommand("doctor", stack)} says what to do with it.`,
  };
}
