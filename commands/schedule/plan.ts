/** What a scheduled run does on a day. Pure. */

import type { Temporal } from "temporal-polyfill";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { quoted } from "../../machine/printed.mjs";

export type Doing = "up" | "preview";

/**
 * A schedule that comes each week renews once a month, in the month's first seven days; in the other weeks it looks.
 * @param asked by a person who started the run by hand; "" by the schedule
 * @throws CannotRun for another word
 */
export function doing(asked: string, today: Temporal.PlainDate): Doing {
  if (asked === "up" || asked === "preview") return asked;
  if (asked !== "") throw new CannotRun(`A run does up or preview; it was asked for ${quoted(asked)}.`);
  return today.day <= 7 ? "up" : "preview";
}
