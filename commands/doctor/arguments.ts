/** What follows `npm run doctor --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";

export const USAGE = `npm run doctor -- --stack NAME [--json]

Looks before a run touches a tenant: this machine, the stack, who is signed in and with which rights, and what the tenant
holds already. Reads only.

  -s, --stack NAME  the stack, as 'pulumi stack ls' lists it
      --json        a report for programs, as docs/commands.md describes it
  -h, --help        this text

Exit codes: 0 nothing fails, 1 something fails, 2 the command could not run.`;

export interface Arguments {
  stack: string;
  json: boolean;
  help: boolean;
}

/** @throws CannotRun for an unknown option, or without a stack */
export function readArguments(args: readonly string[]): Arguments {
  let stack: string | undefined;
  let json = false;
  let help = false;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", short: "s" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    ({ stack, json, help } = values);
  } catch (error) {
    throw new CannotRun(`${(error as Error).message.split("\n")[0]}\n\n${USAGE}`);
  }
  if (help) return { stack: "", json, help };
  if (stack) return { stack, json, help };
  throw new CannotRun(`Which stack? 'pulumi stack ls' lists them.\n\n${USAGE}`);
}
