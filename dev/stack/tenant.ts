/** `npm run tenant`: the embedded tenant alone, and the environment a plain `pulumi` needs for the dev stack. */
import { delimiter, dirname } from "node:path";
import { CannotRun, endWith } from "../../machine/cannot-run.mjs";
import { pathOf } from "../../machine/on-path.mjs";
import { enginesEnvironment, tenantPort } from "./dev-stack.ts";
import { exportLines } from "./export-lines.ts";
import { runningTenant } from "./running-tenant.ts";

/** What the engine adds to the reader's environment: the folders that go first on PATH, and Pulumi's own variables. */
function ours(environment: Record<string, string>): Record<string, string> {
  const [before, after] = [process.env, environment].map((env) => pathOf(env).split(delimiter));
  const first = after?.filter((folder) => !before?.includes(folder)) ?? [];
  const pulumi = Object.entries(environment).filter(([name]) => name.startsWith("PULUMI_"));
  return { ...Object.fromEntries(pulumi), PATH: [...first, dirname(process.execPath)].join(delimiter) };
}

const HELP = `npm run tenant

Runs the embedded tenant, an invented Microsoft 365 on this machine, until Ctrl-C, and
prints the environment in which a plain 'pulumi' works with it, stack dev.`;

await endWith(async () => {
  const [option] = process.argv.slice(2);
  if (option === "--help" || option === "-h") {
    console.log(HELP);
    return 0;
  }
  if (option !== undefined) throw new CannotRun(`${option} is no option here.\n\n${HELP}`);
  const engines = await enginesEnvironment();
  const { environment, close } = await runningTenant(tenantPort());
  console.log(`
The embedded tenant listens on https://${environment["ARM_METADATA_HOSTNAME"]}. In another terminal, set:
`);
  console.log(exportLines({ ...ours(engines), ...environment }, process.platform).join("\n"));
  console.log(`
Then, for example:  pulumi preview --stack dev
The first time:     pulumi stack init dev
Ctrl-C ends it; what was made stays in .dev/ for the next start.`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void close().then(() => process.exit(0)));
  return 0;
});
