/** `npm start [-- command and options of pulumi]`: Pulumi on the dev stack, engine and embedded tenant included. */
import { enginesEnvironment, STACK } from "./dev-stack.ts";
import { NoEngine } from "./engine/engine.ts";
import { askPulumi, runPulumi } from "./pulumi.ts";
import { runningTenant } from "./running-tenant.ts";
import { pulumiArguments } from "./start-arguments.ts";
import { summary } from "./summary.ts";

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NoEngine)) throw error;
  console.error(error.message);
  process.exitCode = 1;
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
    if (code !== 0 || args[0] !== "up" || args.includes("--json")) return code;
    const outputs = await askPulumi(["stack", "output", "--json", "--stack", STACK], env);
    if (outputs.code === 0) console.log(summary(JSON.parse(outputs.stdout)));
    return outputs.code;
  } finally {
    await tenant.close();
  }
}
