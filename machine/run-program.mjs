import { spawn } from "node:child_process";

/**
 * How a program ended, and what it said. `code` is -1 when it was stopped or could not be started; `stderr` says why.
 * @typedef {{ code: number, stdout: string, stderr: string }} Ended
 */

/**
 * Runs a program and collects what it says; never throws.
 *
 * @param {string} command @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeout?: number, signal?: AbortSignal,
 *   killSignal?: NodeJS.Signals }} options as `spawn` has them
 * @returns {Promise<Ended>}
 */
export async function runProgram(command, args, options = {}) {
  let stdout = "";
  let stderr = "";
  let limit;
  try {
    // Node's own timeout goes on after a program that could not be started, and keeps the process alive (Node 24).
    const { timeout, ...rest } = options;
    const child = spawn(command, args, { ...rest, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    if (timeout) limit = setTimeout(() => child.kill(), timeout);
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    const code = await new Promise((resolve, reject) => {
      // One that was started is waited for, also where a signal stops it: it is gone when this returns.
      child.on("error", (error) => child.pid === undefined && reject(error)).on("close", resolve);
    });
    return { code: code ?? -1, stdout, stderr };
  } catch (error) {
    return { code: -1, stdout, stderr: /** @type {Error} */ (error).message };
  } finally {
    clearTimeout(limit);
  }
}

/** The last lines of what a program said, on one line, for a reason inside a sentence. @param {string} text */
export function lastLines(text, count = 3) {
  const lines = text.trim().split(/\r?\n/).slice(-count);
  return lines.join("; ").slice(-400);
}
