/** `npm start [-- command and options of pulumi]`: Pulumi on the dev stack, engine and embedded tenant included. */
import { exitCode, renderTable } from "../../commands/rows/report.ts";
import { targetOf } from "../../commands/verify/stack-target.ts";
import { verify } from "../../commands/verify/verify.ts";
import { CannotRun, endWith } from "../../machine/cannot-run.mjs";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { handOver } from "../../machine/hand-over.mjs";
import { say } from "../../machine/progress.mjs";
import { DEV_STACK } from "../../stack/command.ts";
import { devSurroundings } from "./dev-stack.ts";
import { asksForHelp, HELP, pulumiArguments } from "./start-arguments.ts";
import { NEXT, summary } from "./summary.ts";

await endWith(() => start(process.argv.slice(2)));

async function start(given: string[]): Promise<number> {
  if (asksForHelp(given)) {
    console.log(HELP);
    return 0;
  }
  const args = pulumiArguments(given, DEV_STACK);
  const { env, ask, ca, close } = await devSurroundings();
  const asked = async (...words: string[]) => {
    const { code, stdout, stderr } = await ask(words);
    if (code !== 0) throw new CannotRun(stderr.trim());
    return stdout;
  };
  try {
    await asked("stack", "select", "--create", DEV_STACK);
    const { code } = await handOver("pulumi", args, { cwd: PROJECT_FOLDER, env });
    if (code !== 0)
      console.error("\nWhat an error means: docs/failures.md, npm run -s explain, or npm run doctor -- --stack dev");
    if (code !== 0 || args[0] !== "up" || args.includes("--json")) return code;
    console.log(summary(JSON.parse(await asked("stack", "output", "--json", "--stack", DEV_STACK))));
    // "Provisioned" is not "works": the three values are tried as ESIA would.
    console.log("\nDo the three values work? (npm run verify -- --stack dev)\n");
    const target = await targetOf({ stack: DEV_STACK, env, ask });
    const rows = await verify(target, { ca, say });
    console.log(renderTable(rows, process.stdout.columns ?? 80));
    console.log(NEXT);
    return exitCode(rows);
  } finally {
    await close();
  }
}
