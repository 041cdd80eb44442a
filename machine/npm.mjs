// Runs npm without knowing where it is, on Linux, macOS and Windows. Plain JavaScript for Node 18 and newer.
import { basename } from "node:path";
import { CannotRun } from "./cannot-run.mjs";
import { whileTelling } from "./progress.mjs";
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
 * Runs `npm ci` in a folder.
 *
 * @param {string} folder @param {string} node what runs npm @param {string[]} more words
 * @throws {CannotRun} when npm is missing or fails, with the start of what npm said
 */
export async function npmCi(folder, node, more = []) {
  // What is included here is installed whatever NODE_ENV and npm's settings say (npm's documentation of `include`). The Node
  // is good or on its way: npm hands .npmrc's engine-strict on to its scripts, and it is for an `npm ci` by hand.
  const included = ["--include=dev", "--include=optional", "--no-engine-strict"];
  const words = ["ci", ...included, "--no-audit", "--no-fund", "--loglevel=error", "--no-progress", ...more];
  const { command, args, shell } = npmCommand(process.env, node, words);
  const work = runProgram(command, args, { cwd: folder, shell });
  const { code, stdout, stderr } = await whileTelling("still installing", work);
  if (code === 0) return;
  // npm says what is wrong first; a stack trace, or pages on its own usage, can follow.
  const lines = `${stderr}\n${stdout}`.split("\n").filter((line) => line.trim() && !/^npm error\s+at /.test(line));
  throw new CannotRun(
    `npm could not install the packages. Remedy what it names below (if that is the network: npm ping tells whether ` +
      `the registry answers), then run the same command again. npm said:\n${lines.slice(0, 8).join("\n")}`,
  );
}
