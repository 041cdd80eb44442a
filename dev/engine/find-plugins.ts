import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { DEV_FOLDER } from "../../machine/folders.mjs";
import { findOnPath, pathOf, pathWithout } from "../../machine/on-path.mjs";
import { type Progress, progressOn } from "../../machine/progress.mjs";
import { Refusal } from "../../machine/refusal.mjs";
import { NEEDED_PLUGINS, type NeededPlugin, pluginVersion } from "../../machine/versions.ts";
import type { Engine } from "./find-engine.ts";
import { downloadPlugin, PLUGIN_ADDRESS } from "./plugin-download.ts";

const SUBSTITUTES = join(import.meta.dirname, "plugins");

/** The provider plugin of a run, and how it came. */
export interface Plugin {
  readonly name: NeededPlugin["name"];
  /** The version that the program's SDK asks for. */
  readonly needed: string;
  /** Its own; undefined for one on PATH that does not tell. */
  readonly version: string | undefined;
  readonly origin: "PATH" | "installed" | "download" | "substitute";
  /** What starts it: an executable, and its first arguments. */
  readonly words: readonly string[];
}

/** Where plugins are looked for and kept; every field but the engine has the project's own default. */
export interface PluginSearch {
  /** Downloads them. */
  readonly engine: Engine;
  /** The project's git-ignored folder. */
  readonly dev: string;
  /** PATH, PULUMI_HOME (the user's, read only) and ESIA_PLUGINS are read from it. */
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** Where Pulumi publishes plugins; tests put a loopback address here. */
  readonly address: string;
}

/**
 * Finds each needed plugin: on PATH, downloaded before, in the user's own Pulumi home, downloaded, or this project's
 * substitute, in this order (ESIA_PLUGINS=substitute takes the substitutes).
 *
 * @returns one entry for each of NEEDED_PLUGINS, in that order
 * @throws Refusal when ESIA_PLUGINS has an unknown value
 */
export async function findPlugins(options: Pick<PluginSearch, "engine"> & Partial<PluginSearch>): Promise<Plugin[]> {
  const search = { dev: DEV_FOLDER, env: process.env, progress: progressOn(), address: PLUGIN_ADDRESS, ...options };
  return Promise.all(NEEDED_PLUGINS.map((needed) => findPlugin(needed, search)));
}

async function findPlugin(needed: NeededPlugin, search: PluginSearch): Promise<Plugin> {
  const { dev, env } = search;
  const { name, version } = needed;
  const plugin = (origin: Plugin["origin"], ...words: string[]) => ({ name, needed: version, version, origin, words });
  const substitute = plugin("substitute", process.execPath, join(SUBSTITUTES, `${name}.ts`));
  if (onlySubstitute(name, process.platform, env["ESIA_PLUGINS"])) return substitute;

  const onPath = findOnPath(`pulumi-resource-${name}`, pathWithout(pathOf(env), dev));
  if (onPath) return { ...plugin("PATH", onPath), version: await pluginVersion(onPath) };
  const downloads = join(dev, "downloads");
  const before = installedIn(downloads, needed);
  if (before) return plugin("download", before);
  const theirs = installedIn(env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), needed);
  // In a shell of the dev stack's environment it is not the user's home but ours.
  if (theirs && !theirs.startsWith(dev)) return plugin("installed", theirs);
  await downloadPlugin(needed, downloads, search);
  const fresh = installedIn(downloads, needed);
  return fresh ? plugin("download", fresh) : substitute;
}

/**
 * Whether no real plugin may serve.
 *
 * @param platform as `process.platform`
 * @param forced the environment variable ESIA_PLUGINS: `substitute` takes those of this project alone
 * @throws Refusal when the word is unknown
 */
export function onlySubstitute(name: Plugin["name"], platform: string, forced = ""): boolean {
  if (forced !== "" && forced !== "substitute") {
    throw new Refusal(`ESIA_PLUGINS is "${forced}"; it can be substitute, or be left unset.`);
  }
  // The real azuread must trust the embedded tenant's certificate, which it is told by SSL_CERT_FILE. Go reads that
  // everywhere but on macOS and Windows (https://pkg.go.dev/crypto/x509, SystemCertPool).
  const cannotTrust = name === "azuread" && (platform === "darwin" || platform === "win32");
  return forced !== "" || cannotTrust;
}

/** A plugin in a Pulumi home. */
function installedIn(home: string, { name, version }: NeededPlugin): string | undefined {
  const folder = join(home, "plugins", `resource-${name}-v${version}`);
  // Pulumi marks an installation that is not finished with such a file (workspace/plugins.go).
  return existsSync(`${folder}.partial`) ? undefined : findOnPath(`pulumi-resource-${name}`, folder);
}
