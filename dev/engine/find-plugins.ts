import { constants } from "node:fs";
import { cp, readFile, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Engine, NoEngine } from "./engine.ts";
import { DEV_FOLDER } from "./find-engine.ts";
import { launcherName, launcherText, writeLauncher } from "./launcher.ts";
import { findOnPath, pathOf, pathWithout } from "./on-path.ts";
import {
  NEEDED_PLUGINS,
  type NeededPlugin,
  type Plugin,
  type PluginStep,
  pluginFolder,
  pluginSteps,
} from "./plugin.ts";
import { downloadPlugin, failedLately, PLUGIN_ADDRESS, rememberFailure } from "./plugin-download.ts";
import { pluginVersion } from "./plugin-version.ts";
import { type Progress, progressOn } from "./progress.ts";
import { makeWhole } from "./whole-folder.ts";

/** Where plugins are looked for and kept; every field but the engine has the project's own default. */
export interface FindPluginsOptions {
  readonly engine: Engine;
  /** The project's git-ignored folder. */
  readonly dev?: string;
  /** The Pulumi home of this project; plugins that are not on PATH end up in it. */
  readonly home?: string;
  /** PATH, PULUMI_HOME (the user's, read only) and ESIA_PLUGINS are read from it. */
  readonly env?: NodeJS.ProcessEnv;
  readonly progress?: Progress;
  /** Where Pulumi publishes plugins; tests put a loopback address here. */
  readonly address?: string;
}

type Settings = Required<FindPluginsOptions>;

/**
 * Sees to it that the engine finds each needed plugin: on PATH, kept from before, in the user's own Pulumi home,
 * downloaded, or this project's substitute, in this order (ESIA_PLUGINS=substitute takes the substitutes).
 *
 * @returns one entry for each of NEEDED_PLUGINS, in that order
 * @throws NoEngine when ESIA_PLUGINS has an unknown value
 */
export async function findPlugins(options: FindPluginsOptions): Promise<Plugin[]> {
  const dev = options.dev ?? DEV_FOLDER;
  const settings: Settings = {
    env: process.env,
    progress: progressOn(),
    address: PLUGIN_ADDRESS,
    home: join(dev, "home"),
    ...options,
    dev,
  };
  return Promise.all(NEEDED_PLUGINS.map((needed) => findPlugin(needed, settings)));
}

async function findPlugin(needed: NeededPlugin, settings: Settings): Promise<Plugin> {
  for (const step of stepsFor(needed, settings)) {
    const found = await attempts[step](needed, settings);
    if (found) return found;
  }
  throw new Error("unreachable: the substitute is always there");
}

function stepsFor({ name }: NeededPlugin, { env }: Settings): readonly PluginStep[] {
  try {
    return pluginSteps(name, process.platform, env["ESIA_PLUGINS"]);
  } catch (error) {
    throw new NoEngine(error instanceof Error ? error.message : String(error));
  }
}

const attempts: Record<PluginStep, (needed: NeededPlugin, settings: Settings) => Promise<Plugin | undefined>> = {
  async path({ name }, settings) {
    const command = await ambient(name, settings);
    if (!command) return undefined;
    return { name, origin: "PATH", version: await pluginVersion(command), real: true, folders: [] };
  },

  async kept(needed, settings) {
    const origin = await keptOrigin(needed, settings);
    return origin ? { ...needed, origin, real: true, folders: [] } : undefined;
  },

  async installed(needed, settings) {
    const usersHome = resolve(settings.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"));
    const theirs = join(usersHome, "plugins", pluginFolder(needed));
    if (usersHome === resolve(settings.home)) return undefined;
    // Pulumi marks an installation that is not finished with such a file (workspace/plugins.go).
    if (!(await isThere(theirs)) || (await isThere(`${theirs}.partial`))) return undefined;
    return keep(needed, "installed", settings, (folder) =>
      cp(theirs, folder, { recursive: true, mode: constants.COPYFILE_FICLONE }),
    );
  },

  async download(needed, settings) {
    const { dev, engine, env, progress, address } = settings;
    const marker = join(dev, "engine", `no-download-of-${needed.name}-${needed.version}.txt`);
    if (await failedLately(marker)) return undefined;
    try {
      return await keep(needed, "download", settings, (folder) =>
        downloadPlugin(needed, folder, engine, env, progress, address),
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      progress.say(`No download of the ${needed.name} plugin, tried again in a day: ${reason}`);
      await rememberFailure(marker, reason);
      return undefined;
    }
  },

  /** In our home, unless a real one there or on PATH would win: then first on PATH, of which the engine warns. */
  async substitute(needed, settings) {
    const { name } = needed;
    const wouldWin = (await ambient(name, settings)) ?? (await keptOrigin(needed, settings));
    const folder = wouldWin ? join(settings.dev, "substitutes") : placeOf(needed, settings);
    const file = join(import.meta.dirname, "plugins", `${name}.ts`);
    await writeLauncher(join(folder, launcherName(`pulumi-resource-${name}`)), launcherText(process.execPath, file));
    return { ...needed, origin: "substitute", real: false, folders: wouldWin ? [folder] : [] };
  },
};

/** A plugin on the user's own PATH. */
function ambient(name: string, { env, dev }: Settings): Promise<string | undefined> {
  return findOnPath(`pulumi-resource-${name}`, pathWithout(pathOf(env), dev));
}

function placeOf(needed: NeededPlugin, { home }: Settings): string {
  return join(home, "plugins", pluginFolder(needed));
}

/** How the real plugin in our home came there; undefined when there is none, or a substitute. */
async function keptOrigin(needed: NeededPlugin, settings: Settings): Promise<"installed" | "download" | undefined> {
  const text = await readFile(join(placeOf(needed, settings), "origin.txt"), "utf8").catch(() => "");
  const origin = text.trim();
  return origin === "installed" || origin === "download" ? origin : undefined;
}

async function keep(
  needed: NeededPlugin,
  origin: "installed" | "download",
  settings: Settings,
  fill: (folder: string) => Promise<void>,
): Promise<Plugin> {
  const place = placeOf(needed, settings);
  const make = async (folder: string) => {
    await fill(folder);
    await writeFile(join(folder, "origin.txt"), `${origin}\n`);
  };
  await makeWhole(place, make, async () => (await keptOrigin(needed, settings)) === undefined);
  return { ...needed, origin, real: true, folders: [] };
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
