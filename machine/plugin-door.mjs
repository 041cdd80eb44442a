// How a command ends that a monitor has asked for one line: with a verdict, or with 3. It judges old Nodes' ends, too: plain
// JavaScript.
import { CannotRun } from "./cannot-run.mjs";
import { pluginLine, UNKNOWN } from "./plugin-line.mjs";

/**
 * Whether the command line, or what npm kept of it, asks for a monitoring plugin's line.
 *
 * @param {string} word the command @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
 */
export function asksForLine(word, args, env) {
  return word === "verify" && (args.includes("--plugin") || Boolean(env["npm_config_plugin"]));
}

/**
 * Runs a command to its verdict's exit code; whatever else ends it is 3, and its reason the line.
 *
 * @param {() => Promise<number>} work
 */
export async function endWithLine(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.log(pluginLine(UNKNOWN, /** @type {Error} */ (error).message));
    process.exitCode = UNKNOWN;
  }
}

/**
 * What a check that ran in a process of its own has ended with.
 *
 * @param {readonly string[]} lines of its standard output @param {{ code: number, signal: string | null }} end
 * @returns {number} its exit code
 * @throws {CannotRun} when it ended without a verdict, for instance by a signal or because Node could not load it
 */
export function verdictOf(lines, { code, signal }) {
  if (lines.length > 0 && signal === null && code <= UNKNOWN) return code;
  throw new CannotRun(
    "run it once more in a terminal and read what it says on standard error: the check ended without a verdict " +
      `(${signal === null ? `exit code ${code}` : `signal ${signal}`})`,
  );
}
