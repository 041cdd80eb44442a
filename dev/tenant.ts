/** `npm run tenant`: the embedded tenant alone, and the environment a plain `pulumi` needs for the dev stack. */
import { delimiter, dirname } from "node:path";
import { enginesEnvironment } from "./dev-stack.ts";
import { exportLines } from "./export-lines.ts";
import { runningTenant } from "./running-tenant.ts";

/** What the engine adds to the reader's environment: the folders that go first on PATH, and Pulumi's own variables. */
function ours(environment: Record<string, string>): Record<string, string> {
  const before = process.env["PATH"]?.split(delimiter) ?? [];
  const first = environment["PATH"]?.split(delimiter).filter((folder) => !before.includes(folder)) ?? [];
  const pulumi = Object.entries(environment).filter(([name]) => name.startsWith("PULUMI_"));
  return { ...Object.fromEntries(pulumi), PATH: [...first, dirname(process.execPath)].join(delimiter) };
}

const engines = await enginesEnvironment();
const tenant = await runningTenant();
const environment = { ...ours(engines), ...tenant.environment };
console.log(`
The embedded tenant listens on https://${tenant.environment["ARM_METADATA_HOSTNAME"]}. In another terminal, set:
`);
console.log(exportLines(environment, process.platform).join("\n"));
console.log(`
Then, for example:  pulumi preview --stack dev
The first time:     pulumi stack init dev
Ctrl-C ends it; what was made stays in .dev/ for the next start.`);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    void tenant.close().then(() => process.exit(0));
  });
