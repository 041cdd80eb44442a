/** What the dev stack is: its name, its tenant's address, where everything of it lives. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { pulumiEnvironment } from "./engine/environment.ts";
import { DEV_FOLDER, findEngine } from "./engine/find-engine.ts";
import { findPlugins } from "./engine/find-plugins.ts";
import { progressOn } from "./engine/progress.ts";
import { servedBy } from "./engine/report.ts";

export const STACK = "dev";
export const PROJECT_FOLDER = join(import.meta.dirname, "..");
export const TENANT_FOLDER = join(DEV_FOLDER, "tenant");

/**
 * Encrypts the dev stack's state. It is no secret and need not be one: it guards the keys of an invented tenant that ends
 * with this folder. Pulumi.dev.yaml holds the salt that goes with it, so that a first run leaves no change behind.
 */
const PASSPHRASE = "embedded tenant";

/** The port of the embedded tenant. Its address is part of the stack's configuration: a plain `pulumi` must find it, too. */
export function tenantPort(): number {
  const file = parse(readFileSync(join(PROJECT_FOLDER, `Pulumi.${STACK}.yaml`), "utf8"));
  const host: unknown = file?.config?.["azuread:metadataHost"];
  const port = /^localhost:(\d+)$/.exec(String(host))?.[1];
  if (port) return Number(port);
  throw new Error(
    `azuread:metadataHost in Pulumi.${STACK}.yaml must be localhost:PORT, the embedded tenant's address.`,
  );
}

/**
 * Finds engine and plugins, and says in one line which served.
 * @returns the environment for `pulumi`, without the tenant's part
 * @throws NoEngine when there is no engine to be had
 */
export async function enginesEnvironment(state = join(DEV_FOLDER, "state")): Promise<Record<string, string>> {
  const progress = progressOn();
  const engine = await findEngine({ progress });
  const plugins = await findPlugins({ engine, progress });
  progress.say(servedBy(engine, plugins));
  mkdirSync(state, { recursive: true });
  return pulumiEnvironment({ engine, plugins, home: join(DEV_FOLDER, "home"), state, passphrase: PASSPHRASE });
}
