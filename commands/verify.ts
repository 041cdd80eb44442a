/** `npm run verify`: proves that what a stack made opens what ESIA needs. */
import { endWith } from "../machine/cannot-run.mjs";
import { asksForLine } from "../machine/plugin-door.mjs";
import { UNKNOWN } from "../machine/plugin-line.mjs";
import { say as tell } from "../machine/progress.mjs";
import { endWithVerdict } from "./plugin/end.ts";
import { look } from "./plugin/look.ts";
import type { Thresholds } from "./plugin/problem.ts";
import { type Verdict, verdict } from "./plugin/verdict.ts";
import { exitCode, renderTable, reportJson } from "./rows/report.ts";
import { surroundingsOf } from "./stack/surroundings.ts";
import { type Arguments, HELP, readArguments } from "./verify/arguments.ts";
import { decoded, fromEnvironment, fromStandardInput, type Given } from "./verify/given-values.ts";
import { targetOf } from "./verify/stack-target.ts";
import type { Target } from "./verify/target.ts";
import { typedUnseen } from "./verify/typed.ts";
import { valuesFrom } from "./verify/values-from.ts";
import { verify } from "./verify/verify.ts";
import { rowsWithoutKey, withoutKey } from "./verify/without-key.ts";

/** What must never be printed, once it is known. */
let key = "";

async function main(args: readonly string[]): Promise<number> {
  const wanted = readArguments(args);
  const { help, stack, json, timeout, warnDays, plugin } = wanted;
  if (help) {
    console.log(HELP);
    return plugin ? UNKNOWN : 0;
  }
  const say = (line: string) => tell(withoutKey(line, key));
  const found = await withTarget(wanted, say, (target, ca) => verify(target, { timeout, warnDays, ca, say }));
  const rows = rowsWithoutKey(found, key);
  console.log(json ? reportJson("verify", stack, rows) : renderTable(rows, process.stdout.columns ?? 80));
  return exitCode(rows);
}

/** The same question for a monitor, which reads one line. */
async function oneLine(wanted: Arguments, thresholds: Thresholds): Promise<Verdict> {
  return await withTarget(
    wanted,
    () => {},
    async (target, ca, holder) => {
      const { stack, older } = target;
      return verdict(await look(target, { ca, today: new Date() }), thresholds, { holder, stack, older });
    },
  );
}

/**
 * @param say gets a line about what is read
 * @param use gets what is verified, certificates to trust, and who gave the values in place of the stack
 */
async function withTarget<Result>(
  { stack, previous, key: number, stdin, gcc }: Arguments,
  say: (line: string) => void,
  use: (target: Target, ca: string | undefined, holder: string | undefined) => Promise<Result>,
): Promise<Result> {
  const given = stdin ? named(fromStandardInput(await standardInput()), "standard input") : environmentValues();
  key = given?.values.clientSecret ?? "";
  if (given?.note !== undefined) say(given.note);
  if (given && stack !== undefined) say(`Verifying the values of ${given.from}, not the outputs of ${stack}.`);
  const { env, ask, ca, close } = await surroundingsOf(stack);
  try {
    if (stack !== undefined) say(`Reading stack ${stack}.`);
    const target = await targetOf({ stack, given, previous, number, gcc, env, ask });
    key = target.values.clientSecret;
    return await use(target, ca, given?.from);
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
  return stdin.isTTY ? await typedUnseen(stdin, (shown) => stderr.write(shown)) : decoded(await valuesFrom(stdin));
}

const args = process.argv.slice(2);
const harmless = (text: string) => withoutKey(text, key);
if (asksForLine("verify", args, {}) && !args.some((arg) => arg === "--help" || arg === "-h")) {
  await endWithVerdict(() => {
    const wanted = readArguments(args);
    const { thresholds, timeout } = wanted.plugin as NonNullable<Arguments["plugin"]>;
    return { timeout, work: () => oneLine(wanted, thresholds) };
  }, harmless);
} else await endWith(() => main(args), harmless);
