/** What a run has come to: how long the keys work, which of them a person must act on, and what fails. Pure. */

import { Temporal } from "temporal-polyfill";
import { dayOf } from "../../keys/dates.ts";
import type { Command } from "../../stack/command.ts";
import { textIn } from "../../stack/text-in.ts";
import type { Row } from "../rows/report.ts";
import { saysSilent } from "../sign-ins/use-rows.ts";
import type { Results } from "./results.ts";

/** A run with less than so many days left on a key that may be in use fails. */
export const RED_DAYS = 30;

export interface KeyNews {
  number: number;
  /** The day on which it ends. */
  until: string;
  days: number;
  /** Whether anything still signs in with it, as far as verify knows; the newest is what ESIA is to use. */
  use: "newest" | "silent" | "used" | "unknown";
}

/** What a person is to do with a new key. */
export interface HandOver {
  number: number;
  older: number[];
  /** The day on which the first of the older keys ends. */
  before: string;
  tenantId: string;
  clientId: string;
}

export interface Judged {
  /** Those that work today, the newest first. */
  keys: KeyNews[];
  /** Undefined when no older key can be in use. */
  handOver: HandOver | undefined;
  /** Each a sentence, with what to do; empty when the run may be green. */
  failures: string[];
}

/**
 * @param about today; `strict`: whether the run fails until no older key can be in use; words of Pulumi's command line as a
 *   command for this stack
 */
export function judge(
  results: Results,
  { today, strict, command }: { today: Temporal.PlainDate; strict: boolean; command: Command },
): Judged {
  const keys = keysIn(results, today);
  const handOver = handOverOf(results, keys);
  return {
    keys,
    handOver,
    failures: [
      ...failedSteps(results),
      ...(results.outputs
        ? endings(keys, command)
        : ["The stack's outputs could not be read, so nothing is known of its keys."]),
      ...(strict && handOver
        ? [
            `Key ${handOver.number} may not be in ESIA yet: type it in before ${handOver.before}. This run is red until the ` +
              "older key is silent, as ESIA_RED_UNTIL_TYPED wants it.",
          ]
        : []),
    ],
  };
}

function failedSteps({ steps, doctor, verify }: Results): string[] {
  const failed = Object.entries(steps).filter(([, outcome]) => outcome === "failure" || outcome === "cancelled");
  const unread = Object.entries({ doctor, verify }).filter(
    ([name, report]) => report === undefined && steps[name as "doctor" | "verify"] === "success",
  );
  return [
    ...failed.map(
      ([name, outcome]) => `The step ${name} ${outcome === "failure" ? "failed" : "was cancelled"}: its log says why.`,
    ),
    ...unread.map(([name]) => `What the step ${name} found cannot be read.`),
  ];
}

function endings(keys: readonly KeyNews[], command: Command): string[] {
  if (keys.length === 0)
    return [`No key works today: ESIA sees nothing. Run ${command("up")}, and type the new key into ESIA.`];
  return keys
    .filter(({ days, use }) => days < RED_DAYS && use !== "silent")
    .map(({ number, days, until, use }) => {
      const left = `Key ${number} works for ${days} more days, until ${until}`;
      if (use === "newest") return `${left}, and no newer one is there: the next ${command("up")} makes it.`;
      return `${left}, and ${use === "used" ? "is in use" : "may be in use"}: type the newest key into ESIA before then.`;
    });
}

function keysIn({ outputs, verify }: Results, today: Temporal.PlainDate): KeyNews[] {
  if (!outputs) return [];
  const { secretNumber, secretExpires, olderSecrets } = outputs;
  const older = (Array.isArray(olderSecrets) ? olderSecrets : []) as { number: unknown; expires: unknown }[];
  return [{ number: secretNumber, expires: secretExpires }, ...older].flatMap(({ number, expires }): KeyNews[] => {
    const end = day(expires);
    if (end === undefined || !Number.isSafeInteger(number)) return [];
    const days = today.until(end).days;
    // On the day of its end a key works no more: it ends at midnight, as this day begins.
    if (days <= 0) return [];
    const use = number === secretNumber ? "newest" : useOf(Number(number), verify?.rows ?? []);
    return [{ number: Number(number), until: end.toString(), days, use }];
  });
}

function useOf(number: number, rows: readonly Row[]): KeyNews["use"] {
  const row = rows.find(({ check }) => check === `Use of key ${number}`);
  if (!row || row.result === "unknown") return "unknown";
  return saysSilent(row) ? "silent" : "used";
}

function handOverOf({ outputs }: Results, keys: readonly KeyNews[]): HandOver | undefined {
  const older = keys.filter(({ use }) => use !== "newest");
  const newest = Number(outputs?.["secretNumber"]);
  if (older.every(({ use }) => use === "silent") || !Number.isSafeInteger(newest)) return undefined;
  return {
    number: newest,
    older: older.map(({ number }) => number),
    before: older.map(({ until }) => until).sort()[0] as string,
    tenantId: textIn(outputs?.["tenantId"]),
    clientId: textIn(outputs?.["clientId"]),
  };
}

function day(instant: unknown): Temporal.PlainDate | undefined {
  try {
    return dayOf(Temporal.Instant.from(textIn(instant)));
  } catch {
    return undefined;
  }
}
