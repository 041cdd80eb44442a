/** The command line of `npm run verify`. Pure. The key has no place on it: a command line is public on its machine. */

import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { whyNotUnderstood } from "../option-in.ts";
import { CRITICAL, HALF_A_MINUTE, range, WARNING } from "../plugin/arguments.ts";
import type { Thresholds } from "../plugin/problem.ts";
import { isStackName, NO_STACK_NAME } from "../stack/stack-name.ts";
import { FIVE_MINUTES, SIXTY_DAYS } from "./verify.ts";

export interface Arguments {
  help: boolean;
  stack: string | undefined;
  json: boolean;
  /** Milliseconds. */
  timeout: number;
  previous: boolean;
  /** The number of the key to prove; undefined for the newest. */
  key: number | undefined;
  /** Days before a key's end from which its row is a warning. */
  warnDays: number;
  stdin: boolean;
  gcc: boolean;
  /** What is judged for a monitor's line, and how long that may take; undefined for the table. */
  plugin: { thresholds: Thresholds; timeout: number } | undefined;
}

export const HELP = `npm run verify -- --stack NAME [options]

Proves that Tenant ID, Client ID and key open what ESIA needs. Reads only.

  --stack NAME    takes the three values from this stack's outputs, and cloud
                  and left-out roles from its settings
  --previous      proves the stack's previous key in place of the newest
  --key N         proves the stack's key of this number
  --warn-days 60  days before a key's end from which that is a warning
  --stdin         takes the values from standard input: a JSON object with
                  tenantId, clientId and clientSecret, or three lines; what is
                  typed at a terminal is not shown
  --timeout 5m    how long to wait for new grants to reach the tokens (90s, 5m;
                  0s does not wait)
  --gcc           the tenant is in GCC, the US government cloud that signs in at
                  the global one
  --json          prints JSON in place of the table:
                  {version: 1, command, stack, exitCode,
                   rows: [{check, result, detail, next?}]}
                  with result "pass", "warn", "fail" or "unknown" (not provable)
  --plugin        prints one line for a monitor, and ends with 0 ok, 1 warning,
                  2 critical, 3 unknown, within 30s or --timeout; it takes
                  --warning ${WARNING} and --critical ${CRITICAL}, days as ranges

The variables ESIA_TENANT_ID, ESIA_CLIENT_ID and ESIA_CLIENT_SECRET, where set,
are taken in place of the outputs.

Exit code: 0 nothing fails, 1 something fails, 2 it could not run.`;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  stack: { type: "string", short: "s" },
  json: { type: "boolean" },
  timeout: { type: "string" },
  previous: { type: "boolean" },
  key: { type: "string" },
  "warn-days": { type: "string" },
  stdin: { type: "boolean" },
  gcc: { type: "boolean" },
  plugin: { type: "boolean" },
  warning: { type: "string" },
  critical: { type: "string" },
} as const;

/**
 * @param args what follows `npm run verify --`
 * @throws CannotRun with a sentence for what is not known or not understood; positional words are not repeated, for one
 *   could be a key
 */
export function readArguments(args: readonly string[]): Arguments {
  const {
    help = false,
    stack,
    json = false,
    timeout,
    previous = false,
    key,
    stdin = false,
    gcc = false,
    plugin = false,
    warning,
    critical,
    ...more
  } = parse(args);
  if (stack === "") throw new CannotRun("--stack needs the stack's name, as 'pulumi stack ls' lists it.");
  if (stack !== undefined && !isStackName(stack)) throw new CannotRun(NO_STACK_NAME);
  if (previous && key !== undefined)
    throw new CannotRun("--previous and --key ask for one key each: leave out one of them.");
  if (!plugin && (warning ?? critical) !== undefined) throw new CannotRun("--warning and --critical go with --plugin.");
  if (plugin && json) throw new CannotRun("--plugin and --json print different things: leave out one of them.");
  const warnDays = more["warn-days"];
  return {
    help,
    stack,
    json,
    timeout: timeout === undefined ? FIVE_MINUTES : milliseconds(timeout),
    previous,
    // What was given is not repeated: it could be the key itself.
    key:
      key === undefined
        ? undefined
        : whole(key, /^[1-9]\d{0,8}$/, "--key takes a key's number, such as 2, never the key."),
    warnDays:
      warnDays === undefined
        ? SIXTY_DAYS
        : whole(warnDays, /^\d{1,4}$/, "--warn-days needs a number of days such as 60."),
    stdin,
    gcc,
    plugin: plugin
      ? {
          thresholds: {
            warning: range("--warning", warning ?? (warnDays === undefined ? WARNING : `${warnDays}:`)),
            critical: range("--critical", critical ?? CRITICAL),
          },
          timeout: timeout === undefined ? HALF_A_MINUTE : milliseconds(timeout),
        }
      : undefined,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new CannotRun(whyNotUnderstood("verify", error).replace(/\.$/, "; see --help."));
  }
}

function whole(text: string, form: RegExp, refusal: string): number {
  if (form.test(text)) return Number(text);
  throw new CannotRun(refusal);
}

/** @throws CannotRun for what is no time, which is not repeated: it could be the key */
export function milliseconds(text: string): number {
  const [, count, unit] = /^(\d{1,4})(s|m)$/.exec(text) ?? [];
  if (count && unit) return Number(count) * (unit === "m" ? 60_000 : 1000);
  throw new CannotRun("--timeout needs a time such as 90s or 5m.");
}
