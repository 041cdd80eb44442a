// Runs npm without knowing where it is, on Linux, macOS and Windows. Plain JavaScript for Node 18 and newer.
import { basename } from "node:path";
import { whileTelling } from "./progress.mjs";
import { Refusal } from "./refusal.mjs";
import { runProgram } from "./run-program.mjs";

/**
 * How npm is started: by the script of the npm that runs this, else the one on PATH by the shell, without which Node
 * refuses to start `npm.cmd`.
 *
 * @param {NodeJS.ProcessEnv} env @param {string} node what runs the script @param {readonly string[]} words without blanks
 * @returns {{ command: string, args: readonly string[], shell: boolean }}
 */
export function npmCommand(env, node, words) {
  const script = env["npm_execpath"] ?? "";
  if (basename(script) === "npm-cli.js") return { command: node, args: [script, ...words], shell: false };
  return { command: ["npm", ...words].join(" "), args: [], shell: true };
}

/**
 * The environment for `npm ci`: the user's own, registry settings included, without what would leave packages out.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function installEnvironment(env) {
  const leftOut = /^(node_env|npm_config_(omit|include|production|only|optional|global|dry_run|package_lock_only))$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !leftOut.test(name)));
}

/**
 * Runs `npm ci` in a folder.
 *
 * @param {string} folder @param {import("./progress.mjs").Progress} progress @param {string} node what runs npm
 * @param {string[]} more words
 * @throws {Refusal} when npm is missing or fails, with the start of what npm said
 */
export async function npmCi(folder, progress, node = process.execPath, more = []) {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--no-progress"];
  const words = ["ci", "--include=dev", "--include=optional", ...quiet, ...more];
  const { command, args, shell } = npmCommand(process.env, node, words);
  const work = runProgram(command, args, { cwd: folder, env: installEnvironment(process.env), shell });
  const { code, stdout, stderr } = await whileTelling(progress, (elapsed) => `still installing, ${elapsed}`, work);
  if (code === 0) return;
  // npm says what is wrong first; a stack trace, or pages on its own usage, can follow.
  const lines = `${stderr}\n${stdout}`.trim().split("\n");
  const why = lines
    .filter((line) => !/^npm error\s+at /.test(line))
    .slice(0, 8)
    .join("\n");
  throw new Refusal(
    `npm could not install the packages. Remedy what it names below (if that is the network: npm ping tells whether ` +
      `the registry answers), then run the same command again. npm said:\n${why}`,
  );
}
