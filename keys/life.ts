/** What a preview or up says of the keys: how long they work, and what this run does with them. Pure: imports no Pulumi. */
import type { Temporal } from "temporal-polyfill";
import { dayOf, daysUntil, isLive } from "./dates.ts";
import type { SecretPlan } from "./plan.ts";
import type { HeldSecret } from "./secret.ts";

/** From so many days before its end a key's line is a warning. */
export const WARN_DAYS = 60;

export interface Line {
  severity: "info" | "warn";
  text: string;
}

/**
 * How long the keys still work. It is said first, so that a run that is refused says it too.
 * @param held what the state holds at the start of the run, by number
 * @returns undefined before the first key
 */
export function keyLife(held: readonly HeldSecret[], today: Temporal.PlainDate): Line | undefined {
  const current = held.at(-1);
  if (!current) return undefined;
  const older = held.filter((secret) => secret !== current && isLive(secret, today)).reverse();
  const works = (secret: HeldSecret) =>
    `Key ${secret.number} works for ${daysUntil(secret.end, today)} more days, until ${dayOf(secret.end)}`;
  const parts = older.map((secret) => `${works(secret)}: ESIA needs key ${current.number} by then.`);
  if (!isLive(current, today)) {
    const text = `KEY ${current.number} HAS EXPIRED, on ${dayOf(current.end)}${older.length === 0 ? ": ESIA sees nothing" : ""}.`;
    return { severity: "warn", text: [text, ...older.map((secret) => `${works(secret)}.`)].join(" ") };
  }
  const soon = [current, ...older].some((secret) => daysUntil(secret.end, today) <= WARN_DAYS);
  return { severity: soon ? "warn" : "info", text: [`${works(current)}.`, ...parts].join(" ") };
}

/**
 * What this run does with the keys. It is said when nothing can refuse the run any more.
 * @param held what the state holds at the start of the run, by number
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 */
export function keyNews(
  held: readonly HeldSecret[],
  { newest: { number }, made, removed, older, rotatesFrom }: SecretPlan,
  today: Temporal.PlainDate,
  command: (words: string) => string,
): Line {
  if (made === "first") return { severity: "info", text: `Key ${number} is made in this run.` };
  if (made === undefined) {
    const renewal = `Runs from ${rotatesFrom} on renew key ${number}.`;
    return { severity: "info", text: [...whenTyped(number, older, command), renewal].join(" ") };
  }
  const gone = made === "lost" ? `Key ${number}, which an earlier run made, is gone from Entra. ` : "";
  const cutOff = removed.filter(({ secret }) => isLive(secret, today)).map(({ secret }) => secret.number);
  const nothingLeft = held.length > 0 && older.length === 0;
  const text =
    `${gone}This run makes key ${number}: type it into ESIA ` +
    (cutOff.length > 0
      ? `at once, ${keys(cutOff)} ${cutOff.length > 1 ? "are" : "is"} removed.`
      : made === "lost" || nothingLeft
        ? "now."
        : `before ${earliest(older)}.`);
  return {
    severity: made === "lost" || nothingLeft ? "warn" : "info",
    text: [text, ...whenTyped(number, older, command)].join(" "),
  };
}

/** How the older keys are retired, with this stack's numbers. */
function whenTyped(number: number, older: readonly HeldSecret[], command: (words: string) => string): string[] {
  const [newestOfThem] = older;
  if (!newestOfThem) return [];
  const numbers = older.map((secret) => secret.number).reverse();
  return [
    `When ESIA uses key ${number}, ${command(`config set esia:retireUpTo ${newestOfThem.number}`)} and ${command("up")} remove ` +
      `${keys(numbers)}; or wait until ${numbers.length > 1 ? "they end" : "it ends"}.`,
  ];
}

function keys(numbers: readonly number[]): string {
  return numbers.length > 1 ? `keys ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}` : `key ${numbers[0]}`;
}

/** The first day on which one of them does not work any more. */
function earliest(secrets: readonly HeldSecret[]): string {
  return secrets.map(({ end }) => dayOf(end).toString()).sort()[0] as string;
}
