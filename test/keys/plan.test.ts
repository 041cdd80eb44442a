import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { mostDaysBefore, secretEnd } from "../../keys/dates.ts";
import { type Circumstances, planSecrets } from "../../keys/plan.ts";
import type { HeldSecret, SecretRules } from "../../keys/secret.ts";

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
function plan(secrets: HeldSecret[], asked: Partial<SecretRules>, today: string, circumstances: Circumstances = {}) {
  const planned = planSecrets(secrets, { ...rules, ...asked }, day(today), circumstances);
  const { newest, kept, older, made, removed, rotatesFrom } = planned;
  return {
    newest: `${newest.number} until ${newest.endDate.slice(0, 10)}`,
    kept: kept.map(({ number }) => number),
    older: older.map(({ number }) => number),
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
      kept: [],
      older: [],
      rotatesFrom: day("2028-08-24"),
      lifeDays: 730,
      notes: [],
    });
  });

  it("when the newest has 90 days left, and keeps the old one", () => {
    expect(plan([first], {}, "2028-08-24")).toEqual({
      newest: "2 until 2030-08-23",
      kept: [1],
      older: [1],
      made: "due",
      removed: [],
      rotatesFrom: "2030-05-25",
    });
  });

  it("when the newest has expired, and keeps it: a clock can be wrong", () => {
    expect(plan([first], {}, "2028-11-22")).toMatchObject({
      newest: "2 until 2030-11-21",
      made: "due",
      kept: [1],
      older: [],
      removed: [],
    });
  });

  it("when the operator asks for the next number, and keeps the old one", () => {
    expect(plan([first], { rotateTo: 2 }, "2027-01-01")).toMatchObject({
      newest: "2 until 2028-12-31",
      older: [1],
      made: "asked",
      removed: [],
    });
  });

  it("and removes the leaked one in the same run, when the operator asks for both", () => {
    expect(plan([first], { rotateTo: 2, retireUpTo: 1 }, "2027-01-01")).toMatchObject({
      newest: "2 until 2028-12-31",
      older: [],
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
    expect(plan([], { retireUpTo: 99 }, "2027-01-01")).toMatchObject({ newest: "100 until 2028-12-31" });
  });
});

