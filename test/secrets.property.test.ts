import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type HeldSecret, isLive, mostDaysBefore, planSecrets, type SecretPlan, type SecretRules } from "../secrets.ts";

type Day = Temporal.PlainDate;

/** What can happen to a stack, in the order it happens. */
type Event =
  | { kind: "days"; days: number }
  | { kind: "run"; diesAfter: number }
  | { kind: "settings"; rules: Partial<SecretRules> }
  | { kind: "rotate" }
  | { kind: "retire"; back: number }
  /** Somebody deletes a secret in the portal and runs `pulumi refresh`. */
  | { kind: "delete"; back: number };

const months = fc.constantFrom(1, 2, 3, 6, 12, 23, 24);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("days" as const), days: fc.integer({ min: 0, max: 120 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("run" as const), diesAfter: fc.constant(99) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("run" as const), diesAfter: fc.integer({ min: 0, max: 2 }) }) },
  {
    weight: 2,
    arbitrary: fc.tuple(months, fc.double({ min: 0, max: 1, noNaN: true })).map(([secretMonths, part]) => ({
      kind: "settings" as const,
      rules: { secretMonths, rotateDaysBefore: Math.floor(part * mostDaysBefore(secretMonths)) },
    })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "rotate" as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("retire" as const), back: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), back: fc.integer({ min: 0, max: 1 }) }) },
);
const history = fc.tuple(
  fc.integer({ min: 0, max: 1500 }).map((days) => Temporal.PlainDate.from("2026-11-23").add({ days })),
  fc.array(event, { maxLength: 40 }),
);

/** A stack as the engine would lead it: makes first, then removals; a run that dies has done only the first steps. */
class Stack {
  held: HeldSecret[] = [];
  rules: SecretRules = { secretMonths: 24, rotateDaysBefore: 90, rotateTo: 0, retireUpTo: 0 };
  today: Day;
  constructor(today: Day) {
    this.today = today;
  }

  plan(): SecretPlan | "refused" {
    try {
      return planSecrets(this.held, this.rules, this.today);
    } catch {
      return "refused";
    }
  }

  apply(plan: SecretPlan, diesAfter: number): void {
    const steps = [
      ...(plan.made ? [() => void this.held.push(this.make(plan))] : []),
      ...plan.removed.map(
        ({ secret }) =>
          () =>
            void this.held.splice(this.held.indexOf(secret), 1),
      ),
    ];
    for (const step of steps.slice(0, diesAfter)) step();
  }

  make({ newest: { number, endDate } }: SecretPlan): HeldSecret {
    const start = this.today.toZonedDateTime({ timeZone: "UTC", plainTime: "00:00:01" }).toInstant();
    return { number, keyId: `key-${number}`, start, end: Temporal.Instant.from(endDate) };
  }
}

/** Lives a history and hands each run to `check`, with what was held before it. */
function live(
  [start, events]: [Day, Event[]],
  check: (stack: Stack, plan: SecretPlan, before: HeldSecret[], whole: boolean) => void,
) {
  const stack = new Stack(start);
  for (const happening of events) {
    const newest = stack.held.at(-1)?.number ?? 0;
    switch (happening.kind) {
      case "days":
        stack.today = stack.today.add({ days: happening.days });
        break;
      case "settings":
        stack.rules = { ...stack.rules, ...happening.rules };
        break;
      case "rotate":
        stack.rules = { ...stack.rules, rotateTo: newest + 1 };
        break;
      case "retire":
        stack.rules = { ...stack.rules, retireUpTo: Math.max(0, newest - happening.back) };
        break;
      case "delete":
        stack.held.splice(-1 - happening.back, 1);
        break;
      case "run": {
        const plan = stack.plan();
        if (plan === "refused") break;
        const before = [...stack.held];
        stack.apply(plan, happening.diesAfter);
        check(stack, plan, before, happening.diesAfter === 99);
      }
    }
  }
}

const settings = { numRuns: 60 };

