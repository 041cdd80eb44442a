// Finds and runs npm without a shell, on Linux, macOS and Windows. Plain JavaScript for Node 18 and newer.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { Refusal } from "./refusal.mjs";

/**
 * Where npm is. Node refuses to start `npm.cmd` without a shell, so npm's own JavaScript file is looked for:
 * the npm that runs this script, the one beside this Node, then the first on PATH.
 *
 * @param {{ env: Record<string, string | undefined>, execPath: string, platform: string }} place
 * @returns {{ script: string } | { command: string } | undefined} npm's script, else an executable that is none
 */
export function findNpm({ env, execPath, platform }) {
  const running = env.npm_execpath;
  if (running && basename(running) === "npm-cli.js" && existsSync(running)) return { script: running };
  const windows = platform === "win32";
  const inside = join("node_modules", "npm", "bin", "npm-cli.js");
  const beside = join(dirname(execPath), windows ? inside : join("..", "lib", inside));
  if (existsSync(beside)) return { script: beside };
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  for (const folder of path.split(delimiter).filter(Boolean)) {
    if (windows && existsSync(join(folder, "npm.cmd")) && existsSync(join(folder, inside))) {
      return { script: join(folder, inside) };
    }
    const npm = join(folder, windows ? "npm.exe" : "npm");
    if (!existsSync(npm)) continue;
    const real = realpathSync(npm);
    return basename(real) === "npm-cli.js" ? { script: real } : { command: npm };
  }
  return undefined;
}

/**
 * The environment for `npm ci`: the user's own, registry settings included, without what would leave packages out.
 *
 * @param {Record<string, string | undefined>} env
 */
export function installEnvironment(env) {
  const leftOut = /^(node_env|npm_config_(omit|include|production|only|optional|global|dry_run|package_lock_only))$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !leftOut.test(name)));
}

/**
 * Runs `npm ci` in a folder, with a line every 15 seconds.
 *
 * @param {{ folder: string, node: string, say: (line: string) => void, args?: string[] }} work `node` runs npm
 * @throws {Refusal} when npm is missing or fails, with the start of what npm said
 */
export async function npmCi({ folder, node, say, args = [] }) {
  const npm = findNpm({ env: process.env, execPath: process.execPath, platform: process.platform });
  if (!npm) throw new Refusal("npm was not found. It comes with Node: install Node 24 from https://nodejs.org/.");
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--no-progress"];
  const words = ["ci", "--include=dev", "--include=optional", ...quiet, ...args];
  const [command, before] = "script" in npm ? [node, [npm.script]] : [npm.command, []];
  const child = spawn(command, [...before, ...words], {
    cwd: folder,
    env: installEnvironment(process.env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      if (said.length < 4000) said += data;
    });
  }
  const started = Date.now();
  const clock = setInterval(() => say(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`), 15_000);
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      said += error.message;
      resolve(-1);
    });
    child.on("close", resolve);
  });
  clearInterval(clock);
  if (code === 0) return;
  // npm says what is wrong first; a stack trace, or pages on its own usage, can follow.
  const lines = said.trim().split("\n");
  const why = lines
    .filter((line) => !/^npm error\s+at /.test(line))
    .slice(0, 8)
    .join("\n");
  throw new Refusal(
    `npm could not install the packages. Remedy what it names below (if that is the network: npm ping tells whether ` +
      `the registry answers), then run the same command again. npm said:\n${why}`,
  );
}