describe("a run makes no key", () => {
  it("when the newest has 91 days left", () => {
    expect(plan([first], {}, "2028-08-23")).toEqual({
      newest: "1 until 2028-11-22",
      kept: [],
      older: [],
      made: undefined,
      removed: [],
      rotatesFrom: "2028-08-24",
    });
  });

  it("when the asked number exists, or one above it", () => {
    expect(plan([first, second], { rotateTo: 2 }, "2028-09-01")).toMatchObject({ made: undefined, older: [1] });
    expect(plan([first, second], { rotateTo: 1 }, "2028-09-01")).toMatchObject({ made: undefined, older: [1] });
  });

  it("when secretMonths changes", () => {
    expect(plan([first], { secretMonths: 3, rotateDaysBefore: 0 }, "2027-01-01")).toMatchObject({
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
  const third = held(3, "2028-09-01", "2030-08-31");

  it("when it has expired and two newer ones exist, in a run that makes none", () => {
    expect(plan([first, second], {}, "2028-11-22")).toMatchObject({ kept: [1], older: [], removed: [] });
    expect(plan([first, second, third], {}, "2028-11-21")).toMatchObject({ kept: [2, 1], older: [2, 1], removed: [] });
    expect(plan([first, second, third], {}, "2028-11-22")).toMatchObject({ kept: [2], removed: ["1 expired"] });
    expect(plan([first, second, third], {}, "2030-06-10")).toMatchObject({ made: "due", kept: [3, 2, 1], removed: [] });
  });

  it("when it has expired and the operator retires it", () => {
    expect(plan([first, second], { retireUpTo: 1 }, "2028-11-22")).toMatchObject({ kept: [], removed: ["1 retired"] });
  });

  it("that retireUpTo named in advance only after the run that replaces it, unless rotateTo asks for that one", () => {
    expect(plan([first], { retireUpTo: 1 }, "2028-08-24")).toMatchObject({ made: "due", older: [1], removed: [] });
    expect(plan([first, second], { retireUpTo: 1 }, "2028-08-25")).toMatchObject({ removed: ["1 retired"] });
    expect(plan([first], { retireUpTo: 1, rotateTo: 2 }, "2028-08-24")).toMatchObject({ removed: ["1 retired"] });
  });

  it("when the operator retires it, and again has nothing to do when the setting stays", () => {
    expect(plan([first, second], { retireUpTo: 1 }, "2028-09-01")).toMatchObject({
      older: [],
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

  it("when it would be renewed in the first half of the life that keys have now", () => {
    expect(() => plan([first], { secretMonths: 6, rotateDaysBefore: 100 }, "2027-01-01")).toThrow(
      "esia:rotateDaysBefore is 100, more than half the life of a key of 6 months: set it to 90 at most, or raise esia:secretMonths.",
    );
  });

  it("with the commands of its own stack", () => {
    const command = (words: string) => `'pulumi ${words} --stack fabrikam'`;
    expect(() => planSecrets([first], { ...rules, rotateTo: 3 }, day("2027-01-01"), { command })).toThrow(
      "Run 'pulumi config set esia:rotateTo 2 --stack fabrikam', then 'pulumi up --stack fabrikam'.",
    );
  });
});

describe("without a key, a setting far beyond every number", () => {
  it.each<[string, Partial<SecretRules>, string]>([
    [
      "retireUpTo",
      { retireUpTo: 9999 },
      "esia:retireUpTo is 9999, but the state holds no key of such a number. Run 'pulumi config rm esia:retireUpTo', then 'pulumi up'.",
    ],
    [
      "rotateTo",
      { rotateTo: 9999 },
      "esia:rotateTo is 9999, but the newest key is number 0, so the next one is 1. Run 'pulumi config set esia:rotateTo 1', then 'pulumi up'.",
    ],
  ])("is refused, so that numbers are left for what comes: %s", (_, asked, refusal) => {
    expect(() => plan([], asked, "2027-01-01")).toThrow(new Error(refusal));
  });

  it("is left aside where the key that was handed over is gone", () => {
    const { newest, made, notes } = planSecrets([], { ...rules, retireUpTo: 9999 }, day("2027-01-01"), {
      lastNumber: 2,
    });
    expect([newest.number, made]).toEqual([2, "lost"]);
    expect(notes.map(({ text }) => text)).toEqual([
      "Ignored, because key 2 must be made in this run: esia:retireUpTo is 9999, but the state holds no key of such a number. " +
        "Run 'pulumi config rm esia:retireUpTo', then 'pulumi up'.",
    ]);
  });
});

describe("a run that is due makes its key, and says what it ignores:", () => {
  const early = held(2, "2026-12-03", "2028-12-02");

  it.each<[string, HeldSecret[], Partial<SecretRules>, string, string, string | undefined]>([
    ["a third key, after one was asked for early in a key's life", [first, early], {}, "2028-09-03", "3", undefined],
    ["a third key that is asked for as well", [first, early], { rotateTo: 3 }, "2028-09-03", "3", undefined],
    [
      "a rotateTo above the next number",
      [first],
      { rotateTo: 5 },
      "2028-08-24",
      "2",
      "Ignored, because key 2 must be made in this run: esia:rotateTo is 5, but the newest key is number 1, so the next one is 2.",
    ],
    [
      "a retireUpTo at the newest",
      [first],
      { retireUpTo: 2 },
      "2028-08-24",
      "2",
      "Ignored, because key 2 must be made in this run: esia:retireUpTo is 2, but key 2 is the newest, and ESIA needs it.",
    ],
    [
      "a rotateDaysBefore above half of a later, shorter secretMonths",
      [first],
      { rotateDaysBefore: 100, secretMonths: 3 },
      "2028-08-24",
      "2",
      "Ignored, because key 2 must be made in this run: esia:rotateDaysBefore is 100, more than half the life of a key of 3 months",
    ],
  ])("%s", (_, secrets, asked, today, number, ignored) => {
    const { made, newest, removed, notes } = planSecrets(secrets, { ...rules, ...asked }, day(today));
    expect({ made, number: String(newest.number), removed }).toEqual({ made: "due", number, removed: [] });
    const said = notes.filter(({ id }) => id === "ask-ignored").map(({ text }) => text);
    expect(said).toHaveLength(ignored === undefined ? 0 : 1);
    expect(said.join()).toContain(ignored ?? "");
  });
});

describe("a key that the stack handed over and that is gone from Entra", () => {
  it("is made anew under its number, whatever else was asked for", () => {
    expect(plan([first], {}, "2027-01-01", { lastNumber: 2 })).toMatchObject({
      newest: "2 until 2028-12-31",
      made: "lost",
      older: [1],
      removed: [],
    });
    expect(plan([first], { retireUpTo: 7 }, "2027-01-01", { lastNumber: 3 })).toMatchObject({
      newest: "3 until 2028-12-31",
      made: "lost",
    });
    expect(plan([], {}, "2027-01-01", { lastNumber: 2 })).toMatchObject({ newest: "2 until 2028-12-31", made: "lost" });
  });

  it("never lowers a number", () => {
    expect(plan([first, second], { rotateTo: 3, retireUpTo: 1 }, "2028-09-01", { lastNumber: 1 })).toMatchObject({
      newest: "3 until 2030-08-31",
      made: "asked",
    });
  });
});

describe("a setting that asks for nothing says so:", () => {
  const notes = (secrets: HeldSecret[], asked: Partial<SecretRules>) =>
    planSecrets(secrets, { ...rules, ...asked }, day("2028-09-01")).notes.map(
      ({ severity, text }) => `${severity}: ${text}`,
    );

  it("rotateTo where that key is there, as when the recipe for a leak is pasted on a renewed stack", () => {
    expect(notes([second], { rotateTo: 2, retireUpTo: 1 })).toEqual([
      "warn: esia:rotateTo 2 asks for nothing: key 2 is there already, and this run makes none. To renew now: " +
        "'pulumi config set esia:rotateTo 3', then 'pulumi up'.",
      "info: esia:retireUpTo 1 asks for nothing: there is no key of a number up to 1 left.",
    ]);
  });

  it("and is silent where it did something, or is not set", () => {
    expect(notes([first, second], { retireUpTo: 1 })).toEqual([]);
    expect(notes([first, second], {})).toEqual([]);
  });

  it("says of another life that it counts for the next key, where the newest is known to have been made with this one", () => {
    const made = { ...second, madeOn: day("2028-08-25") };
    expect(notes([made], {})).toEqual([]);
    expect(notes([made], { secretMonths: 6, rotateDaysBefore: 0 })).toEqual([
      "info: esia:secretMonths 6 counts for the next key: key 2 keeps its end, 2030-08-24.",
    ]);
    // Renamed by hand, or made by hand: nothing is known.
    expect(notes([second], { secretMonths: 6, rotateDaysBefore: 0 })).toEqual([]);
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
