/** `npm run -s explain < FILE`: says of any log of Pulumi's what failed in it and what to do. Asks nobody anything. */
import { parseArgs } from "node:util";
import { explain, paragraph } from "../failures/explain.ts";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";

const USAGE = `npm run -s explain -- [--stack NAME] < FILE

Reads what a 'pulumi up', 'preview' or 'destroy' printed, or any error message, and says what failed, why, and what to do.
'pulumi destroy' does not run the program, so this is where its failures are explained. Of the text nothing is repeated but
names of roles, tenant and client ids, and codes.

  -s, --stack NAME  the stack, for the commands in the answer
  -h, --help        this text

Exit codes: 0 nothing failed in it, 1 something did and is explained, 2 there was nothing to read.`;

async function main(args: readonly string[]): Promise<number> {
  const { stack, help } = argumentsOf(args);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (process.stdin.isTTY) throw new CannotRun(`There is nothing to read.\n\n${USAGE}`);
  let text = "";
  for await (const part of process.stdin.setEncoding("utf8")) text += part;
  if (text.trim() === "") throw new CannotRun("There is nothing to read: the text is empty.");
  const found = explain(text, stack);
  console.log(found.length === 0 ? "Nothing failed in it." : found.map(paragraph).join("\n\n"));
  return found.length === 0 ? 0 : 1;
}

/** @throws CannotRun for an unknown option; what was given is not repeated: it can be anything */
function argumentsOf(args: readonly string[]): { stack?: string; help: boolean } {
  try {
    const { stack, help } = parseArgs({
      args: [...args],
      options: { stack: { type: "string", short: "s" }, help: { type: "boolean", short: "h", default: false } },
    }).values;
    return { help, ...(stack !== undefined && { stack }) };
  } catch {
    throw new CannotRun(`Only --stack NAME and --help are known.\n\n${USAGE}`);
  }
}

await endWith(() => main(process.argv.slice(2)));
