import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { DEV_FOLDER } from "../../machine/folders.mjs";
import { findOnPath, pathOf, pathWithout } from "../../machine/on-path.mjs";
import { type Progress, progressOn } from "../../machine/progress.mjs";
import { Refusal } from "../../machine/refusal.mjs";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import { ENGINE_VERSION, engineVersion, newEnough } from "../../machine/versions.ts";
import { makeWhole } from "../../machine/whole-folder.mjs";
import { buildEngine } from "./build.ts";
import { download } from "./download.ts";
import { officialAddresses, officialDownload } from "./official-download.ts";

/** The Pulumi engine of a run, and how it came. */
export interface Engine {
  /** The `pulumi` executable, in full. */
  readonly command: string;
  /** For example 3.259.0. */
  readonly version: string;
  readonly origin: "PATH" | "download" | "build";
}

/** Where engine and plugins are looked for and kept; every field has the project's own default. */
export interface Search {
  /** The project's git-ignored folder. */
  readonly dev: string;
  /** PATH and Go's settings are read from it. */
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** Where the official download is; tests put a loopback address here. */
  readonly addresses: readonly string[];
}

/** The ways to an engine, in the order in which they are tried; each throws an Error with a clause that says why not. */
const WAYS: Readonly<Record<string, (search: Search) => Promise<Engine>>> = {
  "On PATH": onPath,
  "Fetched before": fetched,
  "Pulumi's official download": downloaded,
  "Built from Go modules": built,
};
const NONE = "there is none";

/**
 * Finds the Pulumi engine: on PATH, fetched before, downloaded, built; in this order.
 *
 * @throws Refusal with a paragraph that says what was tried, why it failed and what to install
 */
export async function findEngine(options: Partial<Search> = {}): Promise<Engine> {
  const search = {
    dev: DEV_FOLDER,
    env: process.env,
    progress: progressOn(),
    addresses: officialAddresses(ENGINE_VERSION),
    ...options,
  };
  const tried: string[] = [];
  for (const [way, find] of Object.entries(WAYS)) {
    try {
      return await find(search);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tried.push(`${way}: ${reason}.`);
      if (reason !== NONE) search.progress.say(`No Pulumi yet. ${way}: ${reason}`);
    }
  }
  throw new Refusal(
    `No Pulumi engine is to be had here. ${tried.join(" ")} Install Pulumi (https://www.pulumi.com/docs/install/), or a ` +
      "current Go (https://go.dev/dl/) so that it can be built, then run the same command again.",
  );
}

async function onPath({ dev, env }: Search): Promise<Engine> {
  const command = findOnPath("pulumi", pathWithout(pathOf(env), dev));
  if (!command) throw new Error(NONE);
  const version = await versionOf(command, dev, env);
  if (!newEnough(version)) throw new Error(`${command} is ${version}, ${ENGINE_VERSION} or newer is needed`);
  return { command, version, origin: "PATH" };
}

async function fetched({ dev }: Search): Promise<Engine> {
  const engine = [placeOf("download", dev), placeOf("build", dev)].find(({ command }) => existsSync(command));
  if (!engine) throw new Error(NONE);
  return engine;
}

async function downloaded(search: Search): Promise<Engine> {
  const what = officialDownload(ENGINE_VERSION, process.platform, process.arch);
  return make("download", search, async (folder) => {
    search.progress.say(`Downloading Pulumi ${ENGINE_VERSION}, checked against its published SHA-256 (once)`);
    const reasons: string[] = [];
    for (const address of search.addresses) {
      try {
        return await download(address, what, folder, search.progress);
      } catch (error) {
        reasons.push(error instanceof Error ? error.message : String(error));
      }
    }
    throw new Error(reasons.join(", "));
  });
}

async function built(search: Search): Promise<Engine> {
  return make("build", search, (folder) => buildEngine(join(folder, EXECUTABLE), search.progress, search.env));
}

const EXECUTABLE = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/** An engine that was fetched, or is to be; its folder is there whole or not at all. */
function placeOf(origin: "download" | "build", dev: string): Engine {
  const command = join(dev, "engine", `${ENGINE_VERSION}-${origin}`, EXECUTABLE);
  return { command, version: ENGINE_VERSION, origin };
}

/** Fills an engine's folder, and keeps it when what came starts and is of the version that is wanted. */
async function make(
  origin: "download" | "build",
  { dev, env }: Search,
  fill: (folder: string) => Promise<void>,
): Promise<Engine> {
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
  const ended = await runProgram(command, ["version"], { env: own, limit: 30_000 });
  const version = ended.code === 0 ? engineVersion(ended.stdout) : undefined;
  if (!version) throw new Error(`${command} does not tell its version (${lastLines(ended.stderr || ended.stdout)})`);
  return version;
}
