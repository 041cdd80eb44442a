import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * How a program ended, and what it said. `code` is -1 when it was stopped or could not be started; `stderr` says why.
 * @typedef {{ code: number, stdout: string, stderr: string }} Ended
 */

/**
 * `limit` stops the program after so many milliseconds; `onLine` hears each line of standard error as it comes.
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, limit?: number, shell?: boolean, onLine?: (line: string) => void }} RunOptions
 */

/**
 * Runs a program and collects what it says; never throws.
 *
 * @param {string} command @param {readonly string[]} args @param {RunOptions} options
 * @returns {Promise<Ended>}
 */
export function runProgram(command, args, { limit, onLine, ...options } = {}) {
  /** @type {Promise<Ended>} */
  const ended = new Promise((resolve) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: limit,
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    if (onLine) createInterface({ input: child.stderr }).on("line", onLine);
    child.on("error", (error) => resolve({ code: -1, stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
  return ended.catch((error) => ({ code: -1, stdout: "", stderr: error.message }));
}

/** The last lines of what a program said, on one line, for a reason inside a sentence. @param {string} text */
export function lastLines(text, count = 3) {
  const lines = text.trim().split(/\r?\n/).slice(-count);
  return lines.join("; ").slice(-400);
}
