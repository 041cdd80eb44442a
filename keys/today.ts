/** Where the date enters the program, and the only place. Pure: imports no Pulumi. */

import { Temporal } from "temporal-polyfill";
import { quoted } from "../machine/printed.mjs";
import type { Command } from "../stack/command.ts";

export interface Circumstances {
  /** The environment variable ESIA_AS_OF, "" or absent when nobody set it. */
  asOf: string | undefined;
  /** Whether this run changes nothing. */
  preview: boolean;
  /** Whether the tenant is the embedded one. */
  embedded: boolean;
  /** The clock: milliseconds since 1970. */
  now: number;
  /** Puts words of Pulumi's command line into a command for this stack, in quotes. */
  command: Command;
}

/** Said of a run on a made-up day. */
export function pretended(asOf: string | undefined): { severity: "info"; text: string } | undefined {
  return asOf ? { severity: "info", text: `ESIA_AS_OF is set: this run takes ${asOf} for today.` } : undefined;
}

/**
 * The day (UTC) that this run takes for today.
 * @throws Error when ESIA_AS_OF is no date, or would let a real tenant's keys follow a made-up date
 */
export function today({ asOf, preview, embedded, now, command }: Circumstances): Temporal.PlainDate {
  if (!asOf) return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO("UTC").toPlainDate();
  if (!preview && !embedded) {
    throw new Error(
      "ESIA_AS_OF is set: it shows what a run on another day would do, so it goes with " +
        `${command("preview")} only. Take it out of the environment for ${command("up")}; nothing was changed.`,
    );
  }
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return Temporal.PlainDate.from(asOf, { overflow: "reject" });
  } catch {
    // Said below: a day the calendar does not have.
  }
  throw new Error(`ESIA_AS_OF must be a date such as 2028-10-01; it is ${quoted(asOf)}.`);
}
