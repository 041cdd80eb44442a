// Finds a Node that runs TypeScript files by itself: the one that runs this, else a pinned one from the npm registry.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEV_FOLDER, PROJECT_FOLDER } from "./folders.mjs";
import { runsTypeScript } from "./node-version.mjs";
import { npmCi } from "./npm.mjs";
import { Refusal } from "./refusal.mjs";
import { runProgram } from "./run-program.mjs";
import { makeWhole } from "./whole-folder.mjs";

/**
 * @param {import("./progress.mjs").Progress} progress
 * @returns {Promise<string>} the executable
 * @throws {Refusal} when none can be installed for this platform, or it does not start
 */
export async function goodNode(progress) {
  if (runsTypeScript(process.version)) return process.execPath;
  const pins = ["package.json", "package-lock.json"].map((name) => join(PROJECT_FOLDER, "machine", "node", name));
  // Named after the lock file, so that a changed pin is fetched anew and a running one stays untouched.
  const pinned = createHash("sha256").update(readFileSync(/** @type {string} */ (pins[1])));
  const folder = join(DEV_FOLDER, "node", pinned.digest("hex").slice(0, 12));
  await makeWhole(folder, async (fresh) => {
    progress.say(`Node ${process.version} is too old: fetching a newer one into .dev (50 MB, once)`);
    for (const pin of pins) copyFileSync(pin, join(fresh, pin.slice(pin.lastIndexOf("package"))));
    await npmCi(fresh, progress, process.execPath, ["--ignore-scripts"]);
    const node = nodeIn(fresh);
    if (node && (await runProgram(node, ["--version"])).code === 0) return;
    const problem = node ? "the one that was fetched does not start" : "none can be fetched for this machine";
    throw new Refusal(
      `Node ${process.version} is too old here, and ${problem}. Install Node 22.18 or newer from https://nodejs.org/ ` +
        "and run the same command again.",
    );
  });
  return /** @type {string} */ (nodeIn(folder));
}

/** Of the packages that the lock file names, npm installs the one for this platform. @param {string} folder */
function nodeIn(folder) {
  const packages = join(folder, "node_modules");
  const file = process.platform === "win32" ? "node.exe" : "node";
  const names = existsSync(packages) ? readdirSync(packages) : [];
  return names.map((name) => join(packages, name, "bin", file)).find((node) => existsSync(node));
}
