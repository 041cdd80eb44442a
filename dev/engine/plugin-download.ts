import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say, whileTelling } from "../../machine/progress.mjs";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import type { NeededPlugin } from "../../machine/versions.ts";
import { withoutPulumi } from "./environment.ts";
import type { Engine } from "./find-engine.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const LIMIT_MS = 10 * 60_000;

/**
 * Has the engine download a plugin into a Pulumi home, with its own checks and retries. A failure is told, and remembered
 * for a day, so that it is not tried at each start.
 */
export async function downloadPlugin(
  { name, version }: NeededPlugin,
  home: string,
  { command }: Engine,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const marker = join(home, `no-${name}-${version}.txt`);
  if (failedLately(marker)) return;
  mkdirSync(home, { recursive: true });
  say(`Downloading the ${name} ${version} plugin with the engine (once)`);
  const own = { ...withoutPulumi(env), PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const words = ["plugin", "install", "resource", name, version, "--exact"];
  const work = runProgram(command, words, { cwd: home, env: own, timeout: LIMIT_MS });
  const ended = await whileTelling(`still downloading ${name}`, work);
  if (ended.code === 0) return;
  const reason = lastLines(ended.stderr, 1);
  say(`No download of the ${name} plugin, tried again in a day: ${reason}`);
  writeFileSync(marker, `${reason}\n`);
}

/** Whether the same download failed less than a day ago. */
export function failedLately(marker: string, now: number = Date.now()): boolean {
  const failed = statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return now - failed < DAY_MS;
}
