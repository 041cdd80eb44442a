/** Which client secrets should exist today, and until when. Pure: imports no Pulumi. */
import { Temporal } from "temporal-polyfill";
import { idle, ignoredNote, type Note, nextKeyNote, refusals } from "./asks.ts";
import { type Day, dayOf, isLive, rotatesFrom, secretEnd, startOf } from "./dates.ts";
import { displayName } from "./display-name.ts";
import type { DeclaredSecret, HeldSecret, Made, SecretRules } from "./secret.ts";

/** What a run declares, and why. */
export interface SecretPlan {
  /** The key to type into ESIA. */
  newest: DeclaredSecret;
  /** Why the newest is made in this run; absent when it exists. */
  made?: Made;
  /** What the state holds and this run removes. */
  removed: { secret: HeldSecret; because: "expired" | "retired" }[];
  /** The older secrets that stay declared beside the newest, newest first; some may have expired. */
  kept: (DeclaredSecret & HeldSecret)[];
  /** Those of them that still work. */
  older: (DeclaredSecret & HeldSecret)[];
  /** The first day on which a run renews the newest. */
  rotatesFrom: Day;
  /** Days from the newest's making to its end. */
  lifeDays: number;
  notes: Note[];
}

export interface Circumstances {
  /** The newest number that the stack's outputs name; it may raise the next number, never lower it. */
  lastNumber?: number | undefined;
  /** The highest number of a key that the application had before this stack took it over; counts for the first key alone. */
  above?: number;
  /** Puts words of Pulumi's command line into a command for this stack, in quotes. */
  command?: (words: string) => string;
}

/**
 * Decides which secrets exist after this run. The newest one is made when there is none, when its predecessor has come near
 * its end, when it is gone, or when the operator asks for its number. A working secret is removed only when the operator
 * says so by number, and never its predecessor by a run that nobody asked to renew. An expired one costs nothing, and a
 * clock can be wrong: it goes when two newer ones exist, in a run that makes none.
 * @param held what the state holds, by number
 * @throws Error when nothing is due and the operator asks for what would cost the key in use, or for a third working one
 */
export function planSecrets(
  held: readonly HeldSecret[],
  rules: SecretRules,
  today: Day,
  { lastNumber = 0, above = 0, command = (words) => `'pulumi ${words}'` }: Circumstances = {},
): SecretPlan {
  const { secretMonths, rotateTo, retireUpTo } = rules;
  const current = held.at(-1);
  const next = nextNumber(current, lastNumber, above, rules);
  const made = whyMade(current, lastNumber, rules, today);
  const newest = made ? next : next - 1;
  const ignored = refusals(held, rules, today, { made, newest, next, command });
  if (ignored[0] !== undefined && made !== "due" && made !== "lost") throw new Error(ignored[0]);

  const older = held.filter(({ number }) => number < newest);
  const retires = retireUpTo < newest && (made === undefined || rotateTo === newest);
  const removed = older.flatMap((secret, at): SecretPlan["removed"] => {
    if (retires && secret.number <= retireUpTo) return [{ secret, because: "retired" }];
    const outlived = made === undefined && at < older.length - 1 && !isLive(secret, today);
    return outlived ? [{ secret, because: "expired" }] : [];
  });
  const kept = older
    .filter((secret) => !removed.some((gone) => gone.secret === secret))
    .map((secret) => ({ ...secret, ...declared(secret.number, secret.end.toString(), today) }))
    .reverse();
  const newestHeld = made ? undefined : current;
  const endDate = newestHeld?.end.toString() ?? secretEnd(today, secretMonths);
  const life = newestHeld ?? { start: startOf(today), end: Temporal.Instant.from(endDate) };
  return {
    newest: declared(newest, endDate, today),
    ...(made && { made }),
    removed,
    kept,
    older: kept.filter((secret) => isLive(secret, today)),
    rotatesFrom: rotatesFrom(life, rules),
    lifeDays: dayOf(life.start).until(dayOf(life.end)).days,
    notes: [
      ...ignored.map((text) => ignoredNote(text, newest)),
      ...(made === undefined ? idle(rules, newest, removed.length > 0, command) : []),
      ...(newestHeld ? nextKeyNote(newestHeld, secretMonths) : []),
    ],
  };
}

/** How far above what was handed over a setting may raise the next number: each number that is left out is gone for good. */
const MOST_LEFT_OUT = 100;

/** With none left, numbers go on behind those that settings still name: a left-over retireUpTo must not meet the new key. */
function nextNumber(
  current: HeldSecret | undefined,
  lastNumber: number,
  above: number,
  { rotateTo, retireUpTo }: SecretRules,
): number {
  if (current) return Math.max(current.number + 1, lastNumber);
  const least = Math.max(lastNumber, above);
  const named = [rotateTo, retireUpTo + 1].filter((number) => number <= least + MOST_LEFT_OUT);
  return Math.max(lastNumber, above + 1, ...named);
}

function declared(number: number, endDate: string, today: Day): DeclaredSecret {
  return { number, displayName: displayName(number, today), endDate };
}

function whyMade(
  current: HeldSecret | undefined,
  lastNumber: number,
  rules: SecretRules,
  today: Day,
): Made | undefined {
  if (lastNumber > (current?.number ?? 0)) return "lost";
  if (!current) return "first";
  if (Temporal.PlainDate.compare(today, rotatesFrom(current, rules)) >= 0) return "due";
  return rules.rotateTo > current.number ? "asked" : undefined;
}
