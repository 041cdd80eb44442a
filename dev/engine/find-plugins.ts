import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { DEV_FOLDER } from "../../machine/folders.mjs";
import { findOnPath, pathOf } from "../../machine/on-path.mjs";
import { NEEDED_PLUGINS, type NeededPlugin, pluginVersion } from "../../machine/versions.ts";
import type { Engine, Search } from "./find-engine.ts";
import { downloadPlugin } from "./plugin-download.ts";

const SUBSTITUTES = join(import.meta.dirname, "..", "stand-ins", "providers");

export type PluginSearch = Omit<Search, "addresses">;

/** The provider plugin of a run. */
export interface Plugin extends NeededPlugin {
  /** How it came, and in which version where that can be another than the one that is needed. */
  readonly origin: string;
  /** What starts it: an executable, and its first arguments. */
  readonly words: readonly string[];
}

/**
 * Finds each needed plugin: on PATH, downloaded before, in the user's own Pulumi home, downloaded, or this project's
 * substitute, in this order (ESIA_PLUGINS=substitute takes the substitutes).
 *
 * @param engine downloads them
 * @param given tests look elsewhere; of `env` PATH, PULUMI_HOME (the user's, read only) and ESIA_PLUGINS are read
 * @returns one entry for each of NEEDED_PLUGINS, in that order
 * @throws CannotRun when ESIA_PLUGINS has an unknown value
 */
export async function findPlugins(engine: Engine, given: Partial<PluginSearch> = {}): Promise<Plugin[]> {
  const search = { dev: DEV_FOLDER, env: process.env, ...given };
  return Promise.all(NEEDED_PLUGINS.map((needed) => findPlugin(needed, engine, search)));
}

async function findPlugin(needed: NeededPlugin, engine: Engine, search: PluginSearch): Promise<Plugin> {
  const { dev, env } = search;
  const { name, version } = needed;
  const plugin = (origin: string, ...words: string[]): Plugin => ({ ...needed, origin, words });
  const substitute = plugin("substitute of this project", process.execPath, join(SUBSTITUTES, `${name}.ts`));
  if (onlySubstitute(name, process.platform, env["ESIA_PLUGINS"])) return substitute;

  const onPath = findOnPath(`pulumi-resource-${name}`, pathOf(env));
  if (onPath) return plugin(`${(await pluginVersion(onPath)) ?? "unknown version"} from PATH`, onPath);
  const downloads = join(dev, "downloads");
  const before = installedIn(downloads, needed);
  if (before) return plugin(`${version} official download`, before);
  const theirs = installedIn(env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), needed);
  // In a shell of the dev stack's environment it is not the user's home but ours.
  if (theirs && !theirs.startsWith(dev)) return plugin(`${version} from your Pulumi home`, theirs);
  await downloadPlugin(needed, downloads, engine, env);
  const downloaded = installedIn(downloads, needed);
  return downloaded ? plugin(`${version} official download`, downloaded) : substitute;
}

/**
 * Whether no real plugin may serve.
 *
 * @param platform as `process.platform`
 * @param forced the environment variable ESIA_PLUGINS: `substitute` takes those of this project alone
 * @throws CannotRun when the word is unknown
 */
export function onlySubstitute(name: Plugin["name"], platform: string, forced = ""): boolean {
  if (forced !== "" && forced !== "substitute") {
    throw new CannotRun(`ESIA_PLUGINS is "${forced}"; it can be substitute, or be left unset.`);
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
