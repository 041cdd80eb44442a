import { posix, win32 } from "node:path";
import { withFirst } from "../../machine/on-path.mjs";
import type { Engine } from "./find-engine.ts";

/** What decides how `pulumi` runs in the dev stack and the tests. */
export interface Run {
  readonly engine: Engine;
  /** The Pulumi home of this run: plugins, logs. */
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
  { engine, home, state, passphrase }: Run,
  { env, node, platform }: Surroundings = { env: process.env, node: process.execPath, platform: process.platform },
): Record<string, string> {
  const { delimiter, dirname } = platform === "win32" ? win32 : posix;
  const ours = engine.origin === "PATH" ? [] : [dirname(engine.command)];
  return {
    ...withFirst(withoutPulumi(env), [...ours, dirname(node)], delimiter),
    PULUMI_HOME: home,
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_BACKEND_URL: stateAddress(state),
    PULUMI_CONFIG_PASSPHRASE: passphrase,
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
