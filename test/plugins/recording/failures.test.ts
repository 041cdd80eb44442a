import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { Bench } from "./bench.ts";
import { type Outcome, points } from "./case.ts";
import { HARMS, harmsOf } from "./harms.ts";
import { LIFE } from "./life.ts";
import { readRecording } from "./recording.ts";
import { standIn } from "./stand-in.ts";

const file = new URL("../../recorded/azuread-6.9.1-failures.json", import.meta.url);
const { provider, steps } = readRecording(readFileSync(file, "utf8"));

/** What azuread writes into the state and the stand-in does not: Entra's own defaults, which this project never sets. */
const NOT_SERVED = ["api", "optionalClaims", "publicClient", "samlSingleSignOn", "singlePageApplication", "web"];

/** No case waits: time is not real here. */
const bench = new Bench(standIn, 60_000);
afterAll(() => bench.close());

/** Puts a step's question to the stand-in, with nothing or one request harmed. */
async function replay(name: string, harmed?: { request: string; nth: number; harm: string }): Promise<Outcome> {
  const step = LIFE.find((one) => one.name === name);
  if (!step) throw new Error(`Nobody knows how to ${name}.`);
  if (!harmed) return bench.run(step);
  const harm = HARMS.find((one) => one.name === harmed.harm);
  if (!harm) throw new Error(`Nobody knows the harm ${harmed.harm}.`);
  return bench.run(step, { point: harmed, harm });
}

describe(`the stand-in takes each failure as ${provider} took it`, () => {
  it("in every step of a life, each request of it harmed in every way", () => {
    expect(steps.map(({ name }) => name)).toEqual(LIFE.map(({ name }) => name));
    for (const { name, unharmed, cases } of steps) {
      const wanted = points(unharmed.requests).flatMap((point) =>
        harmsOf(point).map((harm) => `${point.request} #${point.nth}, ${harm.name}`),
      );
      expect(cases.map(({ request, nth, harm }) => `${request} #${nth}, ${harm}`).sort(), name).toEqual(wanted.sort());
    }
  });

  describe.each(steps)("$name", ({ name, unharmed, cases }) => {
    it("unharmed", async () => {
      expect(await replay(name)).toEqual(unharmed);
    });

    it.each(cases)("$request #$nth, $harm", async ({ request, nth, harm, outcome }) => {
      const knows = outcome.knows?.filter((name) => !NOT_SERVED.includes(name));
      expect(await replay(name, { request, nth, harm })).toEqual({ ...outcome, ...(knows && { knows }) });
    });
  });
});
