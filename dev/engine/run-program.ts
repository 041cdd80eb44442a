import { spawn } from "node:child_process";

/** How a program ended, and what it said. */
export interface Ended {
  /** Exit code; -1 when it could not be started or was stopped. */
  readonly code: number;
  readonly stdout: string;
  /** Standard error; when the program could not be started, why. */
  readonly stderr: string;
}

/** What may be set for a program. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Stops the program after so many milliseconds. */
  readonly limit?: number;
  /** Hears each line of standard error as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program without a shell and collects what it says; never throws. */
export function runProgram(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.limit,
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    let line = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      if (options.onLine) lines.forEach(options.onLine);
    });
    child.on("error", (error) => resolve({ code: -1, stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** The last lines of what a program said, on one line, for a reason inside a sentence. */
export function lastLines(text: string, count = 3): string {
  const lines = text.trim().split(/\r?\n/).slice(-count);
  return lines.join("; ").slice(-400);
}
