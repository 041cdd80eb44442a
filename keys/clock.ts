/** This machine's clock against Entra's, as far as a new key shows it. Pure: imports no Pulumi. */
import { Temporal } from "temporal-polyfill";
import { type Day, dayOf } from "./dates.ts";
import type { Line } from "./life.ts";

/**
 * Entra sets the start of a new key by its own clock.
 * @param start the new key's start, RFC 3339
 * @param today the day that the run took for today
 * @returns undefined where they are at most a day apart
 */
export function clockLine(start: string, today: Day): Line | undefined {
  const entra = dayOf(Temporal.Instant.from(start));
  const days = entra.until(today).days;
  if (Math.abs(days) <= 1) return undefined;
  return {
    severity: "warn",
    text:
      `This machine's clock is wrong: it says ${today}, and Entra made the key on ${entra} (${Math.abs(days)} days ` +
      `${days > 0 ? "earlier" : "later"}). The key works; its end and the day of its renewal were counted by the wrong clock. ` +
      "Set the clock ('date' shows it) before the next run.",
  };
}
