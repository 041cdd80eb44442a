/** `npm run -s explain < FILE`: says of any log of Pulumi's what failed in it and what to do. Asks nobody anything. */
import { explain, paragraph } from "../failures/explain.ts";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { printed } from "../machine/printed.mjs";
import { readArguments, USAGE } from "./explain/arguments.ts";
import { bothEnds } from "./explain/both-ends.ts";

async function main(args: readonly string[]): Promise<number> {
  const { stack, help } = readArguments(args);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (process.stdin.isTTY) throw new CannotRun(`There is nothing to read.\n\n${USAGE}`);
  const text = await bothEnds(process.stdin.setEncoding("utf8"));
  if (text.trim() === "") throw new CannotRun("There is nothing to read: the text is empty.");
  const found = explain(text, stack);
  console.log(found.length === 0 ? "Nothing failed in it." : found.map((one) => printed(paragraph(one))).join("\n\n"));
  return found.length === 0 ? 0 : 1;
}

await endWith(() => main(process.argv.slice(2)));
