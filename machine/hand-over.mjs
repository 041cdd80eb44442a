import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM"];

/**
 * Runs a program with this process's terminal as its own, and stays until it has ended.
 *
 * @param {string} command @param {readonly string[]} args @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @param {(line: string) => void} [hear] gets each line of its standard output in the terminal's place
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>} `code` is 1 where a signal ended it
 * @throws {Error} when it cannot be started
 */
export function handOver(command, args, options, hear) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["inherit", hear ? "pipe" : "inherit", "inherit"] });
    if (hear && child.stdout) createInterface({ input: child.stdout }).on("line", hear);
    // A Ctrl-C in a terminal reaches the program by itself; passing it on as well would make it count as the second
    // one, on which Pulumi stops without cleaning up.
    const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => void ((signal === "SIGTERM" || !terminal) && child.kill(signal));
    for (const signal of SIGNALS) process.on(signal, pass);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve({ code: code ?? 1, signal });
    });
  });
}
