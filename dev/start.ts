/** `npm start [-- command and options of pulumi]`: Pulumi on the dev stack, engine and embedded tenant included. */
import { readFileSync } from "node:fs";
import { CannotRun, exitCode, renderTable } from "../commands/report/report.ts";
import { targetOf } from "../commands/verify/stack-target.ts";
import { verify } from "../commands/verify/verify.ts";
import { enginesEnvironment, STACK } from "./dev-stack.ts";
import { NoEngine } from "./engine/engine.ts";
import { askPulumi, runPulumi } from "./pulumi.ts";
import { runningTenant } from "./running-tenant.ts";
import { pulumiArguments } from "./start-arguments.ts";
import { NEXT, summary } from "./summary.ts";

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NoEngine || error instanceof CannotRun)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof CannotRun ? 2 : 1;
}

async function start(given: string[]): Promise<number> {
  const args = pulumiArguments(given, STACK);
  const engines = await enginesEnvironment();
  const tenant = await runningTenant();
  try {
    const env = { ...engines, ...tenant.environment };
    const selected = await askPulumi(["stack", "select", "--create", STACK], env);
    if (selected.code !== 0) {
      console.error(selected.stderr.trim());
      return selected.code;
    }
    const code = await runPulumi(args, env);
    if (code !== 0)
      console.error('\nWhat an error means: README.md, "When a run fails", or npm run doctor -- --stack dev');
    if (code !== 0 || args[0] !== "up" || args.includes("--json")) return code;
    const outputs = await askPulumi(["stack", "output", "--json", "--stack", STACK], env);
    if (outputs.code !== 0) {
      console.error(outputs.stderr.trim());
      return outputs.code;
    }
    console.log(summary(JSON.parse(outputs.stdout)));
    // "Provisioned" is not "works": the three values are tried as ESIA would.
    console.log("\nDo the three values work? (npm run verify -- --stack dev)\n");
    const rows = await verify(await targetOf({ stack: STACK, env, ask: (asked) => askPulumi(asked, env) }), {
      ca: readFileSync(tenant.environment["NODE_EXTRA_CA_CERTS"] as string, "utf8"),
      say: (line) => console.error(line),
    });
    console.log(renderTable(rows, process.stdout.columns ?? 80));
    console.log(NEXT);
    return exitCode(rows);
  } finally {
    await tenant.close();
  }
}
