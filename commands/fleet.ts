/** `npm run fleet`: all stacks at once, for whoever runs many tenants. Reads only. */
import { availableParallelism } from "node:os";
import type { Temporal } from "temporal-polyfill";
import { pretended, today as todayIs } from "../keys/today.ts";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { pulumiCommand } from "../stack/command.ts";
import { type Arguments, readArguments, USAGE } from "./fleet/arguments.ts";
import { counting } from "./fleet/counting.ts";
import { type Interruptible, interruptible } from "./fleet/interruptible.ts";
import { asked, dueOf, groups, matrix } from "./fleet/matrix.ts";
import { type Proved, provedExit, provedJson, provedLines, provedSummary } from "./fleet/proved.ts";
import { listStacks, matches } from "./fleet/stacks.ts";
import { standings } from "./fleet/status.ts";
import { statusExit, statusJson, statusTable } from "./fleet/status-table.ts";
import { proveAll } from "./fleet/verify.ts";

/** A verify waits for the network most of its time. */
const VERIFIED_AT_ONCE = 8;

const say = (line: string) => console.error(line);
const columns = () => process.stdout.columns ?? 80;

async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const wanted = readArguments(args);
  if (wanted.help) {
    console.log(USAGE);
    return 0;
  }
  const run = interruptible();
  const atEnd: (() => string)[] = [];
  const works = { status, verify: verifyAll, matrix: printMatrix }[wanted.word];
  const ended = await Promise.race([
    works(wanted, run, env, (summary) => atEnd.push(summary)),
    run.interrupted.then((code) => ({ code })),
  ]);
  if (typeof ended === "number") return ended;
  // Open connections are not waited for; what was found so far is.
  const text = `${atEnd.map((summary) => summary()).join("\n")}\nInterrupted.\n`;
  return new Promise((_, fail) => {
    process.stderr.write(text, (error) => (error ? fail(error) : process.exit(ended.code)));
  });
}

type Work = (
  wanted: Arguments,
  run: Interruptible,
  env: NodeJS.ProcessEnv,
  /** What is said should somebody end it. */
  atEnd: (summary: () => string) => void,
) => Promise<number>;

const status: Work = async ({ only, atOnce = 2 * availableParallelism(), json }, { ask }, env) => {
  const today = dayOf(env);
  const stacks = await listStacks(ask, only, say);
  say(`Reading ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}, ${atOnce} at a time.`);
  const found = await standings(stacks, { ask, today, atOnce, say });
  console.log(json ? statusJson(found) : statusTable(found, columns()));
  return statusExit(found);
};

const verifyAll: Work = async ({ only, atOnce = VERIFIED_AT_ONCE, json, timeout }, { ask, stopped }, env, atEnd) => {
  const stacks = await listStacks(ask, only, say);
  say(`Verifying ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}, ${atOnce} at a time.`);
  const found: Proved[] = [];
  const summary = () => provedSummary(found, stacks.length);
  atEnd(summary);
  const done = json ? counting("Verified", stacks.length, say) : () => {};
  const tell = (one: Proved) => {
    found.push(one);
    done();
    if (!json) console.log(provedLines(one, columns()));
  };
  await proveAll(stacks, { ask, env, atOnce, timeout, now: () => new Date(), tell, stopped });
  if (json) console.log(provedJson(found));
  else console.log(`\n${summary()}`);
  return provedExit(found);
};

const printMatrix: Work = async (wanted, { ask }, env) => {
  const { only, atOnce = 2 * availableParallelism() } = wanted;
  const which = asked(env["ESIA_STACKS"]);
  const given = "names" in which ? which.names.filter((name) => only === undefined || matches(name, only)) : undefined;
  let names = given;
  if (names === undefined || wanted.due) {
    const today = dayOf(env);
    const listed = await listStacks(ask, only, say);
    const stacks = listed.filter(({ name, resources }) => resources !== 0 && (given?.includes(name) ?? true));
    const left = listed.filter(({ resources }) => resources === 0).map(({ name }) => name);
    if (left.length > 0) say(`Not connected yet, so left out: ${left.join(", ")}.`);
    const due = wanted.due || "due" in which;
    names = due ? dueOf(await standings(stacks, { ask, today, atOnce, say })) : stacks.map(({ name }) => name);
  }
  console.log((wanted.groups ? groups : matrix)(names));
  return 0;
};

/** Another day may be looked at, as in a preview: nothing here changes a tenant. @throws CannotRun for what is no day */
function dayOf(env: NodeJS.ProcessEnv): Temporal.PlainDate {
  try {
    const line = pretended(env["ESIA_AS_OF"]);
    if (line) say(line.text);
    const command = (words: string) => pulumiCommand(words, undefined);
    return todayIs({ asOf: env["ESIA_AS_OF"], preview: true, embedded: false, now: Date.now(), command });
  } catch (refusal) {
    throw new CannotRun((refusal as Error).message);
  }
}

await endWith(() => main(process.argv.slice(2), process.env));
