/** Processes below one, for ending all of them at once. */
import { execFileSync } from "node:child_process";

/**
 * Kills a process and all that it started, whatever process groups they have: the process itself first, so that it does not
 * see the others go. Nothing of this process goes on meanwhile.
 */
export function killWithAllBelow(pid: number): void {
  const all = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    all.filter(([, its]) => its === parent).flatMap(([child]) => [child, ...below(child)]);
  for (const each of [pid, ...below(pid)]) {
    try {
      process.kill(each, "SIGKILL");
    } catch (error) {
      // It ended by itself meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
