/** `npm run verify`: proves that what a stack made opens what ESIA needs. */
import { text } from "node:stream/consumers";
import { endWith } from "../machine/cannot-run.mjs";
import { exitCode, renderTable, reportJson } from "./rows/report.ts";
import { surroundingsOf } from "./stack/surroundings.ts";
import { HELP, readArguments } from "./verify/arguments.ts";
import { fromEnvironment, fromStandardInput } from "./verify/given-values.ts";
import { targetOf } from "./verify/stack-target.ts";
import { verify } from "./verify/verify.ts";

/** What must never be printed, once it is known. */
let key = "";

/** The last door before a stream: whatever a library may have put into a text, the key does not pass. */
function withoutKey(line: string): string {
  // Shorter ones are no keys, and would be found in every other word.
  return key.length < 8 ? line : line.replaceAll(key, "[key]");
}

async function main(args: readonly string[]): Promise<number> {
  const { help, stack, json, timeout, previous, stdin, gcc } = readArguments(args);
  if (help) {
    console.log(HELP);
    return 0;
  }
  if (stdin && process.stdin.isTTY) console.error("Tenant ID, Client ID and key, a line each, then Ctrl-D:");
  const given = stdin
    ? { values: fromStandardInput(await text(process.stdin)), from: "standard input" }
    : environmentValues();
  key = given?.values.clientSecret ?? "";
  if (given && stack !== undefined)
    console.error(`Verifying the values of ${given.from}, not the outputs of ${stack}.`);
  const { env, ask, ca, close } = await surroundingsOf(stack);
  try {
    if (stack !== undefined) console.error(`Reading stack ${stack}.`);
    const target = await targetOf({ stack, given, previous, gcc, env, ask });
    key = target.values.clientSecret;
    const say = (line: string) => console.error(withoutKey(line));
    const found = await verify(target, { timeout, ca, say });
    // Before they are laid out: a table may break a long word, JSON escapes it.
    const rows = found.map((row) => ({ ...row, detail: withoutKey(row.detail) }));
    console.log(json ? reportJson("verify", stack, rows) : renderTable(rows, process.stdout.columns ?? 80));
    return exitCode(rows);
  } finally {
    await close();
  }
}

function environmentValues() {
  const values = fromEnvironment(process.env);
  return values && { values, from: "the environment" };
}

await endWith(() => main(process.argv.slice(2)), withoutKey);
