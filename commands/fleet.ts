/** `npm run fleet`: all stacks at once, for whoever runs many tenants. Reads only. */
import { availableParallelism } from "node:os";
import type { Temporal } from "temporal-polyfill";
import { pretended, today as todayIs } from "../keys/today.ts";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { runProgram } from "../machine/run-program.mjs";
import { pulumiCommand } from "../stack/command.ts";
import { readArguments, USAGE } from "./fleet/arguments.ts";
import { listStacks } from "./fleet/stacks.ts";
import { standings } from "./fleet/status.ts";
import { statusExit, statusJson, statusTable } from "./fleet/status-table.ts";
import type { AskPulumi } from "./stack/ask.ts";

const say = (line: string) => console.error(line);

async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { only, atOnce = 2 * availableParallelism(), json, help } = readArguments(args);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const today = dayOf(env);
  const ask: AskPulumi = (words) => runProgram("pulumi", words);
  const stacks = await listStacks(ask, only);
  say(`Reading ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}, ${atOnce} at a time.`);
  const found = await standings(stacks, { ask, today, atOnce, say });
  console.log(json ? statusJson(found) : statusTable(found, process.stdout.columns ?? 80));
  return statusExit(found);
}

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
