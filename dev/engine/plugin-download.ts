import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Engine } from "./engine.ts";
import { withoutPulumi } from "./environment.ts";
import { fetchFailure } from "./fetch-failure.ts";
import { type NeededPlugin, pluginFolder } from "./plugin.ts";
import { duration, type Progress } from "./progress.ts";
import { lastLines, runProgram } from "./run-program.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const ANSWER_MS = 5_000;
const LIMIT_MS = 10 * 60_000;

/** Where Pulumi publishes plugins. */
export const PLUGIN_ADDRESS = "https://get.pulumi.com/releases/plugins/";

/**
 * Has the engine download a plugin, with its own checks, into a folder.
 *
 * @param folder receives the plugin's files
 * @param address asked first whether it answers at all: the engine itself tries five times, each up to half a minute
 * @throws Error with a clause that says why not
 */
export async function downloadPlugin(
  needed: NeededPlugin,
  folder: string,
  engine: Engine,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  address: string = PLUGIN_ADDRESS,
): Promise<void> {
  progress.say(`Downloading the ${needed.name} ${needed.version} plugin with the engine (once)`);
  const proxied = Object.keys(env).some((name) => /^https_proxy$/i.test(name)); // Node's fetch would go past it
  if (!proxied) await reach(address);
  const home = join(folder, "home");
  await mkdir(home);
  const words = ["plugin", "install", "resource", needed.name, needed.version, "--exact"];
  const own = { ...withoutPulumi(env), PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  // Started inside the new folder, so that it meets no Pulumi.yaml.
  const started = Date.now();
  const clock = setInterval(() => progress.update(`${needed.name} plugin: ${duration(Date.now() - started)}`), 1000);
  const ended = await runProgram(engine.command, words, { cwd: home, env: own, limit: LIMIT_MS });
  clearInterval(clock);
  const made = join(home, "plugins", pluginFolder(needed));
  const files = await readdir(made).catch(() => []);
  if (ended.code !== 0 || files.length === 0) throw new Error(lastLines(ended.stderr, 1));
  for (const file of files) await rename(join(made, file), join(folder, file));
  await rm(home, { recursive: true });
}

async function reach(address: string): Promise<void> {
  const { host } = new URL(address);
  await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(ANSWER_MS) }).catch((error: unknown) => {
    throw fetchFailure(error, host);
  });
}

/** Whether the same download failed less than a day ago; it is not tried at each start. */
export async function failedLately(marker: string, now: number = Date.now()): Promise<boolean> {
  return stat(marker).then(
    (found) => now - found.mtimeMs < DAY_MS,
    () => false,
  );
}

/** Remembers that a download failed, and why. */
export async function rememberFailure(marker: string, reason: string): Promise<void> {
  await mkdir(dirname(marker), { recursive: true });
  await writeFile(marker, `${reason}\n`);
}
