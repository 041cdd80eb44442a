/** The command line of the plugin, with the letters that the Monitoring Plugins share. Pure. The key has no place on it. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { optionIn } from "../option-in.ts";
import type { Thresholds } from "./problem.ts";
import { type Range, readRange } from "./range.ts";

export interface Arguments {
  /** Holds the three values; undefined for the environment. */
  file: string | undefined;
  /** azuread's name of Microsoft's cloud; undefined for the global one. */
  cloud: string | undefined;
  gcc: boolean;
  thresholds: Thresholds;
  /** Milliseconds. */
  timeout: number;
}

export const WARNING = "60:";
export const CRITICAL = "14:";
export const HALF_A_MINUTE = 30_000;

export const HELP = `esia-microsoft-365 --file FILE [options]

Says in one line whether the connection of ESIA to Microsoft 365 works and how long
its key does: a monitoring plugin. Reads only.

  -f, --file FILE       holds the three values: three lines (Tenant ID, Client ID,
                        key) or a JSON object with tenantId, clientId and
                        clientSecret; of mode 600, or it is refused
  -w, --warning ${WARNING}     days the key still works, as a range: below 60 is a warning
  -c, --critical ${CRITICAL}    the same: below 14 is critical
  -t, --timeout 30      seconds after which it ends with 3 (also 90s, 2m)
      --cloud NAME      global (default), usgovernment, dod or china
      --gcc             the tenant is in GCC, the US government cloud that signs in
                        at the global one
  -V, --version
  -h, --help

Without --file the variables ESIA_TENANT_ID, ESIA_CLIENT_ID and ESIA_CLIENT_SECRET are
taken. Each check signs in, which Entra counts as a use of the key.

Exit code: 0 ok, 1 warning, 2 critical, 3 unknown: whatever ends it before a verdict.`;

/**
 * @param args what follows the plugin's name, --help and --version apart
 * @throws CannotRun with a sentence; what is not an option's name is not repeated, for it could be a key
 */
export function readArguments(args: readonly string[]): Arguments {
  const { file, cloud, gcc = false, ...more } = parse(args);
  return {
    file,
    cloud,
    gcc,
    thresholds: {
      warning: range("--warning", more.warning ?? WARNING),
      critical: range("--critical", more.critical ?? CRITICAL),
    },
    timeout: more.timeout === undefined ? HALF_A_MINUTE : milliseconds(more.timeout),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        file: { type: "string", short: "f" },
        cloud: { type: "string" },
        gcc: { type: "boolean" },
        warning: { type: "string", short: "w" },
        critical: { type: "string", short: "c" },
        timeout: { type: "string", short: "t" },
      },
      allowPositionals: false,
    }).values;
  } catch (error) {
    const option = optionIn(error) ?? "a word";
    throw new CannotRun(`see --help: ${option} is not used like that, and the key never stands on a command line`);
  }
}

/** @throws CannotRun for what is no range */
export function range(option: string, text: string): Range {
  const read = readRange(text);
  if (read) return read;
  throw new CannotRun(`${option} takes a range of days such as 14: (alarm below 14), 10, ~:5 or @1:5`);
}

/** @throws CannotRun for what is no time */
function milliseconds(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,3})(s|m)?$/.exec(text) ?? [];
  if (count) return Number(count) * (unit === "m" ? 60_000 : 1000);
  throw new CannotRun("--timeout takes seconds such as 30, or 90s, or 2m");
}
