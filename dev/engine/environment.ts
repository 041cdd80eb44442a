import { dirname } from "node:path";
import { withFirst } from "../../machine/on-path.mjs";
import type { Engine } from "./find-engine.ts";

/**
 * The environment in which `pulumi` runs, with this process's Node. Of the user's own it takes all but the variables that
 * begin with PULUMI_ (login, access token, backend, passphrase file, debug switches): nothing of the user's own Pulumi is
 * read or changed.
 *
 * @param run the Pulumi home, which holds a launcher for each plugin that is to serve; the folder of the stacks' states,
 *   absolute; what encrypts the secrets in them
 */
export function pulumiEnvironment(
  run: { engine: Engine; home: string; state: string; passphrase: string },
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  // An engine from PATH is found there already.
  const ours = run.engine.origin === "from PATH" ? [] : [dirname(run.engine.command)];
  return {
    ...withFirst(withoutPulumi(env), [...ours, dirname(process.execPath)]),
    PULUMI_HOME: run.home,
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_BACKEND_URL: stateAddress(run.state),
    PULUMI_CONFIG_PASSPHRASE: run.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** An environment without what the user has set for Pulumi, and without empty places. */
export function withoutPulumi(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !/^PULUMI_/i.test(name));
  return Object.fromEntries(kept) as Record<string, string>;
}

/**
 * The address of a folder as a Pulumi backend. On Windows it is `file://C:/folder`, with two slashes: Pulumi makes what
 * follows them absolute (massageBlobPath in pkg/backend/diy/backend.go of github.com/pulumi/pulumi).
 */
export function stateAddress(folder: string): string {
  const slashed = /^[A-Za-z]:/.test(folder) ? folder.replaceAll("\\", "/") : folder;
  const path = encodeURI(slashed).replaceAll("?", "%3F").replaceAll("#", "%23");
  return `file://${path}`;
}
