/**
 * Five years of a stack that runs on schedule, of ESIA, which signs in once a day with the key it holds, of the person who
 * types keys in late or never, of Entra's report of sign-ins, and of a daily verify by the stack's newest key.
 */
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import type { Row } from "../../commands/rows/report.ts";
import { ownKeyRows } from "../../commands/verify/own-keys.ts";
import type { Target } from "../../commands/verify/target.ts";
import { type Day, dayOf, startOf } from "../../keys/dates.ts";
import { displayName } from "../../keys/display-name.ts";
import type { HeldSecret } from "../../keys/secret.ts";
import type { Reader } from "../../microsoft/client.ts";
import { refused } from "../../microsoft/failure.ts";
import { StackLife, WHOLE } from "./stack-life.ts";

const FIVE_YEARS = 5 * 365;
export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days before the end of ESIA's key by which there has to be an alarm. */
export const IN_TIME = 14;

export type Report =
  | "empty"
  | "refused"
  /** @param late hours of which it does not know yet @param leavesOut, untimed keys, counted back from the newest, 0 */
  | { late: number; leavesOut: number | undefined; untimed: number | undefined };

export interface Story {
  start: Day;
  secretMonths: number;
  /** What becomes of each renewal, over and over: typed after days or never; the newest key then, or the one noted then. */
  typing: { after: number | "never"; noted: boolean }[];
  /** Hours (UTC), over and over, of what happens once a day. */
  hours: { types: number; esia: number; verify: number }[];
  /** Over and over, for so many days each. */
  reports: { days: number; report: Report }[];
  /** Whether Entra shows the same first characters of all keys. */
  alike: boolean;
}

const hour = fc.integer({ min: 0, max: 23 });
const back = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 2 });
const whole = fc.integer({ min: 0, max: 72 }).map((late) => ({ late, leavesOut: undefined, untimed: undefined }));
const report: fc.Arbitrary<Report> = fc.oneof(
  { weight: 6, arbitrary: whole },
  {
    weight: 2,
    arbitrary: fc.record({ late: fc.integer({ min: 0, max: 72 }), leavesOut: back, untimed: back }),
  },
  { weight: 1, arbitrary: fc.constantFrom("empty" as const, "refused" as const) },
);
const list = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 6 });
const after = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 400 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 90 }) },
  { weight: 2, arbitrary: fc.constant("never" as const) },
);

export const story: fc.Arbitrary<Story> = fc.record({
  start: fc.integer({ min: 0, max: 1500 }).map((days) => Temporal.PlainDate.from("2026-11-23").add({ days })),
  secretMonths: fc.constantFrom(1, 2, 3, 5, 6, 12, 23, 24),
  typing: list(fc.record({ after, noted: fc.boolean() })),
  hours: list(fc.record({ types: hour, esia: hour, verify: hour })),
  reports: list(fc.record({ days: fc.integer({ min: 1, max: 40 }), report })),
  alike: fc.boolean(),
});

/** One day's look at the keys, by both ways in which verify can be run. */
export interface Look {
  /** Milliseconds since 1970, as are all times here. */
  now: number;
  /** The key in ESIA, which works, and when it was typed in. */
  esia: { key: HeldSecret; since: number };
  newest: HeldSecret;
  report: Report;
  /** What verify --stack says. */
  byStack: () => Promise<Row[]>;
  /** What verify says of ESIA's own three values. It leaves no sign-in here: that could only hide mistakes. */
  byEsia: () => Promise<Row[]>;
}

