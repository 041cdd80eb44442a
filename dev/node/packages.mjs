// Installs the project's packages when they are missing or do not fit package-lock.json.
import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { npmCi } from "./npm.mjs";
import { Refusal } from "./refusal.mjs";
import { inWorkshop } from "./workshop.mjs";

/** @typedef {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }> }} Lock */

/**
 * Whether what is installed is what the lock file asks for. npm writes `node_modules/.package-lock.json` as its last
 * act, so an interrupted or partial installation does not fit, and one made by hand with `npm ci` does.
 *
 * @param {Lock | undefined} wanted package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json; undefined when it is not there
 */
export function fits(wanted, installed) {
  if (!wanted?.packages || !installed?.packages) return false;
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === "") continue;
    const there = installed.packages[path];
    if (!there) {
      if (entry.optional || entry.devOptional) continue; // another platform's
      return false;
    }
    if (there.version !== entry.version || there.integrity !== entry.integrity) return false;
  }
  return true;
}

/** @param {string} root @returns {boolean} */
function installed(root) {
  const read = (/** @type {string} */ file) => {
    try {
      return JSON.parse(readFileSync(join(root, file), "utf8"));
    } catch {
      return undefined;
    }
  };
  return fits(read("package-lock.json"), read("node_modules/.package-lock.json"));
}

/**
 * Makes `node_modules` fit. npm works in a folder of its own and the result is moved into place, so that a second
 * process, or an interruption, never meets half of it.
 *
 * @param {{ root: string, node: string, say: (line: string) => void }} project
 * @throws {Refusal} when npm fails, or `node_modules` cannot be replaced
 */
export async function installPackages({ root, node, say }) {
  if (installed(root)) return;
  const stale = existsSync(join(root, "node_modules"));
  say(`Installing the npm packages (${stale ? "package-lock.json has changed" : "once"}), about half a minute`);
  await inWorkshop(join(root, ".dev", "packages"), async (fresh) => {
    for (const file of ["package.json", "package-lock.json", ".npmrc"]) {
      if (existsSync(join(root, file))) copyFileSync(join(root, file), join(fresh, file));
    }
    await npmCi({ folder: fresh, node, say });
    if (installed(root)) return; // another process was faster
    try {
      if (existsSync(join(root, "node_modules"))) renameSync(join(root, "node_modules"), join(fresh, "old"));
      renameSync(join(fresh, "node_modules"), join(root, "node_modules"));
    } catch (error) {
      if (installed(root)) return;
      const what = error instanceof Error ? error.message : String(error);
      throw new Refusal(`node_modules cannot be replaced (${what}). Close what uses it, then run npm ci here.`);
    }
  });
}
