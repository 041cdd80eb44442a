/** `npm run tenant`: the embedded tenant alone, and the environment a plain `pulumi` needs for the dev stack. */
import { enginesEnvironment } from "./dev-stack.ts";
import { exportLines } from "./export-lines.ts";
import { runningTenant } from "./running-tenant.ts";

const engines = await enginesEnvironment();
const tenant = await runningTenant();
const { PATH, PULUMI_HOME, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = engines;
const environment = { PATH, PULUMI_HOME, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE, ...tenant.environment };
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
// Where another process of this folder runs the tenant, this one only shows how to reach it and ends.
