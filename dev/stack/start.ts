/** `npm start [-- command and options of pulumi]`: Pulumi on the dev stack, engine and embedded tenant included. */
import { exitCode, renderTable } from "../../commands/rows/report.ts";
import type { Surroundings } from "../../commands/stack/ask.ts";
import { targetOf } from "../../commands/verify/stack-target.ts";
import { verify } from "../../commands/verify/verify.ts";
import { CannotRun, endWith } from "../../machine/cannot-run.mjs";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { handOver } from "../../machine/hand-over.mjs";
import { say } from "../../machine/progress.mjs";
import { DEV_STACK } from "../../stack/command.ts";
import { devSurroundings } from "./dev-stack.ts";
import { quietUp } from "./quiet-up.ts";
import { asksForHelp, HELP, pulumiArguments, tellsAll } from "./start-arguments.ts";
import { done, NEXT, proved, summary } from "./summary.ts";

await endWith(() => start(process.argv.slice(2)));

async function start(given: string[]): Promise<number> {
  if (asksForHelp(given)) {
    console.log(HELP);
    return 0;
  }
  const args = pulumiArguments(given, DEV_STACK);
  const dev = await devSurroundings();
  try {
    await asked(dev, "stack", "select", "--create", DEV_STACK);
    if (args[0] !== "up" || args.includes("--json")) return (await plainly(args, dev)).code;
    const all = tellsAll(given);
    const { code, changes } = all ? await plainly(args, dev) : await quietUp(args, dev.env);
    if (code !== 0) {
      console.error("\nWhat an error means: docs/failures.md, npm run -s explain, or npm run doctor -- --stack dev");
      return code;
    }
    return await tell(dev, all ? undefined : changes);
  } finally {
    await dev.close();
  }
}

/** Pulumi as it is. */
async function plainly(
  args: string[],
  { env }: Surroundings,
): Promise<{ code: number; changes?: Record<string, number> }> {
  return handOver("pulumi", args, { cwd: PROJECT_FOLDER, env });
}

/**
 * The result: "provisioned" is not "works", so the three values are tried as ESIA would.
 * @param changes what the run changed; undefined where Pulumi told it all, and everything is told here, too
 */
async function tell(dev: Surroundings, changes: Record<string, number> | undefined): Promise<number> {
  const outputs = JSON.parse(await asked(dev, "stack", "output", "--json", "--stack", DEV_STACK));
  console.log(`${changes ? `\n${done(changes)}` : ""}${summary(outputs)}`);
  const { env, ask, ca } = dev;
  const target = await targetOf({ stack: DEV_STACK, env, ask });
  const rows = await verify(target, { ca, say: changes ? () => {} : say });
  const told = changes ? rows.filter(({ result }) => result === "fail" || result === "warn") : rows;
  console.log(`\n${proved(rows)} (npm run verify -- --stack ${DEV_STACK})`);
  if (told.length > 0) console.log(`\n${renderTable(told, process.stdout.columns ?? 80)}`);
  console.log(NEXT);
  return exitCode(rows);
}

async function asked({ ask }: Surroundings, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await ask(words);
  if (code !== 0) throw new CannotRun(stderr.trim());
  return stdout;
}
