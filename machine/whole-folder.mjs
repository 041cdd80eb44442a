import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const DAY_MS = 24 * 60 * 60 * 1000;
const WORKSHOP = ".at-work-";

/**
 * Makes a folder so that nobody ever sees half of it: it is filled under a temporary name and renamed at the end. Two
 * processes may do so at once; the first one's folder stays and serves both.
 *
 * @param {string} target the folder to make
 * @param {(folder: string) => Promise<void>} fill puts the content into a folder of the same name; when it throws,
 *   nothing stays
 * @param {(target: string) => boolean} good whether the folder that is there is to stay; another one is replaced
 * @param {string} workplace where it is filled, on the same file system
 */
export async function makeWhole(target, fill, good = existsSync, workplace = dirname(target)) {
  if (good(target)) return;
  for (const folder of [workplace, dirname(target)]) mkdirSync(folder, { recursive: true });
  removeAbandoned(workplace);
  const workshop = mkdtempSync(join(workplace, WORKSHOP));
  const fresh = join(workshop, basename(target));
  try {
    mkdirSync(fresh);
    await fill(fresh);
    if (good(target)) return;
    if (existsSync(target)) renameSync(target, join(workshop, "old"));
    renameSync(fresh, target);
  } catch (error) {
    if (!good(target)) throw error; // otherwise another process was faster, and its folder is as good
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** What a killed process left more than a day ago; a younger one may still be at work. @param {string} workplace */
function removeAbandoned(workplace) {
  for (const name of readdirSync(workplace).filter((found) => found.startsWith(WORKSHOP))) {
    const age = Date.now() - (statSync(join(workplace, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > DAY_MS) rmSync(join(workplace, name), { recursive: true, force: true });
  }
}
