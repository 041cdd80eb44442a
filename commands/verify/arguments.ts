/** The command line of `npm run verify`. Pure. The key has no place on it: a command line is public on its machine. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { FIVE_MINUTES } from "./verify.ts";

export interface Arguments {
  help: boolean;
  stack: string | undefined;
  json: boolean;
  /** Milliseconds. */
  timeout: number;
  previous: boolean;
  stdin: boolean;
  gcc: boolean;
}

export const HELP = `npm run verify -- --stack NAME [options]

Proves that Tenant ID, Client ID and key open what ESIA needs. Reads only.

  --stack NAME    takes the three values from this stack's outputs, and cloud
                  and left-out roles from its settings
  --previous      proves the stack's previous key in place of the newest
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

The variables ESIA_TENANT_ID, ESIA_CLIENT_ID and ESIA_CLIENT_SECRET, where set,
are taken in place of the outputs.

Exit code: 0 nothing fails, 1 something fails, 2 it could not run.`;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  stack: { type: "string", short: "s" },
  json: { type: "boolean" },
  timeout: { type: "string" },
  previous: { type: "boolean" },
  stdin: { type: "boolean" },
  gcc: { type: "boolean" },
} as const;

/**
 * @param args what follows `npm run verify --`
 * @throws CannotRun with a sentence for what is not known or not understood; positional words are not repeated, for one
 *   could be a key
 */
export function readArguments(args: readonly string[]): Arguments {
  const { help = false, stack, json = false, timeout, previous = false, stdin = false, gcc = false } = parse(args);
  if (stack === "") throw new CannotRun("--stack needs the stack's name, as 'pulumi stack ls' lists it.");
  return {
    help,
    stack,
    json,
    timeout: timeout === undefined ? FIVE_MINUTES : milliseconds(timeout),
    previous,
    stdin,
    gcc,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Only what looks like an option's name is repeated.
    const option = /'(?:-\w, )?(--?[a-z-]{1,20})[ ']/.exec((error as Error).message)?.[1] ?? "That";
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw new CannotRun(`${option} is no option of verify; see --help.`);
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
      throw new CannotRun(`${option} is not used like that; see --help.`);
    }
    throw new CannotRun("verify takes options only, and never a value of ESIA's form; see --help.");
  }
}

function milliseconds(text: string): number {
  const [, count, unit] = /^(\d{1,4})(s|m)$/.exec(text) ?? [];
  if (count && unit) return Number(count) * (unit === "m" ? 60_000 : 1000);
  throw new CannotRun(`--timeout needs a time such as 90s or 5m; it is ${JSON.stringify(text)}.`);
}
