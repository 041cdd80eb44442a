/** What the dev stack is: its tenant's address, the engine that runs it, where everything of it lives. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Surroundings } from "../../commands/stack/ask.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { DEV_FOLDER, PROJECT_FOLDER } from "../../machine/folders.mjs";
import { say } from "../../machine/progress.mjs";
import { runProgram } from "../../machine/run-program.mjs";
import { DEV_STACK } from "../../stack/command.ts";
import { pulumiEnvironment } from "../engine/environment.ts";
import { type Engine, findEngine } from "../engine/find-engine.ts";
import { findPlugins, type Plugin } from "../engine/find-plugins.ts";
import { pulumiHome } from "../engine/home.ts";
import { runningTenant } from "./running-tenant.ts";
import { settingsFile } from "./settings-file.ts";

/**
 * Encrypts the dev stack's state. It is no secret and need not be one: it guards the keys of an invented tenant that ends
 * with this folder. Pulumi.dev.yaml holds the salt that goes with it, so that a first run leaves no change behind.
 */
const PASSPHRASE = "embedded tenant";

/**
 * The dev stack's engine and tenant, found or started.
 * @throws CannotRun when there is no engine to be had, or another program holds the tenant's port
 */
export async function devSurroundings(): Promise<Required<Surroundings>> {
  const engines = await devEnvironment();
  const tenant = await runningTenant(tenantPort());
  const env = { ...engines, ...tenant.environment };
  return {
    env,
    ask: (args) => runProgram("pulumi", args, { cwd: PROJECT_FOLDER, env }),
    ca: readFileSync(env["NODE_EXTRA_CA_CERTS"] as string, "utf8"),
    close: tenant.close,
  };
}

/** The port of the embedded tenant. Its address is part of the stack's configuration: a plain `pulumi` must find it, too. */
export function tenantPort(): number {
  const settings = readFileSync(settingsFile(), "utf8");
  const port = /^ +azuread:metadataHost: "?localhost:(\d+)"?$/m.exec(settings)?.[1];
  if (port) return Number(port);
  throw new CannotRun(
    `azuread:metadataHost in Pulumi.${DEV_STACK}.yaml must be localhost:PORT, the embedded tenant's address.`,
  );
}

/**
 * Finds engine and plugins, and says which served.
 * @returns the environment for `pulumi`, without the tenant's part
 * @throws CannotRun when there is no engine to be had
 */
export async function enginesEnvironment(): Promise<Record<string, string>> {
  const engine = await findEngine();
  const plugins = await findPlugins(engine);
  // A line each, to fit a terminal.
  say(servedBy(engine, plugins).replaceAll("; ", ";\n  "));
  const home = await pulumiHome(plugins, DEV_FOLDER);
  const state = join(DEV_FOLDER, "state");
  mkdirSync(state, { recursive: true });
  return pulumiEnvironment({ engine, home, state, passphrase: PASSPHRASE });
}

/** The environment for `pulumi` on the dev stack, without the tenant's part. @throws CannotRun as above */
export async function devEnvironment(): Promise<Record<string, string>> {
  return {
    ...(await enginesEnvironment()),
    // What Pulumi writes of the dev stack's settings stays in .dev, and `pulumi stack rm` deletes nothing of the clone.
    PULUMI_OPTION_CONFIG_FILE: settingsFile(),
    PULUMI_OPTION_PRESERVE_CONFIG: "true",
  };
}

/** The sentence that says which engine and providers serve a run. */
export function servedBy(engine: Engine, plugins: readonly Plugin[]): string {
  const parts = plugins.map(({ name, origin }) => `; ${name}: ${origin}`);
  return `Engine: Pulumi ${engine.version} (${engine.origin})${parts.join("")}.`;
}
