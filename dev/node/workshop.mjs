import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Works in a folder of this process's own, gone at the end. What processes that were interrupted have left is removed
 * first: the folder's name ends in the process's number.
 *
 * @template T
 * @param {string} base the folder's path without the number
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inWorkshop(base, work) {
  mkdirSync(dirname(base), { recursive: true });
  for (const name of readdirSync(dirname(base))) {
    const number = name.startsWith(`${basename(base)}-`) ? Number(name.slice(basename(base).length + 1)) : 0;
    if (number > 0 && !isRunning(number)) rmSync(join(dirname(base), name), { recursive: true, force: true });
  }
  const folder = `${base}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
