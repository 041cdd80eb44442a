/** Runs `pulumi` in the project's folder. */
import { spawn } from "node:child_process";
import { PROJECT_FOLDER } from "./dev-stack.ts";
import { type Ended, runProgram } from "./engine/run-program.ts";

/**
 * Runs `pulumi` with the terminal as its own.
 * @returns its exit code
 */
export function runPulumi(args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn("pulumi", args, { cwd: PROJECT_FOLDER, env, stdio: "inherit" });
    // Ctrl-C reaches the child by itself; this process stays until the engine has come to a safe stop.
    const stay = () => {};
    process.on("SIGINT", stay);
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("error", fail);
    child.on("close", (code, signal) => {
      process.off("SIGINT", stay);
      done(code ?? (signal ? 1 : 0));
    });
  });
}

/** Runs `pulumi` in the project's folder and keeps what it prints; never throws. */
export function askPulumi(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return runProgram("pulumi", args, { cwd: PROJECT_FOLDER, env });
}
