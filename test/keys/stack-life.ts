/** A stack's keys over random years: runs on time, late or killed, settings, deletions by hand, a wrong clock, and the person who types. */
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { type Day, dayOf, isLive, mostDaysBefore, rotatesFrom } from "../../keys/dates.ts";
import { planSecrets, type SecretPlan } from "../../keys/plan.ts";
import type { HeldSecret, SecretRules } from "../../keys/secret.ts";
import { howOften } from "../../next-steps.ts";

const INTERVAL = { "once a month": 31, "every two weeks": 14, "every week": 7 };
/** Steps of a run that nobody kills. */
export const WHOLE = 99;

/** What can happen, in the order it happens. */
export type Event =
  | { kind: "days"; days: number }
  /** The next run at the README's interval. */
  | { kind: "scheduled" }
  /** @param clock days that the machine is ahead of the world */
  | { kind: "run"; diesAfter: number; clock: number }
  | { kind: "settings"; rules: Partial<SecretRules> }
  | { kind: "rotate"; ahead: number }
  | { kind: "retire"; back: number }
  /** Somebody deletes a secret in the portal and runs `pulumi refresh`. */
  | { kind: "delete"; back: number };

const months = fc.constantFrom(1, 2, 3, 5, 6, 12, 23, 24);
const whole = { kind: "run" as const, diesAfter: WHOLE, clock: 0 };
/** Other lives for new keys. @param least how much of the usual time there is at least for a renewal */
const lives = (least: number): fc.Arbitrary<Event> =>
  fc
    .tuple(months, fc.oneof(fc.constant(0), fc.double({ min: least, max: 1.3, noNaN: true })))
    .map(([secretMonths, part]) => ({
      kind: "settings" as const,
      rules: { secretMonths, rotateDaysBefore: Math.ceil(part * Math.max(90, mostDaysBefore(secretMonths))) },
    }));
const rotate = fc.record({ kind: fc.constant("rotate" as const), ahead: fc.integer({ min: 0, max: 3 }) });
const retire = fc.record({ kind: fc.constant("retire" as const), back: fc.integer({ min: -2, max: 2 }) });

/** Anything, in any order. */
const anything: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("days" as const), days: fc.integer({ min: 0, max: 120 }) }) },
  { weight: 8, arbitrary: fc.constant(whole) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 }).map((diesAfter) => ({ ...whole, diesAfter })) },
  { weight: 2, arbitrary: fc.integer({ min: -40, max: 900 }).map((clock) => ({ ...whole, clock })) },
  { weight: 2, arbitrary: lives(0) },
  { weight: 2, arbitrary: rotate },
  { weight: 2, arbitrary: retire },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), back: fc.integer({ min: 0, max: 1 }) }) },
);
/** A schedule that is kept; between its runs somebody runs by hand, is killed, has a wrong clock, or changes settings. */
const onSchedule: fc.Arbitrary<Event> = fc.oneof(
  { weight: 14, arbitrary: fc.constant({ kind: "scheduled" as const }) },
  { weight: 1, arbitrary: fc.constant(whole) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }).map((diesAfter) => ({ ...whole, diesAfter })) },
  { weight: 1, arbitrary: fc.integer({ min: -40, max: 900 }).map((clock) => ({ ...whole, clock })) },
  { weight: 1, arbitrary: lives(1) },
  { weight: 1, arbitrary: rotate },
);
const start = fc.integer({ min: 0, max: 1500 }).map((days) => Temporal.PlainDate.from("2026-11-23").add({ days }));
/** How long a person waits with typing, as a part of the time there is. */
const patience = fc.double({ min: 0, max: 1, noNaN: true });
export const history = fc.tuple(start, fc.array(anything, { maxLength: 40 }), patience);
export const scheduled = fc.tuple(start, fc.array(onSchedule, { maxLength: 60 }), patience);

/** A run as it went, for a test to judge. */
export interface Run {
  plan: SecretPlan;
  /** What the state held before it. */
  before: HeldSecret[];
  whole: boolean;
  /** The machine's day. */
  machine: Day;
}

/** A stack as the engine would lead it: makes first, then removals; a run that dies has done only the first steps. */
export class StackLife {
  held: HeldSecret[] = [];
  rules: SecretRules = { secretMonths: 24, rotateDaysBefore: 0, rotateTo: 0, retireUpTo: 0 };
  /** What the outputs name: only a whole run writes them. */
  lastNumber = 0;
  /** The key in ESIA. */
  typed: HeldSecret | undefined;
  /** The days on which the key in ESIA did not work, and whether a run had asked in time for another one. */
  readonly blind: { day: string; asked: boolean }[] = [];
  readonly refused = { asked: 0, clock: 0 };
  today: Day;
  readonly #patience: number;
  #asked: { secret: HeldSecret; on: Day; before: Day } | undefined;
  #lastRun: Day;

  constructor(today: Day, patience = 0) {
    this.today = today;
    this.#lastRun = today;
    this.#patience = patience;
  }