describe("over random histories of days, runs, failures, settings and deletions by hand", () => {
  it("a successful run leaves at least one working key", () => {
    fc.assert(
      fc.property(history, (story) =>
        live(story, (stack, _plan, _before, whole) => {
          if (whole) expect(stack.held.some((secret) => isLive(secret, stack.today))).toBe(true);
        }),
      ),
      settings,
    );
  });

  it("no working key is removed unasked", () => {
    fc.assert(
      fc.property(history, (story) =>
        live(story, (stack, _plan, before) => {
          for (const secret of before.filter((old) => isLive(old, stack.today) && !stack.held.includes(old)))
            expect(secret.number).toBeLessThanOrEqual(stack.rules.retireUpTo);
        }),
      ),
      settings,
    );
  });

  it("there are never three working keys, not even in the middle of a run", () => {
    fc.assert(
      fc.property(history, (story) =>
        live(story, (stack, plan, before) => {
          const kept = stack.rules.retireUpTo;
          const during = [...before, ...(plan.made ? [stack.make(plan)] : [])];
          const working = during.filter((secret) => isLive(secret, stack.today) && secret.number > kept);
          expect(working.length).toBeLessThanOrEqual(2);
          expect(
            stack.held.filter((secret) => isLive(secret, stack.today) && secret.number > kept).length,
          ).toBeLessThanOrEqual(2);
        }),
      ),
      settings,
    );
  });

  it("a second run on the same day has nothing to do", () => {
    fc.assert(
      fc.property(history, (story) =>
        live(story, (stack, _plan, _before, whole) => {
          if (!whole) return;
          const again = stack.plan();
          expect(again).not.toBe("refused");
          if (again !== "refused")
            expect({ made: again.made, removed: again.removed }).toEqual({ made: undefined, removed: [] });
        }),
      ),
      settings,
    );
  });

  it("a new key's number is above every one the state holds", () => {
    fc.assert(
      fc.property(history, (story) =>
        live(story, (_stack, plan, before) => {
          if (plan.made) for (const { number } of before) expect(plan.newest.number).toBeGreaterThan(number);
        }),
      ),
      settings,
    );
  });

  it("every new key ends inside its maximum, and none that exists gets another end", () => {
    fc.assert(
      fc.property(history, (story) =>
        live(story, (stack, plan, before) => {
          const { secretMonths } = stack.rules;
          const end = Temporal.Instant.from(plan.newest.endDate);
          const most = stack.today.add({ months: secretMonths }).toZonedDateTime("UTC").toInstant();
          if (plan.made) expect(Temporal.Instant.compare(end, most)).toBe(-1);
          else expect(plan.newest.endDate).toBe(before.at(-1)?.end.toString());
        }),
      ),
      settings,
    );
  });

  it("taking rotateTo or retireUpTo back neither makes nor removes a key", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), (story, less, lesser) =>
        live(story, (stack, _plan, _before, whole) => {
          if (!whole) return;
          const { rotateTo, retireUpTo } = stack.rules;
          const lowered = {
            ...stack.rules,
            rotateTo: Math.max(0, rotateTo - less),
            retireUpTo: Math.max(0, retireUpTo - lesser),
          };
          const plan = planSecrets(stack.held, lowered, stack.today);
          expect({ made: plan.made, removed: plan.removed }).toEqual({ made: undefined, removed: [] });
        }),
      ),
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
      const rotateDaysBefore = Math.min(90, mostDaysBefore(secretMonths));
      for (let day = 0; day < 1461; day += 1) {
        const stack = new Stack(Temporal.PlainDate.from("2027-01-01").add({ days: day }));
        stack.rules = { ...stack.rules, secretMonths, rotateDaysBefore };
        const first = planSecrets([], stack.rules, stack.today);
        stack.apply(first, 99);
        // The worst case: the run before came a day too early to renew.
        stack.today = first.rotatesFrom.add({ days: every - 1 });
        const renewal = planSecrets(stack.held, stack.rules, stack.today);
        expect(renewal.made).toBe("due");
        const ends = Temporal.PlainDate.from(renewal.previous?.endDate.slice(0, 10) ?? "1970-01-01");
        expect(stack.today.until(ends).days).toBeGreaterThanOrEqual(overlap);
        // The best case for overlap is the worst for a third key: the renewal came on its first day.
        stack.today = first.rotatesFrom;
        const early = planSecrets(stack.held, stack.rules, stack.today);
        expect(Temporal.PlainDate.compare(early.rotatesFrom, ends)).toBeGreaterThanOrEqual(0);
      }
    },
  );
});
