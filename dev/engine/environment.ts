import { posix, win32 } from "node:path";
import type { Engine } from "./engine.ts";
import { pathOf } from "./on-path.ts";
import type { Plugin } from "./plugin.ts";

/** What decides how `pulumi` runs in the dev stack and the tests. */
export interface Run {
  readonly engine: Engine;
  readonly plugins: readonly Plugin[];
  /** The Pulumi home of this project: plugins, logs, the login to the folder below. */
  readonly home: string;
  /** The folder that holds the stacks' states; absolute. */
  readonly state: string;
  /** Encrypts the secrets in those states. */
  readonly passphrase: string;
}

/** Where the run takes place; by default here. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** The Node that runs the program. */
  readonly node: string;
  readonly platform: string;
}

/**
 * The environment in which `pulumi` runs. Of the user's own it takes all but the variables that begin with PULUMI_
 * (login, access token, backend, passphrase file, debug switches): nothing of the user's own Pulumi is read or changed.
 */
export function pulumiEnvironment(
  run: Run,
  { env, node, platform }: Surroundings = { env: process.env, node: process.execPath, platform: process.platform },
): Record<string, string> {
  const windows = platform === "win32";
  const { delimiter, dirname } = windows ? win32 : posix;
  const own = withoutPulumi(env);
  for (const name of Object.keys(own)) if (name.toUpperCase() === "PATH") delete own[name];
  const first = [...run.plugins.flatMap((plugin) => plugin.folders), ...run.engine.folders, dirname(node)];
  return {
    ...own,
    PATH: [...new Set(first), pathOf(env)].filter(Boolean).join(delimiter),
    PULUMI_HOME: run.home,
    PULUMI_BACKEND_URL: stateAddress(run.state),
    PULUMI_CONFIG_PASSPHRASE: run.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** An environment without what the user has set for Pulumi, and without empty places. */
export function withoutPulumi(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !/^PULUMI_/i.test(name)) kept[name] = value;
  }
  return kept;
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