  /** Lets days pass, the person typing meanwhile what is asked for, at last on the day before the date that was said. */
  pass(days: number): void {
    for (let day = 0; day < days; day += 1) {
      this.#type();
      this.today = this.today.add({ days: 1 });
      this.#type();
      const { typed } = this;
      if (typed === undefined || (this.held.includes(typed) && isLive(typed, this.today))) continue;
      this.blind.push({ day: this.today.toString(), asked: this.#asked !== undefined });
    }
  }

  #type(): void {
    if (!this.#asked) return;
    const { secret, on, before } = this.#asked;
    const wait = Math.max(0, Math.floor(this.#patience * (on.until(before).days - 1)));
    if (Temporal.PlainDate.compare(this.today, on.add({ days: wait })) < 0) return;
    this.typed = secret;
    this.#asked = undefined;
  }

  /** The days until the next run, by what the last one said of the key's life. */
  untilNextRun(): number {
    const newest = this.held.at(-1);
    if (!newest) return 0;
    const next = this.#lastRun.add({ days: INTERVAL[howOften(dayOf(newest.start).until(dayOf(newest.end)).days)] });
    return Math.max(0, this.today.until(next).days);
  }

  /** @param clock days that the machine is ahead */
  plan(clock = 0): SecretPlan | "refused" {
    const machine = this.today.add({ days: clock });
    const start = this.held.at(-1)?.start;
    if (start && Temporal.PlainDate.compare(dayOf(start), machine.add({ days: 1 })) > 0) {
      this.refused.clock += 1;
      return "refused";
    }
    try {
      return planSecrets(this.held, this.rules, machine, { lastNumber: this.lastNumber });
    } catch {
      this.refused.asked += 1;
      return "refused";
    }
  }

  /** Whether a key must be made, whatever else is asked for. */
  isDue(clock = 0): boolean {
    const newest = this.held.at(-1);
    if (this.lastNumber > (newest?.number ?? 0)) return true;
    const machine = this.today.add({ days: clock });
    return newest !== undefined && Temporal.PlainDate.compare(machine, rotatesFrom(newest, this.rules)) >= 0;
  }

  run(plan: SecretPlan, diesAfter: number, clock = 0): void {
    const made = plan.made && this.#make(plan);
    const steps = [
      ...(made ? [() => void this.held.push(made)] : []),
      ...plan.removed.map(
        ({ secret }) =>
          () =>
            void this.held.splice(this.held.indexOf(secret), 1),
      ),
    ];
    for (const step of steps.slice(0, diesAfter)) step();
    if (diesAfter < WHOLE) return;
    if (clock === 0) this.#lastRun = this.today;
    this.lastNumber = plan.newest.number;
    const newest = this.held.at(-1) as HeldSecret;
    if (this.typed === newest || this.#asked?.secret === newest) return;
    // What the run says: the end of the first of the older keys, or now.
    const ends = plan.older.map(({ end }) => dayOf(end).toString()).sort();
    const cutOff = plan.removed.length > 0 && made !== undefined;
    const before = cutOff || !ends[0] || plan.made === "lost" ? this.today : Temporal.PlainDate.from(ends[0]);
    this.#asked = { secret: newest, on: this.today, before };
    this.#type();
  }

  #make({ newest: { number, endDate } }: SecretPlan): HeldSecret {
    const start = this.today.toZonedDateTime({ timeZone: "UTC", plainTime: "00:00:01" }).toInstant();
    return { number, keyId: `key-${number}-${this.today}`, start, end: Temporal.Instant.from(endDate) };
  }
}

/** Lives a history and hands each run to `check`. */
export function live(
  [start, events, patience]: [Day, Event[], number],
  check: (stack: StackLife, run: Run) => void = () => {},
): StackLife {
  const stack = new StackLife(start, patience);
  const runNow = (diesAfter: number, clock: number) => {
    const due = stack.isDue(clock);
    const clocked = stack.refused.clock;
    const plan = stack.plan(clock);
    if (plan === "refused") {
      if (due && stack.refused.clock === clocked) throw new Error(`a due key was refused on ${stack.today}`);
      return;
    }
    const before = [...stack.held];
    stack.run(plan, diesAfter, clock);
    check(stack, { plan, before, whole: diesAfter === WHOLE, machine: stack.today.add({ days: clock }) });
  };
  for (const happening of events) {
    const newest = stack.held.at(-1)?.number ?? 0;
    switch (happening.kind) {
      case "days":
        stack.pass(happening.days);
        break;
      case "scheduled":
        stack.pass(stack.untilNextRun());
        runNow(WHOLE, 0);
        break;
      case "settings":
        stack.rules = { ...stack.rules, ...happening.rules };
        break;
      case "rotate":
        stack.rules = { ...stack.rules, rotateTo: newest + happening.ahead };
        break;
      case "retire":
        stack.rules = { ...stack.rules, retireUpTo: Math.max(0, newest - happening.back) };
        break;
      case "delete":
        stack.held.splice(-1 - happening.back, 1);
        break;
      case "run":
        runNow(happening.diesAfter, happening.clock);
    }
  }
  return stack;
}
