import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { isLive, mostDaysBefore } from "../../keys/dates.ts";
import { planSecrets } from "../../keys/plan.ts";
import { howOften } from "../../next-steps.ts";
import { history, live, type Run, StackLife, scheduled, WHOLE } from "./stack-life.ts";

const settings = { numRuns: 150 };

/** Judges each run of random histories. */
const always = (check: (stack: StackLife, run: Run) => void) =>
  fc.assert(
    fc.property(history, (story) => void live(story, check)),
    settings,
  );

describe("over random histories of days, runs, failures, settings, deletions by hand and wrong clocks", () => {
  it("every run that is due makes a key, whatever else was asked for, and no other refusal goes uncounted", () => {
    let refused = 0;
    fc.assert(
      fc.property(history, (story) => {
        // `live` throws when a run that is due is refused for anything but the clock.
        const stack = live(story, (_, { plan, before, machine }) => {
          if (plan.made === "due") expect(before.length).toBeGreaterThan(0);
          expect(isLive({ end: Temporal.Instant.from(plan.newest.endDate) }, machine)).toBe(true);
        });
        refused += stack.refused.asked;
      }),
      settings,
    );
    expect(refused).toBeGreaterThan(0);
  });

  it("no working key is removed unasked; one that a wrong clock takes for expired only when two newer ones exist", () => {
    always((stack, { before, plan }) => {
      const gone = before.filter((old) => !stack.held.includes(old));
      for (const secret of gone.filter((old) => isLive(old, stack.today))) {
        const newer = before.filter(({ number }) => number > secret.number);
        if (secret.number > stack.rules.retireUpTo) expect(newer.length).toBeGreaterThanOrEqual(2);
      }
      // Never its predecessor, unless this key was asked for by its number.
      if (plan.made && stack.rules.rotateTo !== plan.newest.number) expect(gone).toEqual([]);
    });
  });

  it("nobody asks for a third working key and gets it", () => {
    always((_, { plan }) => {
      if (plan.made === "asked") expect(plan.older.length).toBeLessThanOrEqual(1);
    });
  });

  it("a second run on the same day has nothing to do, but for keys that a run which made one left standing", () => {
    always((stack, { whole, plan, machine }) => {
      if (!whole || !machine.equals(stack.today)) return;
      const { rules } = stack;
      const rotateDaysBefore = Math.min(rules.rotateDaysBefore, mostDaysBefore(rules.secretMonths));
      const lowered = { ...rules, rotateTo: 0, retireUpTo: 0, rotateDaysBefore };
      const again = planSecrets(stack.held, lowered, machine, { lastNumber: stack.lastNumber });
      expect(again.made).toBeUndefined();
      if (plan.made === undefined) expect(again.removed).toEqual([]);
    });
  });

  it("a new key's number is above every one the state holds, and at least what the outputs name", () => {
    always((_, { plan, before }) => {
      if (plan.made) for (const { number } of before) expect(plan.newest.number).toBeGreaterThan(number);
    });
  });

  it("every new key ends inside its maximum, and none that exists gets another end", () => {
    always((stack, { plan, before, machine }) => {
      const end = Temporal.Instant.from(plan.newest.endDate);
      const most = machine.add({ months: stack.rules.secretMonths }).toZonedDateTime("UTC").toInstant();
      if (plan.made) expect(Temporal.Instant.compare(end, most)).toBe(-1);
      else expect(plan.newest.endDate).toBe(before.at(-1)?.end.toString());
    });
  });
});

it("whoever types each key by the date that was asked for is never blind while something is asked of him, however late runs are", () => {
  fc.assert(
    fc.property(history, (story) => {
      const deletes = story[1].some(({ kind }) => kind === "delete" || kind === "retire");
      if (!deletes) expect(live(story).blind.filter(({ asked }) => asked)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

describe("a person who types each key by the date that the run asked for", () => {
  it("has a working key in ESIA on every day, with runs at the README's interval", () => {
    fc.assert(
      fc.property(scheduled, (story) => {
        const stack = live(story);
        expect(stack.blind).toEqual([]);
        if (stack.typed) expect(isLive(stack.typed, stack.today)).toBe(true);
      }),
      settings,
    );
  });
});

describe("runs on schedule, over every day of four years on which a key can be made", () => {
  it.each([
    { months: 24, every: 31, overlap: 60 },
    { months: 12, every: 31, overlap: 60 },
    { months: 6, every: 31, overlap: 60 },
    { months: 5, every: 14, overlap: 61 },
    { months: 4, every: 14, overlap: 46 },
    { months: 3, every: 14, overlap: 31 },
    { months: 2, every: 7, overlap: 23 },
    { months: 1, every: 7, overlap: 7 },
  ])(
    "keys of $months months, a run every $every days: the old one works $overlap days or more beside the new one, and has ended when the next is due",
    ({ months: secretMonths, every, overlap }) => {
      for (let day = 0; day < 1461; day += 1) {
        const stack = new StackLife(Temporal.PlainDate.from("2027-01-01").add({ days: day }));
        stack.rules = { ...stack.rules, secretMonths };
        const first = planSecrets([], stack.rules, stack.today);
        expect({ "once a month": 31, "every two weeks": 14, "every week": 7 }[howOften(first.lifeDays)]).toBe(every);
        stack.run(first, WHOLE);
        // The worst case: the run before came a day too early to renew.
        stack.today = first.rotatesFrom.add({ days: every - 1 });
        const renewal = planSecrets(stack.held, stack.rules, stack.today);
        expect(renewal.made).toBe("due");
        const ends = Temporal.PlainDate.from(renewal.older[0]?.endDate.slice(0, 10) ?? "1970-01-01");
        expect(stack.today.until(ends).days).toBeGreaterThanOrEqual(overlap);
        // The best case for overlap is the worst for a third key: the renewal came on its first day.
        stack.today = first.rotatesFrom;
        const early = planSecrets(stack.held, stack.rules, stack.today);
        expect(Temporal.PlainDate.compare(early.rotatesFrom, ends)).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it("no key is renewed earlier than half of the shortest life that its months can have", () => {
    for (const months of [1, 2, 3, 6, 23, 24]) expect(mostDaysBefore(months)).toBeLessThanOrEqual((months * 31) / 2);
  });
});
