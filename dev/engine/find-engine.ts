import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildEngine } from "./build.ts";
import { downloadChecked } from "./download.ts";
import { type Engine, NoEngine } from "./engine.ts";
import { withLanguageHost } from "./language-host-choice.ts";
import { officialAddresses, officialDownload } from "./official-download.ts";
import { findOnPath, pathOf, pathWithout } from "./on-path.ts";
import { type Progress, progressOn } from "./progress.ts";
import { lastLines, runProgram } from "./run-program.ts";
import { nothingFound, type Step, stepsToTry } from "./steps.ts";
import { unpack } from "./unpack.ts";
import { ENGINE_VERSION, engineVersion, newEnough } from "./version.ts";
import { makeWhole } from "./whole-folder.ts";

/** Where the engine is looked for and kept; every field has the project's own default. */
export interface FindEngineOptions {
  /** The project's git-ignored folder. */
  readonly dev?: string;
  /** PATH, ESIA_ENGINE and Go's settings are read from it. */
  readonly env?: NodeJS.ProcessEnv;
  readonly progress?: Progress;
  /** Where the official download is; tests put a loopback address here. */
  readonly addresses?: readonly string[];
}

/** The project's git-ignored folder. */
export const DEV_FOLDER = join(import.meta.dirname, "..", "..", ".dev");

const NONE = "there is none";

/** An engine without its language host yet. */
type Found = Pick<Engine, "command" | "version" | "origin">;

/**
 * Finds the Pulumi engine: on PATH, fetched before, downloaded, built; in this order (ESIA_ENGINE forces one step).
 *
 * @throws NoEngine with a paragraph that says what was tried, why it failed and what to install
 */
export async function findEngine(options: FindEngineOptions = {}): Promise<Engine> {
  const { dev = DEV_FOLDER, env = process.env, progress = progressOn() } = options;
  const addresses = options.addresses ?? officialAddresses(ENGINE_VERSION);
  const folder = join(dev, "engine");
  const path = pathWithout(pathOf(env), dev);
  const wanted = stepsFrom(env);
  const steps: Record<Step, () => Promise<Found>> = {
    path: () => onPath(path, env, dev),
    fetched: async () => (await kept(folder, "download").catch(() => undefined)) ?? (await kept(folder, "build")),
    download: () => downloaded(folder, addresses, progress),
    build: () => built(folder, env, progress),
  };
  const tried: { step: Step; reason: string }[] = [];
  for (const step of wanted) {
    try {
      return await withLanguageHost(await steps[step](), { path, folder });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tried.push({ step, reason });
      if (step === "download") progress.say(`No official download of Pulumi: ${reason}`);
      if (step === "path" && reason !== NONE) progress.say(`Pulumi on PATH is not used: ${reason}`);
    }
  }
  throw new NoEngine(nothingFound(tried));
}

function stepsFrom(env: NodeJS.ProcessEnv): readonly Step[] {
  try {
    return stepsToTry(env["ESIA_ENGINE"]);
  } catch (error) {
    throw new NoEngine(error instanceof Error ? error.message : String(error));
  }
}

async function onPath(path: string, env: NodeJS.ProcessEnv, dev: string): Promise<Found> {
  const command = await findOnPath("pulumi", path);
  if (!command) throw new Error(NONE);
  const version = await versionOf(command, env, dev);
  if (!newEnough(version)) throw new Error(`${command} is ${version}, ${ENGINE_VERSION} or newer is needed`);
  return { command, version, origin: "PATH" };
}

/** Asks an engine for its version, away from the user's own Pulumi home. */
async function versionOf(command: string, env: NodeJS.ProcessEnv, dev: string): Promise<string> {
  const own = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: join(dev, "home") };
  const ended = await runProgram(command, ["version"], { env: own, limit: 30_000 });
  const version = ended.code === 0 ? engineVersion(ended.stdout) : undefined;
  if (!version) throw new Error(`${command} does not tell its version (${lastLines(ended.stderr || ended.stdout)})`);
  return version;
}

function folderOf(folder: string, origin: "download" | "build"): string {
  return join(folder, `${ENGINE_VERSION}-${origin}`);
}

function executableIn(folder: string): string {
  return join(folder, process.platform === "win32" ? "pulumi.exe" : "pulumi");
}

/** One fetched before. Its folder is renamed into place whole, with the marker as its last file. */
async function kept(folder: string, origin: "download" | "build"): Promise<Found> {
  const place = folderOf(folder, origin);
  try {
    const marker = JSON.parse(await readFile(join(place, "origin.json"), "utf8")) as { version?: unknown };
    if (marker.version !== ENGINE_VERSION) throw new Error();
    await stat(executableIn(place));
  } catch {
    throw new Error(NONE);
  }
  return { command: executableIn(place), version: ENGINE_VERSION, origin };
}

/** Fills a folder of its own, checks that the engine starts, and writes how it came. */
async function keep(
  folder: string,
  origin: "download" | "build",
  fill: (fresh: string) => Promise<Record<string, string>>,
): Promise<Found> {
  const there = await kept(folder, origin).catch(() => undefined);
  if (there) return there;
  const make = async (fresh: string) => {
    const how = await fill(fresh);
    const version = await versionOf(executableIn(fresh), process.env, dirname(folder));
    if (version !== ENGINE_VERSION) throw new Error(`what came is Pulumi ${version}, not ${ENGINE_VERSION}`);
    await writeFile(join(fresh, "origin.json"), `${JSON.stringify({ version, origin, ...how }, null, 2)}\n`);
  };
  const damaged = () =>
    kept(folder, origin).then(
      () => false,
      () => true,
    );
  await makeWhole(folderOf(folder, origin), make, damaged);
  return kept(folder, origin);
}

async function downloaded(folder: string, addresses: readonly string[], progress: Progress): Promise<Found> {
  const what = officialDownload(ENGINE_VERSION, process.platform, process.arch);
  if (!what) throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  return keep(folder, "download", async (fresh) => {
    progress.say(`Downloading Pulumi ${ENGINE_VERSION}, checked against its published SHA-256 (once)`);
    const archive = join(fresh, what.archive);
    const reasons: string[] = [];
    for (const address of addresses) {
      try {
        const sha256 = await downloadChecked(address, what, archive, progress);
        await unpack(archive, what, fresh);
        await rm(archive);
        return { address: address + what.archive, sha256 };
      } catch (error) {
        reasons.push(error instanceof Error ? error.message : String(error));
      }
    }
    throw new Error(reasons.join(", "));
  });
}

function built(folder: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<Found> {
  return keep(folder, "build", async (fresh) => {
    await buildEngine(executableIn(fresh), progress, env);
    return { module: `github.com/pulumi/pulumi/pkg/v3@v${ENGINE_VERSION}` };
  });
}
