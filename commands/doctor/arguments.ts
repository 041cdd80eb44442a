/** What follows `npm run doctor --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { whyNotUnderstood } from "../option-in.ts";
import { isStackName, NO_STACK_NAME } from "../stack/stack-name.ts";

export const USAGE = `npm run doctor -- [--stack NAME] [--json]

Looks before a run touches a tenant: this machine, the stack, who is signed in and with which rights, and what the tenant
holds already. Reads only. Where there is no stack yet, or none to sign in to, it names the next command.

  -s, --stack NAME  the stack, as 'pulumi stack ls' lists it; default the selected one
      --json        a report for programs, as docs/commands.md describes it
  -h, --help        this text

Exit codes: 0 nothing fails, 1 something fails, 2 the command could not run.`;

export interface Arguments {
  /** Undefined stands for the one that Pulumi has selected. */
  stack: string | undefined;
  json: boolean;
  help: boolean;
}

/** @throws CannotRun for an unknown option, a word, or a stack without a name; of a word nothing is repeated */
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
    throw new CannotRun(`${whyNotUnderstood("doctor", error)}\n\n${USAGE}`);
  }
  if (stack === "") throw new CannotRun(`Which stack? 'pulumi stack ls' lists them.\n\n${USAGE}`);
  if (stack !== undefined && !isStackName(stack)) throw new CannotRun(`${NO_STACK_NAME}\n\n${USAGE}`);
  return { stack, json, help };
}
