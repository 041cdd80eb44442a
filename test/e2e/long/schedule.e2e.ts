import { describe, expect, it } from "vitest";
import { to, withStack, workingKeys } from "../../support/days.ts";
import { GRAPH_ROOT, type ThreeValues } from "../../support/esia.ts";
import type { TestStack } from "../../support/stack.ts";

/** A person who types a new key into ESIA some days after it was made. */
class Typist {
  typed: ThreeValues;
  waiting: { values: ThreeValues; day: number } | undefined;
  constructor(typed: ThreeValues) {
    this.typed = typed;
  }

  hears(values: ThreeValues, today: number, delay: number): void {
    if (values.key !== (this.waiting?.values ?? this.typed).key) this.waiting = { values, day: today + delay };
  }

  worksOn(day: number): void {
    if (this.waiting && day >= this.waiting.day) {
      this.typed = this.waiting.values;
      this.waiting = undefined;
    }
  }
}

/**
 * Runs on schedule for some years; ESIA signs in every fifth day with what was typed last.
 * @returns how many keys were made, and every sign-in that failed
 */
async function years(stack: TestStack, { days, every, delays }: { days: number; every: number; delays: number[] }) {
  const failed: string[] = [];
  let made = 1;
  await stack.up({ asOf: to(stack, 0) });
  const typist = new Typist(await stack.threeValues());
  for (let day = 1; day <= days; day += 1) {
    const asOf = to(stack, day);
    if (day % every === 0 && (await stack.up({ asOf }))["create"]) {
      typist.hears(await stack.threeValues(), day, delays[made % delays.length] ?? 0);
      made += 1;
    }
    typist.worksOn(day);
    if (day % 5 === 0) {
      const answer = await stack.signIn(typist.typed, GRAPH_ROOT);
      if ("error" in answer) failed.push(`${asOf} ${answer.error}`);
      expect(workingKeys(stack).length).toBeLessThanOrEqual(2);
    }
  }
  return { made, failed };
}

describe("runs on schedule", () => {
  it("keep ESIA signed in for five years of monthly runs, however late within 55 days a key is typed in", async () => {
    await withStack(async (stack) => {
      expect(await years(stack, { days: 5 * 365, every: 31, delays: [55, 0, 30] })).toEqual({ made: 3, failed: [] });
    });
  });

  it("keep ESIA signed in with keys of 6 months and monthly runs", async () => {
    await withStack(async (stack) => {
      await stack.set("esia:secretMonths", "6");
      expect(await years(stack, { days: 400, every: 31, delays: [55, 59] })).toEqual({ made: 5, failed: [] });
    });
  });

  it("keep ESIA signed in with keys of 3 months and a run every two weeks", async () => {
    await withStack(async (stack) => {
      await stack.set("esia:secretMonths", "3");
      expect(await years(stack, { days: 250, every: 14, delays: [30, 0] })).toEqual({ made: 5, failed: [] });
    });
  });
});
