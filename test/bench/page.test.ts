import { describe, expect, it } from "vitest";
import { type Measured, STEPS } from "../../bench/life.ts";
import { type Benched, page } from "../../bench/page.ts";
import { figures } from "../../bench/statistics.ts";

const took = (wall: number, requests = 10): Measured => ({ wall, cpu: wall / 2, memory: 300, requests });
const life = (wall: number) =>
  Object.fromEntries(STEPS.map((step) => [step, took(wall)])) as Record<(typeof STEPS)[number], Measured>;

describe("what was measured", () => {
  it.each([
    [[3], { median: 3, least: 3, most: 3 }],
    [[9, 1, 2], { median: 2, least: 1, most: 9 }],
    [[4, 1, 2, 9], { median: 3, least: 1, most: 9 }],
  ])("%j has a middle and ends", (values, expected) => {
    expect(figures(values)).toEqual(expected);
  });

  it("is nothing where nothing was", () => {
    expect(() => figures([])).toThrow("Nothing was measured.");
  });

  it("stands in tables beside the floor, with who served, and the chain of waits by what latency adds", () => {
    const benched = (slow: number): Benched => ({
      served: "Engine: Pulumi 3.259.0 (from PATH); azuread: 6.9.1 from PATH.",
      machine: "2 processors.",
      day: "2026-11-25",
      lives: new Map([
        [0, [life(1), life(3), life(2)]],
        [60, [life(slow), life(slow), life(slow)]],
      ]),
      empty: [took(1)],
      fleet: [{ stacks: 500, wall: 40, cpu: 76, memory: undefined, bytes: 36_000 }],
    });
    const [text, tooBusy] = [page(benched(2.6)), page(benched(9))];
    expect(text).toContain(
      "Written by `npm run bench` on 2026-11-25. Engine: Pulumi 3.259.0 (from PATH); azuread: 6.9.1 from PATH.",
    );
    expect(text).toContain("Each figure is the median of 3 runs");
    expect(text).toContain("| nothing to do | 2.00 (1.00 to 3.00) | 1.00 (0.50 to 1.50) | 300 | 10 | 2.0 |");
    expect(text).toContain("an answer add: create 10, nothing to do 10,");
    expect(tooBusy).toContain("an answer add: create not told (this machine was busy),");
    expect(text).toContain("| 500 | 40.00 | 76.00 | not told |");
    expect(text).toContain("the state of a stack with two keys is 36 kB.");
  });
});
