/** `npm run fleet -- status`: how each stack stands, read side by side. Nothing is decrypted, and no tenant is asked. */
import type { Temporal } from "temporal-polyfill";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { type AskPulumi, readExported } from "../stack/ask.ts";
import { counting } from "./counting.ts";
import { sideBySide } from "./side-by-side.ts";
import { byUrgency, type Listed, type Standing, standing, unreadStanding } from "./standing.ts";

export interface Reading {
  ask: AskPulumi;
  today: Temporal.PlainDate;
  /** How many are read at a time. */
  atOnce: number;
  /** Hears how far it is. */
  say: (line: string) => void;
}

/** @returns one for each stack, the most urgent first: a stack that cannot be read is one that fails, and ends nothing */
export async function standings(stacks: readonly Listed[], { ask, today, atOnce, say }: Reading): Promise<Standing[]> {
  const done = counting("Read", stacks.length, say);
  const found = await sideBySide(stacks, atOnce, async (listed) => {
    try {
      return standing(listed, await readExported(listed.name, ask, { secrets: false }), today);
    } catch (error) {
      if (error instanceof CannotRun) return unreadStanding(listed, error);
      // What no reader expected of a state is this stack's trouble too, and no other's.
      return unreadStanding(listed, {
        why: `What its state holds cannot be understood: ${(error as Error).message}.`,
        next: `'npm run doctor -- --stack ${listed.name}' looks closer.`,
      });
    } finally {
      done();
    }
  });
  return byUrgency(found as Standing[]);
}
