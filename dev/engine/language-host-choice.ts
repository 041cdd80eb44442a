import { copyFile, link, mkdir, realpath, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Engine } from "./engine.ts";
import { launcherName, launcherText, writeLauncher } from "./launcher.ts";
import { findOnPath } from "./on-path.ts";

/** Where a language host is looked for, and where ours is put. */
export interface Places {
  /** PATH without this project's own folders. */
  readonly path: string;
  /** The engine's folder inside this project, for our launchers. */
  readonly folder: string;
}

/**
 * Decides who runs Node programs for an engine, in the order in which the engine itself looks.
 *
 * @param onPath whether `pulumi-language-nodejs` is on PATH
 * @param beside whether one lies beside the engine, as in Pulumi's own download
 */
export function chooseLanguageHost(onPath: boolean, beside: boolean): Engine["languageHost"] {
  if (onPath) return "PATH";
  return beside ? "official" : "substitute";
}

/** Completes an engine with its language host; where there is none, writes the launchers of ours. */
export async function withLanguageHost(
  found: Pick<Engine, "command" | "version" | "origin">,
  { path, folder }: Places,
): Promise<Engine> {
  const real = await realpath(found.command);
  const onPath = await findOnPath("pulumi-language-nodejs", path);
  const beside = await findOnPath("pulumi-language-nodejs", dirname(real));
  const languageHost = chooseLanguageHost(onPath !== undefined, beside !== undefined);
  const ambient = found.origin === "PATH";
  if (languageHost !== "substitute") {
    return { ...found, languageHost, folders: ambient ? [] : [dirname(found.command)] };
  }
  const bin = join(folder, ambient ? "host" : "bin");
  await writeLaunchers(bin);
  if (ambient) return { ...found, languageHost, folders: [bin] };
  // Beside its launchers, because the engine warns in each run about a language host that is elsewhere on PATH.
  const command = join(bin, basename(real));
  await linkWhole(real, command);
  return { ...found, command, languageHost, folders: [bin] };
}

/** What an engine built from modules lacks: the Node language host, and the provider of dynamic resources. */
async function writeLaunchers(bin: string): Promise<void> {
  const dynamic = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const files = {
    "pulumi-language-nodejs": join(import.meta.dirname, "language-host.ts"),
    "pulumi-resource-pulumi-nodejs": dynamic,
  };
  for (const [name, file] of Object.entries(files)) {
    await writeLauncher(join(bin, launcherName(name)), launcherText(process.execPath, file));
  }
}

/** A hard link, or a copy where links are not to be had; put in place whole. */
async function linkWhole(from: string, to: string): Promise<void> {
  const [source, there] = await Promise.all([stat(from), stat(to).catch(() => undefined)]);
  if (there && (there.ino === source.ino || (there.size === source.size && there.mtimeMs >= source.mtimeMs))) return;
  await mkdir(dirname(to), { recursive: true });
  const fresh = `${to}.${process.pid}`;
  try {
    await link(from, fresh).catch(() => copyFile(from, fresh));
    await rename(fresh, to);
  } finally {
    await rm(fresh, { force: true });
  }
}
