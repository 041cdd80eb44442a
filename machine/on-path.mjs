import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The value of PATH, which Windows spells `Path`. @param {NodeJS.ProcessEnv} env @returns {string} */
export function pathOf(env) {
  return Object.entries(env).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
}

/**
 * An environment where some folders go first on PATH, which is there once, in capitals.
 *
 * @template {string | undefined} Value
 * @param {Readonly<Record<string, Value>>} env @param {readonly string[]} folders
 * @returns {Record<string, Value | string>}
 */
export function withFirst(env, folders, between = delimiter) {
  const others = Object.entries(env).filter(([name]) => name.toUpperCase() !== "PATH");
  const path = [...new Set(folders), pathOf(env)].filter(Boolean).join(between);
  return { ...Object.fromEntries(others), PATH: path };
}

/**
 * The first executable of a name on a PATH, found as Pulumi finds plugins (`.exe`, then `.cmd` on Windows).
 *
 * @param {string} name without ending @param {string} path @param {string} platform as in `process.platform`
 * @returns {string | undefined} in full
 */
export function findOnPath(name, path, platform = process.platform) {
  const endings = platform === "win32" ? [".exe", ".cmd"] : [""];
  const folders = path.split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
