/** How long the key still runs, in one line of every preview and up. Pure: imports no Pulumi. */
import type { Temporal } from "temporal-polyfill";
import { dayOf, type HeldSecret, isLive, type SecretPlan } from "./secrets.ts";

/** From so many days before its end a key's line is a warning. */
const WARN_DAYS = 60;

/**
 * @param held what the state holds at the start of the run, by number
 * @returns one line and how loud to say it
 */
export function keyLife(
  held: readonly HeldSecret[],
  plan: SecretPlan,
  today: Temporal.PlainDate,
): { severity: "info" | "warn"; text: string } {
  const newest = plan.newest.number;
  const current = held.at(-1);
  if (!current) return { severity: "info", text: `Key ${newest} is made in this run.` };
  const days = daysLeft(current, today);
  const until = `until ${dayOf(current.end)}`;
  const typeIn = `This run makes key ${newest}: type it into ESIA`;
  if (!isLive(current, today)) {
    return {
      severity: "warn",
      text: `KEY ${current.number} HAS EXPIRED, on ${dayOf(current.end)}: ESIA sees nothing. ${typeIn} now.`,
    };
  }
  const severity = days <= WARN_DAYS ? "warn" : "info";
  const works = `Key ${current.number} works for ${days} more days, ${until}.`;
  if (plan.made) {
    const kept = plan.previous?.number === current.number;
    return { severity, text: `${works} ${typeIn} ${kept ? "by then" : "at once, the old one is removed"}.` };
  }
  const { previous } = plan;
  if (!previous) return { severity, text: `${works} Runs from ${plan.rotatesFrom} on renew it.` };
  const left = daysLeft(previous, today);
  return {
    severity: left <= WARN_DAYS ? "warn" : severity,
    text: `${works} Key ${previous.number} works for ${left} more days, until ${dayOf(previous.end)}: ESIA needs key ${current.number} by then.`,
  };
}

function daysLeft({ end }: HeldSecret, today: Temporal.PlainDate): number {
  return today.until(dayOf(end)).days;
}
