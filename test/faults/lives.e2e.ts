/**
 * Lives under faults, each of a seed of its own: FAULT_LIVES of them (default 20) from seed FAULT_FROM (default 1) on, or the
 * one of FAULT_SEED (or some, with commas). A failure prints the life and the command that lives it again.
 */
import { afterAll, describe, it } from "vitest";
import { type Lived, live } from "./life.ts";
import { planLife } from "./plan.ts";

const { FAULT_SEED, FAULT_FROM = "1", FAULT_LIVES = "20" } = process.env;
const seeds = FAULT_SEED
  ? FAULT_SEED.split(",").map(Number)
  : Array.from({ length: Number(FAULT_LIVES) }, (_, at) => Number(FAULT_FROM) + at);
const lived: Lived[] = [];

describe.concurrent("a life under faults reaches what is wanted, and loses no working key", () => {
  it.each(seeds)("life %i", async (seed) => {
    const life = await live(planLife(seed));
    lived.push(life);
    console.log(
      `Life ${seed}: ${Math.round(life.seconds)} s, ${life.runs} commands (${lived.length} of ${seeds.length}).`,
    );
  });
});

afterAll(() => {
  const sum = (of: (life: Lived) => number) => Math.round(lived.reduce((total, life) => total + of(life), 0));
  const needed: Record<string, number> = {};
  for (const [what, count] of lived.flatMap((life) => Object.entries(life.needed))) {
    needed[what] = (needed[what] ?? 0) + count;
  }
  const kinds = Object.entries(needed).sort(([, one], [, other]) => other - one);
  console.log(
    [
      `${lived.length} lives, ${sum(({ runs }) => runs)} commands of Pulumi's, ${sum(({ seconds }) => seconds)} s one after the other.`,
      `Recovered by: ${kinds.map(([what, count]) => `${what} ${count}`).join(", ") || "nothing was needed"}.`,
    ].join("\n"),
  );
});
