// Finds a Node that runs TypeScript files by itself: the one that runs this, else a pinned one from the npm registry.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CannotRun } from "./cannot-run.mjs";
import { DEV_FOLDER, PROJECT_FOLDER } from "./folders.mjs";
import { runsTypeScript } from "./node-version.mjs";
import { npmCi } from "./npm.mjs";
import { say } from "./progress.mjs";
import { runProgram } from "./run-program.mjs";
import { makeWhole } from "./whole-folder.mjs";

/** Names a Node for each platform; of these packages npm installs the one that fits. */
const PINS = join(PROJECT_FOLDER, "machine", "node");

/**
 * @returns {Promise<string>} the executable
 * @throws {CannotRun} when none can be installed for this platform, or it does not start
 */
export async function goodNode() {
  if (runsTypeScript(process.version)) return process.execPath;
  // Named after the lock file, so that a changed pin is fetched anew and a running one stays untouched.
  const pinned = createHash("sha256").update(readFileSync(join(PINS, "package-lock.json")));
  const folder = join(DEV_FOLDER, "node", pinned.digest("hex").slice(0, 12));
  await makeWhole(folder, async (fresh) => {
    say(`Node ${process.version} is too old: fetching a newer one into .dev (50 MB, once)`);
    cpSync(PINS, fresh, { recursive: true });
    await npmCi(fresh, process.execPath, ["--ignore-scripts"]);
    const node = nodeIn(fresh);
    if (node && (await runProgram(node, ["--version"])).code === 0) return;
    throw new CannotRun(
      `Node ${process.version} is too old here, and none that runs on this machine can be fetched. Install Node ` +
        "22.18 or newer from https://nodejs.org/ and run the same command again.",
    );
  });
  return /** @type {string} */ (nodeIn(folder));
}

/** @param {string} folder */
function nodeIn(folder) {
  const packages = join(folder, "node_modules");
  const file = process.platform === "win32" ? "node.exe" : "node";
  const names = existsSync(packages) ? readdirSync(packages) : [];
  return names.map((name) => join(packages, name, "bin", file)).find((node) => existsSync(node));
}
