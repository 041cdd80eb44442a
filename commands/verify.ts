/** `npm run verify`: proves that what a stack made opens what ESIA needs. */
import { buffer } from "node:stream/consumers";
import { endWith } from "../machine/cannot-run.mjs";
import { exitCode, renderTable, reportJson } from "./rows/report.ts";
import { surroundingsOf } from "./stack/surroundings.ts";
import { HELP, readArguments } from "./verify/arguments.ts";
import { decoded, fromEnvironment, fromStandardInput, type Given } from "./verify/given-values.ts";
import { targetOf } from "./verify/stack-target.ts";
import { typedUnseen } from "./verify/typed.ts";
import { verify } from "./verify/verify.ts";

/** What must never be printed, once it is known. */
let key = "";

/** The last door before a stream: whatever a library may have put into a text, the key does not pass. */
function withoutKey(line: string): string {
  // Shorter ones are no keys, and would be found in every other word.
  return key.length < 8 ? line : line.replaceAll(key, "[key]");
}

async function main(args: readonly string[]): Promise<number> {
  const { help, stack, json, timeout, previous, key: number, warnDays, stdin, gcc } = readArguments(args);
  if (help) {
    console.log(HELP);
    return 0;
  }
  const given = stdin ? named(fromStandardInput(await standardInput()), "standard input") : environmentValues();
  key = given?.values.clientSecret ?? "";
  if (given?.note !== undefined) console.error(given.note);
  if (given && stack !== undefined)
    console.error(`Verifying the values of ${given.from}, not the outputs of ${stack}.`);
  const { env, ask, ca, close } = await surroundingsOf(stack);
  try {
    if (stack !== undefined) console.error(`Reading stack ${stack}.`);
    const target = await targetOf({ stack, given, previous, number, gcc, env, ask });
    key = target.values.clientSecret;
    const say = (line: string) => console.error(withoutKey(line));
    const found = await verify(target, { timeout, warnDays, ca, say });
    // Before they are laid out: a table may break a long word, JSON escapes it.
    const rows = found.map((row) => ({ ...row, detail: withoutKey(row.detail) }));
    console.log(json ? reportJson("verify", stack, rows) : renderTable(rows, process.stdout.columns ?? 80));
    return exitCode(rows);
  } finally {
    await close();
  }
}

function environmentValues() {
  const given = fromEnvironment(process.env);
  return given && named(given, "the environment");
}

function named(given: Given, from: string) {
  return { ...given, from };
}

async function standardInput(): Promise<string> {
  const { stdin, stderr } = process;
  return stdin.isTTY ? await typedUnseen(stdin, (shown) => stderr.write(shown)) : decoded(await buffer(stdin));
}

await endWith(() => main(process.argv.slice(2)), withoutKey);
