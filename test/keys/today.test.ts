import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pretended, today } from "../../keys/today.ts";
import { anyText, STEERING } from "../support/hostile.ts";

const now = Date.parse("2026-11-23T23:59:59Z");
const command = (words: string) => `'pulumi ${words} --stack acme'`;
const real = { asOf: undefined, preview: false, embedded: false, now, command };

describe("today", () => {
  it("is the clock's day in UTC", () => {
    expect(today(real).toString()).toBe("2026-11-23");
    expect(today({ ...real, asOf: "" }).toString()).toBe("2026-11-23");
  });

  it("is ESIA_AS_OF in a preview, and in an update of the embedded tenant", () => {
    expect(today({ ...real, asOf: "2028-10-01", preview: true }).toString()).toBe("2028-10-01");
    expect(today({ ...real, asOf: "2028-02-29", embedded: true }).toString()).toBe("2028-02-29");
  });

  it("is never ESIA_AS_OF in an update of a real tenant", () => {
    expect(() => today({ ...real, asOf: "2028-10-01" })).toThrow(
      "ESIA_AS_OF is set: it shows what a run on another day would do, so it goes with 'pulumi preview --stack acme' only. " +
        "Take it out of the environment for 'pulumi up --stack acme'; nothing was changed.",
    );
  });

  it.each(["tomorrow", "2028-13-01", "2027-02-29", "2028-1-1", "2028-10-01T00:00:00Z"])("is not %s", (asOf) => {
    expect(() => today({ ...real, asOf, preview: true })).toThrow(
      `ESIA_AS_OF must be a date such as 2028-10-01; it is "${asOf}".`,
    );
  });
});

describe("whatever stands in ESIA_AS_OF", () => {
  const padded = (number: number, digits: number) => String(number).padStart(digits, "0");
  const calendar = fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
    .map(([year, month, day]) => `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`);
  const around = fc.tuple(fc.constantFrom("", " ", "\n", "\t", "\u00a0", "\u200b", "+00", "-"), calendar);
  const anyAsOf = fc.oneof(
    anyText,
    calendar,
    around.map(([mark, date]) => `${mark}${date}`),
    around.map(([mark, date]) => `${date}${mark}`),
    fc.constantFrom(
      "2028-02-30",
      "2027-02-29",
      "9999-12-31",
      "0000-01-01",
      "2028-10-01[u-ca=hebrew]",
      "２０２８-10-01",
    ),
    fc.constantFrom("2028-10-01".repeat(100_000), "-".repeat(5_000_000)),
  );
  /** By a calendar of another make: month and day survive the way through it. */
  const exists = (text: string) =>
    /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

  it("is a day of the calendar, taken as it stands, or refused in one sentence that names it", () => {
    fc.assert(
      fc.property(anyAsOf, (asOf) => {
        fc.pre(asOf !== "");
        let said: string | undefined;
        try {
          expect(today({ ...real, asOf, preview: true }).toString()).toBe(asOf);
          expect(pretended(asOf)?.text).toBe(`ESIA_AS_OF is set: this run takes ${asOf} for today.`);
        } catch (error) {
          expect((error as Error).name).toBe("Error");
          said = (error as Error).message;
          expect(said).toMatch(/^ESIA_AS_OF must be a date such as 2028-10-01; it is "/);
          expect(said).not.toMatch(STEERING);
          expect(said.length).toBeLessThan(800);
        }
        expect([asOf, said === undefined]).toEqual([asOf, exists(asOf)]);
      }),
      { numRuns: 500 },
    );
  });

  it("never moves the day of an update of a real tenant, and is not repeated there", () => {
    fc.assert(
      fc.property(anyAsOf, (asOf) => {
        fc.pre(asOf !== "");
        expect(() => today({ ...real, asOf })).toThrow(/^ESIA_AS_OF is set: it shows [\x20-\x7e]{0,300}$/);
      }),
    );
  });
});
