import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { mostDaysBefore, rotatesFrom, secretEnd } from "../../keys/dates.ts";

const today = Temporal.PlainDate.from("2026-11-23");
const start = Temporal.Instant.from("2026-11-23T09:30:00Z");

/** Days before its end from which a key that was made today is renewed. */
function daysBefore(months: number, rotateDaysBefore: number): number {
  const end = Temporal.Instant.from(secretEnd(today, months));
  return rotatesFrom({ start, end }, { rotateDaysBefore }).until(end.toZonedDateTimeISO("UTC").toPlainDate()).days;
}

describe("a key", () => {
  it.each([
    [1, 13],
    [3, 44],
    [5, 74],
    [6, 90],
    [24, 90],
  ])("of %i months is renewed %i days before its end, when nobody says otherwise", (months, days) => {
    expect(daysBefore(months, 0)).toBe(days);
  });

  it.each([
    [1, 13],
    [3, 44],
    [6, 90],
    [12, 182],
    [24, 364],
  ])("of %i months can be renewed up to %i days before its end", (months, days) => {
    expect(mostDaysBefore(months)).toBe(days);
    expect(daysBefore(months, days)).toBe(days);
  });

  it("is renewed by its own life, whatever life new ones will have, and never in its first half", () => {
    expect(daysBefore(24, 364)).toBe(364);
    expect(daysBefore(1, 364)).toBe(14);
  });
});
