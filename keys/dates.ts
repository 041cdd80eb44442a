/** When a client secret ends and when it is renewed. Pure: imports no Pulumi. */
import { Temporal } from "temporal-polyfill";
import type { Life, SecretRules } from "./secret.ts";

export type Day = Temporal.PlainDate;

/**
 * The first day on which a run renews a secret: by its own life, whatever new ones will have, and never in its first half.
 * @param rotateDaysBefore 0 stands for half of the life, at most 90
 */
export function rotatesFrom({ start, end }: Life, { rotateDaysBefore }: Pick<SecretRules, "rotateDaysBefore">): Day {
  const life = dayOf(start).until(dayOf(end)).days;
  // A secret made by this program has a life of whole months: half of the shortest such life, as below.
  const months = SHORTEST_LIVES.findLastIndex((shortest) => shortest <= life) + 1;
  const half = Math.floor(life / 2);
  const days = rotateDaysBefore === 0 ? Math.min(90, months > 0 ? mostDaysBefore(months) : half) : rotateDaysBefore;
  return dayOf(end).subtract({ days: Math.min(days, half) });
}

/**
 * The most days before its end at which a secret may be renewed: half of the shortest life that a secret of so many months
 * can have. Renewed no earlier, the one before it has always ended by then, so a schedule never needs a third key.
 * @param months 1 to 24
 */
export function mostDaysBefore(months: number): number {
  return Math.floor((SHORTEST_LIVES[months - 1] as number) / 2);
}

const FOUR_YEARS = Array.from({ length: 48 }, (_, month) =>
  Temporal.PlainYearMonth.from("2027-01").add({ months: month }),
);

/** Days that a secret of 1, 2, … 24 months lives at least, whatever day it was made on. */
const SHORTEST_LIVES = Array.from({ length: 24 }, (_, at) => {
  const starts = FOUR_YEARS.flatMap((month) => [
    month.toPlainDate({ day: 1 }),
    month.toPlainDate({ day: month.daysInMonth }),
  ]);
  return Math.min(...starts.map((start) => start.until(start.add({ months: at + 1 })).days - 1));
});

/** Whether a secret still works at some moment of the day; one that ends at its first moment does not. */
export function isLive({ end }: Pick<Life, "end">, today: Day): boolean {
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

/** Days (UTC) from a day to an end; negative when it has passed. */
export function daysUntil(end: Temporal.Instant, today: Day): number {
  return today.until(dayOf(end)).days;
}

/** The day (UTC) of an instant. */
export function dayOf(instant: Temporal.Instant): Day {
  return instant.toZonedDateTimeISO("UTC").toPlainDate();
}

/** The first moment (UTC) of a day. */
export function startOf(day: Day): Temporal.Instant {
  return day.toZonedDateTime("UTC").toInstant();
}
