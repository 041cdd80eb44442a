/**
 * Runs cut off at each request boundary, as by a power cut: engine, program and plugins die at once. FAULT_KILLS of the
 * points are tried, spread over each step (default 12 in all), or "all". KILL_AT="STEP NUMBER before|after" tries one.
 */
import { afterAll, describe, expect, it } from "vitest";
import { before, killedAt, type Point, points } from "./killed.ts";
import type { Doing } from "./plan.ts";

/** Each step, what was done before it, and how many of twelve points are its. */
const STEPS: readonly { doing: Doing; after: readonly Doing[]; of12: number }[] = [
  { doing: "create", after: [], of12: 4 },
  { doing: "rotate", after: ["create"], of12: 2 },
  { doing: "retire", after: ["create", "rotate"], of12: 2 },
  { doing: "show names", after: ["create"], of12: 2 },
  { doing: "hide names", after: ["create", "show names"], of12: 1 },
  { doing: "destroy", after: ["create", "show names"], of12: 1 },
];
const { FAULT_KILLS = "12", KILL_AT } = process.env;
const AT_ONCE = 4;
const needed: Record<string, number> = {};
let tried = 0;

describe("a run cut off at any request reaches what is wanted by what is printed, and loses no working key", () => {
  it.each(STEPS)("$doing", async ({ doing, after, of12 }) => {
    const [wantedStep] = KILL_AT?.split(/ (?=\d)/) ?? [];
    if (wantedStep !== undefined && wantedStep !== doing) return;
    const from = await before(after);
    try {
      const chosen = choose(await points(from, doing), doing, of12);
      expect(chosen, KILL_AT ? `${KILL_AT} is no point of this step` : "").not.toEqual([]);
      const failures: string[] = [];
      const left = [...chosen];
      let done = 0;
      console.log(`${doing}: ${chosen.length} points.`);
      const worker = async () => {
        for (let point = left.shift(); point; point = left.shift()) {
          const { at, when, what } = point;
          try {
            for (const [kind, count] of Object.entries(await killedAt(from, doing, point))) {
              needed[kind] = (needed[kind] ?? 0) + count;
            }
          } catch (failed) {
            const again = `Again: KILL_AT="${doing} ${at} ${when}" npm run test:faults -- kills`;
            const failure = `${doing}, ${when} request ${at} (${what}):\n${(failed as Error).message}\n${again}`;
            failures.push(failure);
            // At once: all of them take an hour.
            console.log(failure);
          }
          done += 1;
          console.log(
            `${doing}, ${when} request ${at}, ${what} (${done} of ${chosen.length}, ${failures.length} failed).`,
          );
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      tried += chosen.length;
      expect(failures.join("\n\n")).toBe("");
    } finally {
      from.drop();
    }
  });
});

function choose(all: readonly Point[], doing: Doing, of12: number): readonly Point[] {
  if (KILL_AT) return all.filter(({ at, when }) => `${doing} ${at} ${when}` === KILL_AT);
  if (FAULT_KILLS === "all") return all;
  const count = Math.max(1, Math.round((Number(FAULT_KILLS) * of12) / 12));
  // By turns after a change, which is done and not known of, and before a request; there are far more of these.
  const chosen = Array.from({ length: count }, (_, one) => {
    const pool = all.filter(({ when }) => when === (one % 2 === 0 ? "after" : "before"));
    return pool[Math.floor(((one + 0.5) * pool.length) / count)] as Point;
  });
  return [...new Set(chosen)];
}

afterAll(() => {
  const kinds = Object.entries(needed).sort(([, one], [, other]) => other - one);
  console.log(
    `Cut off at ${tried} points. Recovered by: ${kinds.map(([what, count]) => `${what} ${count}`).join(", ") || "a run"}.`,
  );
});
