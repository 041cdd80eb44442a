import { describe, expect, it } from "vitest";
import { today } from "../../keys/today.ts";

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
