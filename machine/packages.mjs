// Installs the project's packages when they are missing or do not fit package-lock.json.
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotRun } from "./cannot-run.mjs";
import { DEV_FOLDER, PROJECT_FOLDER } from "./folders.mjs";
import { npmCi } from "./npm.mjs";
import { say } from "./progress.mjs";
import { makeWhole } from "./whole-folder.mjs";

/** @typedef {{ packages?: Record<string, { version?: string, integrity?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }> }} Lock */

/**
 * Whether what is installed is what the lock file asks for. npm writes `node_modules/.package-lock.json` as its last
 * act, so an interrupted or partial installation does not fit, and one made by hand with `npm ci` does.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 * @param {boolean} development whether the development packages are needed; `npm ci --omit=dev` leaves them out
 */
export function fits(wanted, installed, development) {
  if (!wanted.packages) return false;
  return Object.entries(wanted.packages).every(([path, { version, integrity, optional, devOptional, dev }]) => {
    const there = installed.packages?.[path];
    if (path === "") return true;
    if (!there) return optional || devOptional || (dev && !development); // the first two: another platform's
    return there.version === version && there.integrity === integrity;
  });
}

/**
 * Makes `node_modules` fit. npm works elsewhere and the result is moved into place, so that a second process, or an
 * interruption, never meets half of it.
 *
 * @param {string} node runs npm @param {boolean} development whether the development packages are needed
 * @throws {CannotRun} when npm fails, or `node_modules` cannot be replaced
 */
export async function installPackages(node, development) {
  const target = join(PROJECT_FOLDER, "node_modules");
  const read = (/** @type {string} */ file) => {
    try {
      return JSON.parse(readFileSync(join(PROJECT_FOLDER, file), "utf8"));
    } catch {
      return {};
    }
  };
  const good = () => fits(read("package-lock.json"), read("node_modules/.package-lock.json"), development);
  const install = async (/** @type {string} */ fresh) => {
    const why = existsSync(target) ? "those here do not fit package-lock.json" : "once";
    say(`Installing the npm packages (${why}), about half a minute`);
    for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
      const file = join(PROJECT_FOLDER, name);
      if (existsSync(file)) copyFileSync(file, join(dirname(fresh), name));
    }
    await npmCi(dirname(fresh), node);
  };
  await makeWhole(target, install, good, DEV_FOLDER).catch((error) => {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(
      `node_modules cannot be replaced (${error.message}). Close what uses it, then run npm ci here.`,
    );
  });
}
