/** `npm run tenant`: the embedded tenant alone, and the environment a plain `pulumi` needs for the dev stack. */
import { delimiter, dirname, join } from "node:path";
import { CannotRun, endWith } from "../../machine/cannot-run.mjs";
import { DEV_FOLDER, PROJECT_FOLDER } from "../../machine/folders.mjs";
import { pathOf } from "../../machine/on-path.mjs";
import { runProgram } from "../../machine/run-program.mjs";
import { DEV_STACK } from "../../stack/command.ts";
import { devEnvironment, tenantPort } from "./dev-stack.ts";
import { runningTenant } from "./running-tenant.ts";
import { writeShellFiles } from "./shell-files.ts";

/** What the engine adds to the reader's environment: the folders that go first on PATH, and Pulumi's own variables. */
function ours(environment: Record<string, string>): Record<string, string> {
  const [before, after] = [process.env, environment].map((env) => pathOf(env).split(delimiter));
  const first = after?.filter((folder) => !before?.includes(folder)) ?? [];
  const pulumi = Object.entries(environment).filter(([name]) => name.startsWith("PULUMI_"));
  return { ...Object.fromEntries(pulumi), PATH: [...first, dirname(process.execPath)].join(delimiter) };
}

const HELP = `npm run tenant

Runs the embedded tenant, an invented Microsoft 365 on this machine, until Ctrl-C, and
says how another terminal gets the environment in which a plain 'pulumi' works on it.`;

await endWith(async () => {
  const [option] = process.argv.slice(2);
  if (option === "--help" || option === "-h") {
    console.log(HELP);
    return 0;
  }
  if (option !== undefined) throw new CannotRun(`${option} is no option here.\n\n${HELP}`);
  const engines = await devEnvironment();
  const { environment, close } = await runningTenant(tenantPort());
  writeShellFiles({ ...ours(engines), ...environment }, join(DEV_FOLDER, "shell"));
  await runProgram("pulumi", ["stack", "select", "--create", DEV_STACK], {
    cwd: PROJECT_FOLDER,
    env: { ...engines, ...environment },
  });
  console.log(`
The embedded tenant listens on https://${environment["ARM_METADATA_HOSTNAME"]}. In another
terminal, in this folder, load its environment:

  . .dev/shell/dev.sh             bash, zsh and the like
  source .dev/shell/dev.fish      fish
  . .\\.dev\\shell\\dev.ps1         PowerShell

Then a plain 'pulumi' works on it, for example: pulumi preview --stack ${DEV_STACK}
Ctrl-C ends it; what was made stays in .dev/ for the next start.`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void close().then(() => process.exit(0)));
  return 0;
});
