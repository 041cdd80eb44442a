/** What follows `npm run explain --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { isStackName, NO_STACK_NAME } from "../stack/stack-name.ts";

export const USAGE = `npm run -s explain -- [--stack NAME] < FILE

Reads what an update, preview or destroy of Pulumi's printed, or any error message, and says what failed, why, and what to
do. A destroy does not run the program, so this is where its failures are explained. Of the text nothing is repeated but
names of roles, tenant and client ids, and codes.

  -s, --stack NAME  the stack, for the commands in the answer
  -h, --help        this text

Exit codes: 0 nothing failed in it, 1 something did and is explained, 2 there was nothing to read.`;

/** @throws CannotRun for an unknown option; what was given is not repeated: it can be anything */
export function readArguments(args: readonly string[]): { stack?: string; help: boolean } {
  const { stack, help } = parsed(args);
  if (stack !== undefined && !isStackName(stack)) throw new CannotRun(`${NO_STACK_NAME}\n\n${USAGE}`);
  return { help, ...(stack !== undefined && { stack }) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { stack: { type: "string", short: "s" }, help: { type: "boolean", short: "h", default: false } },
    }).values;
  } catch {
    throw new CannotRun(`Only --stack NAME and --help are known.\n\n${USAGE}`);
  }
}
