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

/** A user's: the operator's own ways in are closed, so that azuread asks the Azure CLI. */
function asUser(azureCli: Record<string, string>): Record<string, string> {
  return { ...azureCli, ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "", ARM_USE_CLI: "true" };
}

const HELP = `npm run tenant

Runs the embedded tenant, an invented Microsoft 365 on this machine, until Ctrl-C, and
says how another terminal gets the environment in which a plain 'pulumi' works on it.`;

const signInAs = (password: string) => `
As a user in place of the operator, with the Azure CLI: load user.sh (.fish, .ps1) in
place of dev.sh, which keeps your own sign-ins out of it, and

  az login --allow-no-subscriptions --use-device-code

as admin@embedded.onmicrosoft.com (or apps, grants, nobody, mfa, blocked), whose
password is ${password}
`;

await endWith(async () => {
  const [option] = process.argv.slice(2);
  if (option === "--help" || option === "-h") {
    console.log(HELP);
    return 0;
  }
  if (option !== undefined) throw new CannotRun(`${option} is no option here.\n\n${HELP}`);
  const engines = await devEnvironment();
  const { environment, user, close } = await runningTenant(tenantPort());
  const shell = join(DEV_FOLDER, "shell");
  writeShellFiles({ ...ours(engines), ...environment }, shell, "dev");
  if (user) writeShellFiles({ ...ours(engines), ...environment, ...asUser(user.environment) }, shell, "user");
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
${user ? signInAs(user.password) : ""}
Ctrl-C ends it; what was made stays in .dev/ for the next start.`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void close().then(() => process.exit(0)));
  return 0;
});
