// Finds a Node that runs TypeScript files by itself: the one that runs this, else a pinned one from the npm registry.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { npmCi } from "./npm.mjs";
import { Refusal } from "./refusal.mjs";
import { inWorkshop } from "./workshop.mjs";

/**
 * Whether this Node strips types without a flag: 22.18 and newer, 23.6 and newer
 * (https://nodejs.org/api/typescript.html, "Type stripping", history).
 *
 * @param {string} version as in `process.version`
 */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/**
 * The package that holds Node for a platform, as the lock file names it.
 *
 * @param {{ packages: Record<string, { version?: string, os?: string | string[], cpu?: string | string[] }> }} lock
 * @param {string} platform @param {string} arch as in `process`
 * @returns {{ name: string, version: string } | undefined}
 */
export function packageFor(lock, platform, arch) {
  for (const [path, entry] of Object.entries(lock.packages)) {
    if ([entry.os].flat().includes(platform) && [entry.cpu].flat().includes(arch)) {
      return { name: path.replace("node_modules/", ""), version: entry.version ?? "" };
    }
  }
  return undefined;
}

/**
 * @param {{ root: string, say: (line: string) => void }} project
 * @returns {Promise<string>} the executable
 * @throws {Refusal} when this platform has no such package, or it cannot be installed or started
 */
export async function goodNode({ root, say }) {
  if (runsTypeScript(process.version)) return process.execPath;
  const source = join(root, "dev", "node");
  const lockText = readFileSync(join(source, "package-lock.json"), "utf8");
  const found = packageFor(JSON.parse(lockText), process.platform, process.arch);
  const install = "Install Node 22.18 or newer from https://nodejs.org/ and run the same command again.";
  if (!found) {
    throw new Refusal(`Node ${process.version} is too old here, and none can be fetched for this machine. ${install}`);
  }
  // Named after the lock file, so that a changed pin is fetched anew and a running one stays untouched.
  const folder = join(root, ".dev", "node", createHash("sha256").update(lockText).digest("hex").slice(0, 12));
  const node = join(folder, "node_modules", found.name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(node)) return node;

  say(`Node ${process.version} is too old: fetching Node ${found.version} into .dev (50 MB, once)`);
  await inWorkshop(folder, async (fresh) => {
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(source, file), join(fresh, file));
    await npmCi({ folder: fresh, node: process.execPath, say, args: ["--ignore-scripts"] });
    const started = spawnSync(join(fresh, node.slice(folder.length)), ["--version"], { encoding: "utf8" });
    if (started.status !== 0) throw new Refusal(`The fetched Node ${found.version} does not start here. ${install}`);
    try {
      renameSync(fresh, folder);
    } catch (error) {
      if (!existsSync(node)) throw error; // otherwise another process was faster, and its copy is as good
    }
  });
  return node;
}
