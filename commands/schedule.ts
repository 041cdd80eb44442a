/** `npm run schedule`: the logic of .github/workflows/schedule.yml. It reads what the run's steps left, and asks no tenant. */
import { appendFileSync } from "node:fs";
import { today as todayIs } from "../keys/today.ts";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { printed } from "../machine/printed.mjs";
import { runProgram } from "../machine/run-program.mjs";
import { isLoopback } from "../microsoft/this-machine.ts";
import { type Command, pulumiCommand } from "../stack/command.ts";
import { readArguments, USAGE } from "./schedule/arguments.ts";
import { issueOf, open } from "./schedule/issue.ts";
import { judge } from "./schedule/judge.ts";
import { doing } from "./schedule/plan.ts";
import { readResults } from "./schedule/results.ts";
import { summary } from "./schedule/summary.ts";

/** Characters of a summary; GitHub takes a million. */
const A_PAGE = 100_000;

async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { word, stack, help } = readArguments(args);
  const command = (words: string) => pulumiCommand(words, stack || undefined);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const today = dayOf(env, command);
  if (word === "plan") {
    console.log(`do=${doing(env["ASKED"] ?? "", today)}`);
    return 0;
  }
  const results = readResults(env["RUNNER_TEMP"] || ".", env);
  const judged = judge(results, { today, strict: env["ESIA_RED_UNTIL_TYPED"] === "true", command });
  if (word === "issue") {
    if (!judged.handOver) {
      console.log("No older key can be in use: nobody is to be told.");
      return 0;
    }
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
    const run = server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined;
    console.log(await open(issueOf(stack, judged.handOver, run), (gh) => runProgram("gh", gh, { env })));
    return 0;
  }
  const text = printed(`${summary(stack, results, judged)}\n`, A_PAGE);
  const file = env["GITHUB_STEP_SUMMARY"];
  if (file) appendFileSync(file, text);
  else console.log(text);
  for (const failure of judged.failures) console.error(printed(failure));
  return judged.failures.length > 0 ? 1 : 0;
}

/** The day that an `up` takes for today. @throws CannotRun where it would refuse to */
function dayOf(env: NodeJS.ProcessEnv, command: Command): ReturnType<typeof todayIs> {
  const embedded = isLoopback(env["ARM_METADATA_HOSTNAME"]);
  try {
    return todayIs({ asOf: env["ESIA_AS_OF"], preview: false, embedded, now: Date.now(), command });
  } catch (refusal) {
    throw new CannotRun((refusal as Error).message);
  }
}

await endWith(() => main(process.argv.slice(2), process.env));
