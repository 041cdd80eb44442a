import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { whileTelling } from "../../machine/progress.mjs";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import type { NeededPlugin } from "../../machine/versions.ts";
import { fetchFailure } from "./download.ts";
import { withoutPulumi } from "./environment.ts";
import type { PluginSearch } from "./find-plugins.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const ANSWER_MS = 5_000;
const LIMIT_MS = 10 * 60_000;

/** Where Pulumi publishes plugins. */
export const PLUGIN_ADDRESS = "https://get.pulumi.com/releases/plugins/";

/**
 * Has the engine download a plugin into a Pulumi home, with its own checks. A failure is told, and remembered for a day,
 * so that it is not tried at each start.
 */
export async function downloadPlugin(
  { name, version }: NeededPlugin,
  home: string,
  { engine, env, progress, address }: PluginSearch,
): Promise<void> {
  const marker = join(home, `no-${name}-${version}.txt`);
  if (failedLately(marker)) return;
  mkdirSync(home, { recursive: true });
  progress.say(`Downloading the ${name} ${version} plugin with the engine (once)`);
  try {
    await reach(address, env);
    const work = runProgram(engine.command, ["plugin", "install", "resource", name, version, "--exact"], {
      cwd: home,
      env: { ...withoutPulumi(env), PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
      limit: LIMIT_MS,
    });
    const ended = await whileTelling(progress, (elapsed) => `${name} plugin: ${elapsed}`, work);
    if (ended.code !== 0) throw new Error(lastLines(ended.stderr, 1));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    progress.say(`No download of the ${name} plugin, tried again in a day: ${reason}`);
    writeFileSync(marker, `${reason}\n`);
  }
}

/** Asks first whether anybody answers: the engine itself tries five times, each up to half a minute. */
async function reach(address: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (Object.keys(env).some((name) => /^https_proxy$/i.test(name))) return; // Node's fetch would go past it
  const { host } = new URL(address);
  await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(ANSWER_MS) }).catch((error: unknown) => {
    throw fetchFailure(error, host);
  });
}

/** Whether the same download failed less than a day ago. */
export function failedLately(marker: string, now: number = Date.now()): boolean {
  const failed = statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return now - failed < DAY_MS;
}
