import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { DEV_FOLDER } from "../../machine/folders.mjs";
import { findOnPath, pathOf } from "../../machine/on-path.mjs";
import { say, whileTelling } from "../../machine/progress.mjs";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import { ENGINE_VERSION, engineVersion, LEAST_ENGINE, newEnough } from "../../machine/versions.ts";
import { makeWhole } from "../../machine/whole-folder.mjs";
import { buildEngine } from "./build.ts";
import { download } from "./download.ts";
import { officialAddresses, officialDownload } from "./official-download.ts";

/** The Pulumi engine of a run, and how it came. */
export interface Engine {
  /** The `pulumi` executable, in full. */
  readonly command: string;
  /** For example 3.274.1. */
  readonly version: string;
  readonly origin: "from PATH" | Made;
}
type Made = "official download" | "built from Go modules";

/** Where the engine is looked for and kept. */
export interface Search {
  /** The project's git-ignored folder. */
  readonly dev: string;
  /** PATH and Go's settings are read from it. */
  readonly env: NodeJS.ProcessEnv;
  /** Where the official download is. */
  readonly addresses: readonly string[];
}

/** A way to an engine; throws an Error with a clause that says why not. */
type Way = readonly [name: string, find: (search: Search) => Promise<Engine>];

const NONE = "there is none";
const EXECUTABLE = process.platform === "win32" ? "pulumi.exe" : "pulumi";
const FOLDERS: Record<Made, string> = {
  "official download": `${ENGINE_VERSION}-download`,
  "built from Go modules": `${ENGINE_VERSION}-build`,
};

/**
 * Finds the Pulumi engine: on PATH, fetched before, downloaded, built; in this order.
 *
 * @param given tests look elsewhere
 * @throws CannotRun with a paragraph that says what was tried, why it failed and what to install
 */
export async function findEngine(given: Partial<Search> = {}): Promise<Engine> {
  const addresses = officialAddresses(ENGINE_VERSION);
  const search: Search = { dev: DEV_FOLDER, env: process.env, addresses, ...given };
  const downloads = search.addresses.map((address): Way => ["Pulumi's official download", downloadedFrom(address)]);
  const ways: Way[] = [
    ["On PATH", onPath],
    ["Fetched before", fetched],
    ...downloads,
    ["Built from Go modules", built],
  ];
  const tried: string[] = [];
  for (const [way, find] of ways) {
    try {
      return await find(search);
    } catch (error) {
      const { message } = error as Error;
      tried.push(`${way}: ${message}.`);
      if (message !== NONE) say(`No Pulumi yet. ${way}: ${message}`);
    }
  }
  throw new CannotRun(
    `No Pulumi engine is to be had here. ${tried.join(" ")} Install Pulumi (https://www.pulumi.com/docs/install/), or a ` +
      "current Go (https://go.dev/dl/) so that it can be built, then run the same command again.",
  );
}

async function onPath({ dev, env }: Search): Promise<Engine> {
  const command = findOnPath("pulumi", pathOf(env));
  if (!command) throw new Error(NONE);
  const version = await versionOf(command, dev, env);
  if (!newEnough(version)) throw new Error(`${command} is ${version}, ${LEAST_ENGINE} or newer is needed`);
  return { command, version, origin: "from PATH" };
}

async function fetched({ dev }: Search): Promise<Engine> {
  const made: Made[] = ["official download", "built from Go modules"];
  const engine = made.map((origin) => placeOf(origin, dev)).find(({ command }) => existsSync(command));
  if (!engine) throw new Error(NONE);
  return engine;
}

function downloadedFrom(address: string): Way[1] {
  return async (search) => {
    const what = officialDownload(ENGINE_VERSION, process.platform, process.arch);
    say(`Downloading Pulumi ${ENGINE_VERSION}, checked against its published SHA-256 (once)`);
    return make("official download", search, (folder) =>
      whileTelling("still downloading", download(address, what, folder)),
    );
  };
}

function built(search: Search): Promise<Engine> {
  const build = (folder: string) => buildEngine(join(folder, EXECUTABLE), search.env);
  return make("built from Go modules", search, build);
}

/** An engine that was made here, or is to be; its folder is there whole or not at all. */
function placeOf(origin: Made, dev: string): Engine {
  return { command: join(dev, "engine", FOLDERS[origin], EXECUTABLE), version: ENGINE_VERSION, origin };
}

/** Fills an engine's folder, and keeps it when what came starts and is of the version that is wanted. */
async function make(origin: Made, { dev, env }: Search, fill: (folder: string) => Promise<void>): Promise<Engine> {
  const engine = placeOf(origin, dev);
  const fillAndTry = async (folder: string) => {
    await fill(folder);
    const version = await versionOf(join(folder, EXECUTABLE), dev, env);
    if (version !== ENGINE_VERSION) throw new Error(`what came is Pulumi ${version}, not ${ENGINE_VERSION}`);
  };
  await makeWhole(dirname(engine.command), fillAndTry, () => existsSync(engine.command));
  return engine;
}

/** Asks an engine for its version, away from the user's own Pulumi home. */
async function versionOf(command: string, dev: string, env: NodeJS.ProcessEnv): Promise<string> {
  const own = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: join(dev, "downloads") };
  const ended = await runProgram(command, ["version"], { env: own, timeout: 30_000 });
  const version = ended.code === 0 ? engineVersion(ended.stdout) : undefined;
  if (!version) throw new Error(`${command} does not tell its version (${lastLines(ended.stderr || ended.stdout)})`);
  return version;
}