/** @param judge is shown each look on days on which two keys work, or ESIA's one nears its end */
export async function live(story: Story, judge: (look: Look) => Promise<void>): Promise<void> {
  const { start, typing, hours, reports } = story;
  const stack = new StackLife(start);
  stack.rules = { ...stack.rules, secretMonths: story.secretMonths };
  const shown = reports.flatMap(({ days, report }) => Array.from({ length: days }, () => report));
  const signIns: SignIns = new Map();
  let esia: { key: HeldSecret; since: number } | undefined;
  let toType: { on: number; noted: HeldSecret | undefined }[] = [];
  let renewals = 0;

  for (let day = 0, nextRun = 0; day < FIVE_YEARS; day += 1) {
    const midnight = startOf(start).epochMilliseconds + day * DAY;
    if (day === nextRun) {
      stack.today = start.add({ days: day });
      const plan = stack.plan();
      if (plan === "refused") throw new Error(`the run of ${stack.today} was refused`);
      stack.run(plan, WHOLE);
      nextRun = day + stack.untilNextRun();
      const { after, noted } = plan.made === "due" ? at(typing, renewals++) : { after: 0, noted: true };
      if (plan.made && after !== "never")
        toType.push({ on: day + after, noted: noted ? stack.held.at(-1) : undefined });
    }
    const newest = stack.held.at(-1) as HeldSecret;
    const times = at(hours, day);
    const working = stack.held.filter(({ end }) => end.epochMilliseconds > midnight);
    for (const hour of new Set([times.types, times.esia, times.verify].sort((one, other) => one - other))) {
      const now = midnight + hour * HOUR + 60_000;
      if (hour === times.types) {
        const last = toType.findLast(({ on }) => on === day);
        if (last) esia = { key: last.noted ?? newest, since: now };
        toType = toType.filter(({ on }) => on > day);
      }
      const works = esia !== undefined && working.includes(esia.key);
      if (hour === times.esia && esia && works) record(signIns, esia.key, now);
      if (hour !== times.verify) continue;
      record(signIns, newest, now);
      if (!esia || !works || (working.length === 1 && daysLeft(esia.key, now) > IN_TIME)) continue;
      const report = at(shown, day);
      const look = entra({ held: stack.held, report, signIns, now, alike: story.alike });
      const { key } = esia;
      await judge({
        now,
        esia,
        newest,
        report,
        byStack: () => look(newest, "test"),
        byEsia: () => look(key, undefined),
      });
    }
  }
}

export function daysLeft({ end }: HeldSecret, now: number): number {
  return Math.floor(end.epochMilliseconds / DAY) - Math.floor(now / DAY);
}

/** Times of the last sign-ins with each key, by its id. */
type SignIns = Map<string, number[]>;

function record(signIns: SignIns, { keyId }: HeldSecret, now: number): void {
  // The oldest that a report may still end with is three days back; two sign-ins a day.
  signIns.set(keyId, [...(signIns.get(keyId) ?? []).slice(-12), now]);
}

function at<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item;
}

const ROLES = ["Application.Read.All", "Directory.Read.All"];
const NOBODY = async () => {
  throw new Error("Nobody asks for this.");
};

interface Shown {
  held: readonly HeldSecret[];
  report: Report;
  signIns: SignIns;
  now: number;
  alike: boolean;
}

/** What Graph shows at a moment, as verify looks at it with a key: the stack's, or one that a person gives. */
function entra(shown: Shown): (key: HeldSecret, stack: string | undefined) => Promise<Row[]> {
  const { held, now, alike } = shown;
  const value = ({ number }: HeldSecret) => `${alike ? "a" : String.fromCharCode(97 + (number % 26))}8Q~${number}`;
  const passwordCredentials = held.map((key) => ({
    keyId: key.keyId,
    displayName: displayName(key.number, dayOf(key.start)),
    hint: value(key).slice(0, 3),
    startDateTime: key.start.toString(),
    endDateTime: key.end.toString(),
  }));
  const graph: Reader = { get: async () => ({ passwordCredentials }) as never, list: NOBODY, beginning: NOBODY };
  const once: Reader = { get: NOBODY, list: async () => lines(shown) as never, beginning: NOBODY };
  const date = ({ epochMilliseconds }: Temporal.Instant) => new Date(epochMilliseconds);
  return (key, stack) => {
    const state = { number: key.number, keyId: key.keyId, made: date(key.start), end: date(key.end) };
    const values = { tenantId: "t", clientId: "c", clientSecret: value(key) };
    const target = { values, stack, older: false, held: stack === undefined ? undefined : state } as Target;
    const today = new Date(now);
    return ownKeyRows({ target, endpoints: { reports: true }, granted: ROLES, graph, once, today, warnDays: 60 });
  };
}

/** The report's lines, in Graph's form. */
function lines({ held, report, signIns, now }: Shown): object[] {
  if (report === "refused") throw refused("graph.microsoft.com", 403, "");
  if (report === "empty") return [];
  const [leftOut, untimed] = [report.leavesOut, report.untimed].map((back) =>
    back === undefined ? undefined : held.at(-1 - back),
  );
  return held
    .filter((key) => key !== leftOut)
    .flatMap((key) => {
      const last = signIns.get(key.keyId)?.findLast((one) => one <= now - report.late * HOUR);
      if (last === undefined) return [];
      const lastSignInDateTime = key === untimed ? null : new Date(last).toISOString();
      return [{ keyId: key.keyId, signInActivity: { lastSignInDateTime } }];
    });
}
