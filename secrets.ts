/** Which client secrets should exist today, and until when. Pure: imports no Pulumi. */
import { Temporal } from "temporal-polyfill";

type Day = Temporal.PlainDate;

/** A client secret as the stack's state holds it; `held-secrets.ts` reads it from there. */
export interface HeldSecret {
  /** 1, 2, 3 …: the number in its resource's name. */
  number: number;
  keyId: string;
  start: Temporal.Instant;
  end: Temporal.Instant;
}

export interface SecretRules {
  /** Calendar months that a new secret lives. */
  secretMonths: number;
  /** Days before its end from which a run renews the newest secret. */
  rotateDaysBefore: number;
  /** The number that is to exist; 0 asks for none. */
  rotateTo: number;
  /** Secrets up to this number are removed; 0 removes none. */
  retireUpTo: number;
}

export interface DeclaredSecret {
  number: number;
  displayName: string;
  /** RFC 3339 instant. */
  endDate: string;
}

/** What a run declares, and why. */
export interface SecretPlan {
  /** The key to type into ESIA. */
  newest: DeclaredSecret;
  /** Why the newest is made in this run; absent when it exists. */
  made?: "first" | "due" | "asked";
  /** What the state holds and this run removes. */
  removed: { secret: HeldSecret; because: "expired" | "retired" }[];
  /** The older secret that goes on working beside the newest. */
  previous?: DeclaredSecret & HeldSecret;
  /** The first day on which a run renews the newest. */
  rotatesFrom: Day;
}

/**
 * Decides which secrets exist after this run. The newest one is made when there is none, when its predecessor has come near
 * its end, or when the operator asks for its number. A working secret is removed only when the operator says so by number.
 * @param held what the state holds, by number
 * @throws Error when the operator asks for what would cost the key in use, or for a third working one
 */
export function planSecrets(held: readonly HeldSecret[], rules: SecretRules, today: Day): SecretPlan {
  const { secretMonths, rotateTo, retireUpTo } = rules;
  const current = held.at(-1);
  // With none left, numbers go on behind those that settings still name: a left-over retireUpTo must not meet the new key.
  const next = current ? current.number + 1 : Math.max(1, rotateTo, retireUpTo + 1);
  if (rotateTo > next) {
    throw new Error(
      `esia:rotateTo is ${rotateTo}, but the newest key is number ${next - 1}, so the next one is ${next}. ` +
        `Run 'pulumi config set esia:rotateTo ${next}', then 'pulumi up'.`,
    );
  }
  const made = whyMade(current, rules, today);
  const newest = made ? next : next - 1;
  if (retireUpTo >= newest) {
    throw new Error(
      `esia:retireUpTo is ${retireUpTo}, but key ${newest} is the newest, and ESIA needs it. To replace and remove it in one ` +
        `run: 'pulumi config set esia:rotateTo ${newest + 1}', 'pulumi config set esia:retireUpTo ${newest}', 'pulumi up'.`,
    );
  }
  const older = held.filter(({ number }) => number < newest);
  const removed = older.flatMap((secret): SecretPlan["removed"] => {
    if (!isLive(secret, today)) return [{ secret, because: "expired" }];
    return secret.number <= retireUpTo ? [{ secret, because: "retired" }] : [];
  });
  const kept = older.filter((secret) => !removed.some((gone) => gone.secret === secret));
  const [oldest, second] = kept;
  if (oldest && second) {
    throw new Error(
      `Keys ${oldest.number} and ${second.number} both still work, so key ${newest} would be a third one. When ESIA uses ` +
        `key ${second.number}, run 'pulumi config set esia:retireUpTo ${oldest.number}', then 'pulumi up'.`,
    );
  }
  const newestHeld = made ? undefined : current;
  const endDate = newestHeld?.end.toString() ?? secretEnd(today, secretMonths);
  const life = newestHeld ?? { start: startOf(today), end: Temporal.Instant.from(endDate) };
  return {
    newest: declared(newest, endDate, today),
    ...(oldest && { previous: { ...oldest, ...declared(oldest.number, oldest.end.toString(), today) } }),
    ...(made && { made }),
    removed,
    rotatesFrom: rotatesFrom(life, rules),
  };
}

/** The name is what Entra's portal lists: it tells the operator which of the keys is looked at. */
function declared(number: number, endDate: string, today: Day): DeclaredSecret {
  return { number, displayName: `ESIA key ${number}, made ${today}`, endDate };
}

function whyMade(current: HeldSecret | undefined, rules: SecretRules, today: Day): SecretPlan["made"] {
  if (!current) return "first";
  if (rules.rotateTo > current.number) return "asked";
  return Temporal.PlainDate.compare(today, rotatesFrom(current, rules)) >= 0 ? "due" : undefined;
}

/** The first day on which a run renews a secret: never in the first half of its life, however the settings changed since. */
function rotatesFrom({ start, end }: Pick<HeldSecret, "start" | "end">, rules: SecretRules): Day {
  const halfLife = Math.floor(dayOf(start).until(dayOf(end)).days / 2);
  return dayOf(end).subtract({ days: Math.min(rules.rotateDaysBefore, halfLife) });
}

/**
 * The most days before its end at which a secret may be renewed: half of the shortest life that a secret of so many months
 * can have. Renewed no earlier, the one before it has always ended by then, so a schedule never needs a third key.
 */
export function mostDaysBefore(months: number): number {
  const lives = Array.from({ length: 48 }, (_, month) => Temporal.PlainYearMonth.from("2027-01").add({ months: month }))
    .flatMap((month) => [month.toPlainDate({ day: 1 }), month.toPlainDate({ day: month.daysInMonth })])
    .map((start) => start.until(start.add({ months })).days - 1);
  return Math.floor(Math.min(...lives) / 2);
}

/** Whether a secret still works at some moment of the day; one that ends at its first moment does not. */
export function isLive({ end }: Pick<HeldSecret, "end">, today: Day): boolean {
  return Temporal.Instant.compare(end, startOf(today)) > 0;
}

/**
 * The end of a secret made today: a day before the calendar anniversary, at 00:00 UTC. Entra's policies compare with "less
 * than", so the anniversary itself can be too much, and a clock that runs a few minutes fast must not matter.
 * @param months calendar months; 31 January and one month is the last of February
 * @returns an RFC 3339 instant
 */
export function secretEnd(today: Day, months: number): string {
  return startOf(today.add({ months }).subtract({ days: 1 })).toString();
}

/** The day (UTC) of an instant. */
export function dayOf(instant: Temporal.Instant): Day {
  return instant.toZonedDateTimeISO("UTC").toPlainDate();
}

function startOf(day: Day): Temporal.Instant {
  return day.toZonedDateTime("UTC").toInstant();
}
