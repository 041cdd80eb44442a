import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { programStart, type RunOutcome, type RunRequest, runOutcome } from "./program-start.ts";

const PATIENCE_MS = 5_000;
const running = new Set<ChildProcess>();

/** Runs a program to its end. Failures are told to the engine, never thrown. */
export async function runProgramFor(request: RunRequest): Promise<RunOutcome> {
  try {
    const { args, env } = programStart(request, findSdk(request.programDirectory));
    return await start(args, env);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), bail: false };
  }
}

/** Asks what runs to stop; what has not after five seconds is stopped. */
export function stopPrograms(): void {
  for (const child of running) {
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS).unref();
  }
}

/** The program's own SDK runs it, whichever version that is. */
function findSdk(programDirectory: string): string {
  try {
    return createRequire(join(programDirectory, "program.js")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    throw new Error("It looks like the Pulumi SDK has not been installed. Have you run npm ci?");
  }
}

/** `node` comes from PATH, as with the official host: the reader's Node, not ours, runs the program. */
function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<RunOutcome> {
  return new Promise((resolve) => {
    const child = spawn("node", args, {
      env: { ...process.env, ...env },
      // The engine reads this process's own output, so the program writes straight to it.
      stdio: ["ignore", "inherit", "inherit"],
      windowsHide: true,
    });
    running.add(child);
    child.on("error", (error: NodeJS.ErrnoException) => {
      running.delete(child);
      const why = error.code === "ENOENT" ? "could not find node on the $PATH" : error.message;
      resolve({ error: `Problem executing program (could not run language executor): ${why}`, bail: false });
    });
    child.on("close", (code) => {
      running.delete(child);
      resolve(runOutcome(code));
    });
  });
}
