import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A file's name as an executable that the engine finds: it looks for `.exe` and `.cmd` on Windows. */
export function launcherName(name: string, platform: string = process.platform): string {
  return platform === "win32" ? `${name}.cmd` : name;
}

/**
 * A script that starts a file with a given Node and hands its arguments on.
 *
 * @param node the executable; in full, because the engine starts plugins with whatever PATH it has
 * @param file what Node runs
 */
export function launcherText(node: string, file: string, platform: string = process.platform): string {
  if (platform === "win32") {
    const quoted = [node, file].map((word) => `"${word.replaceAll("%", "%%")}"`);
    return `@${quoted.join(" ")} %*\r\n`;
  }
  // exec: the engine's signals reach Node itself.
  const quoted = [node, file].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return `#!/bin/sh\nexec ${quoted.join(" ")} "$@"\n`;
}

/** Writes a launcher whole, or leaves it when it already says the same. */
export async function writeLauncher(path: string, text: string): Promise<void> {
  const there = await readFile(path, "utf8").catch(() => undefined);
  if (there === text) return;
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  try {
    await writeFile(fresh, text);
    await chmod(fresh, 0o755);
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}
