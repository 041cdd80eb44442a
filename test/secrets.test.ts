import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type HeldSecret, mostDaysBefore, planSecrets, type SecretRules, secretEnd } from "../secrets.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const held = (number: number, start: string, end: string): HeldSecret => ({
  number,
  keyId: `key-${number}`,
  start: Temporal.Instant.from(`${start}T09:30:00Z`),
  end: Temporal.Instant.from(`${end}T00:00:00Z`),
});
const rules: SecretRules = { secretMonths: 24, rotateDaysBefore: 90, rotateTo: 0, retireUpTo: 0 };
const first = held(1, "2026-11-23", "2028-11-22");
const second = held(2, "2028-08-25", "2030-08-24");

/** The plan in short: what is declared, made and removed. */
function plan(secrets: HeldSecret[], asked: Partial<SecretRules>, today: string) {
  const { newest, previous, made, removed, rotatesFrom } = planSecrets(secrets, { ...rules, ...asked }, day(today));
  return {
    newest: `${newest.number} until ${newest.endDate.slice(0, 10)}`,
    previous: previous?.number,
    made,
    removed: removed.map(({ secret, because }) => `${secret.number} ${because}`),
    rotatesFrom: rotatesFrom.toString(),
  };
}

describe("a run makes a key", () => {
  it("when there is none, whatever an earlier run made besides", () => {
    expect(planSecrets([], rules, day("2026-11-23"))).toEqual({
      newest: { number: 1, displayName: "ESIA key 1, made 2026-11-23", endDate: "2028-11-22T00:00:00Z" },
      made: "first",
      removed: [],
      rotatesFrom: day("2028-08-24"),
    });
  });

  it("when the newest has 90 days left, and keeps the old one", () => {
    expect(plan([first], {}, "2028-08-24")).toEqual({
      newest: "2 until 2030-08-23",
      previous: 1,
      made: "due",
      removed: [],
      rotatesFrom: "2030-05-25",
    });
  });

  it("when the newest has expired, and removes it", () => {
    expect(plan([first], {}, "2028-11-22")).toMatchObject({
      newest: "2 until 2030-11-21",
      made: "due",
      removed: ["1 expired"],
    });
  });

  it("when the operator asks for the next number, and keeps the old one", () => {
    expect(plan([first], { rotateTo: 2 }, "2027-01-01")).toMatchObject({
      newest: "2 until 2028-12-31",
      previous: 1,
      made: "asked",
      removed: [],
    });
  });

  it("and removes the leaked one in the same run, when the operator asks for both", () => {
    expect(plan([first], { rotateTo: 2, retireUpTo: 1 }, "2027-01-01")).toMatchObject({
      newest: "2 until 2028-12-31",
      previous: undefined,
      made: "asked",
      removed: ["1 retired"],
    });
  });

  it("with a number behind those that settings still name, when none is left", () => {
    expect(plan([], { rotateTo: 3, retireUpTo: 2 }, "2027-01-01")).toMatchObject({
      newest: "3 until 2028-12-31",
      removed: [],
    });
    expect(plan([], { retireUpTo: 2 }, "2027-01-01")).toMatchObject({ newest: "3 until 2028-12-31" });
  });
});

describe("a run makes no key", () => {
  it("when the newest has 91 days left", () => {
    expect(plan([first], {}, "2028-08-23")).toEqual({
      newest: "1 until 2028-11-22",
      previous: undefined,
      made: undefined,
      removed: [],
      rotatesFrom: "2028-08-24",
    });
  });

  it("when the asked number exists, or one above it", () => {
    expect(plan([first, second], { rotateTo: 2 }, "2028-09-01")).toMatchObject({ made: undefined, previous: 1 });
    expect(plan([first, second], { rotateTo: 1 }, "2028-09-01")).toMatchObject({ made: undefined, previous: 1 });
  });

  it("when secretMonths changes", () => {
    expect(plan([first], { secretMonths: 3 }, "2027-01-01")).toMatchObject({
      newest: "1 until 2028-11-22",
      made: undefined,
    });
  });

  it("in the first half of a short key's life, when secretMonths was raised since", () => {
    const short = held(1, "2026-11-23", "2026-12-22");
    expect(plan([short], { secretMonths: 24 }, "2026-12-07")).toMatchObject({
      made: undefined,
      rotatesFrom: "2026-12-08",
    });
  });
});

describe("a run removes a key", () => {
  it("when it is an older one and has expired", () => {
    expect(plan([first, second], {}, "2028-11-21")).toMatchObject({ previous: 1, removed: [] });
    expect(plan([first, second], {}, "2028-11-22")).toMatchObject({ previous: undefined, removed: ["1 expired"] });
  });

  it("when the operator retires it, and again has nothing to do when the setting stays", () => {
    expect(plan([first, second], { retireUpTo: 1 }, "2028-09-01")).toMatchObject({
      previous: undefined,
      removed: ["1 retired"],
    });
    expect(plan([second], { retireUpTo: 1 }, "2028-09-02")).toMatchObject({ made: undefined, removed: [] });
  });
});

describe("a run is refused", () => {
  it("when it would leave out a number", () => {
    expect(() => plan([first], { rotateTo: 3 }, "2027-01-01")).toThrow(
      "esia:rotateTo is 3, but the newest key is number 1, so the next one is 2. Run 'pulumi config set esia:rotateTo 2', then 'pulumi up'.",
    );
  });

  it("when it would remove the key in use", () => {
    expect(() => plan([first], { retireUpTo: 1 }, "2027-01-01")).toThrow(
      "esia:retireUpTo is 1, but key 1 is the newest, and ESIA needs it. To replace and remove it in one run: " +
        "'pulumi config set esia:rotateTo 2', 'pulumi config set esia:retireUpTo 1', 'pulumi up'.",
    );
  });

  it("when it would make a third working key", () => {
    expect(() => plan([first, second], { rotateTo: 3 }, "2028-09-01")).toThrow(
      "Keys 1 and 2 both still work, so key 3 would be a third one. When ESIA uses key 2, run " +
        "'pulumi config set esia:retireUpTo 1', then 'pulumi up'.",
    );
  });

  it("when the state already holds three working ones", () => {
    expect(() => plan([first, second, held(3, "2028-09-01", "2030-08-31")], {}, "2028-09-02")).toThrow("retireUpTo 1");
  });
});

describe("a new key", () => {
  it.each([
    ["2026-11-23", 24, "2028-11-22T00:00:00Z"],
    ["2027-01-31", 1, "2027-02-27T00:00:00Z"],
    ["2028-01-31", 1, "2028-02-28T00:00:00Z"],
    ["2026-08-31", 6, "2027-02-27T00:00:00Z"],
    ["2028-02-29", 12, "2029-02-27T00:00:00Z"],
    ["2026-12-01", 3, "2027-02-28T00:00:00Z"],
  ])("made on %s for %i months ends on %s, a day inside the maximum", (today, months, end) => {
    expect(secretEnd(day(today), months)).toBe(end);
  });

  it("can be renewed in the second half of even the shortest life that its months can have", () => {
    const shortest = (months: number) => {
      let least = Number.POSITIVE_INFINITY;
      for (let start = day("2027-01-01"); start.year < 2031; start = start.add({ days: 1 }))
        least = Math.min(least, start.until(secretEnd(start, months).slice(0, 10)).days);
      return least;
    };
    for (const months of [1, 2, 3, 6, 23, 24]) expect(mostDaysBefore(months)).toBe(Math.floor(shortest(months) / 2));
  });
});
