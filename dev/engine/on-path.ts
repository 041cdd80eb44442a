import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join, relative } from "node:path";

/** The value of PATH, which Windows spells `Path`. */
export function pathOf(env: NodeJS.ProcessEnv): string {
  const name = Object.keys(env).find((key) => key.toUpperCase() === "PATH");
  return (name && env[name]) || "";
}

/**
 * Takes folders off a PATH, with all that is in them: what this project has put there itself is not "on PATH".
 *
 * @param within the folder whose content does not count
 */
export function pathWithout(path: string, within: string): string {
  const outside = (folder: string) => {
    const way = relative(within, folder);
    return way.startsWith("..") || /^[A-Za-z]:/.test(way);
  };
  return path
    .split(delimiter)
    .filter((folder) => folder && outside(folder))
    .join(delimiter);
}

/**
 * The first executable of a name on a PATH, found as Pulumi finds plugins (`.exe`, then `.cmd` on Windows).
 *
 * @param name without ending
 * @returns the full path, or undefined
 */
export async function findOnPath(name: string, path: string, platform = process.platform): Promise<string | undefined> {
  const endings = platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const folder of path.split(delimiter)) {
    if (!folder) continue;
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (await isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** Whether a file is there and may be started. */
export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
