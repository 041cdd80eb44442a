/** Runs a program and measures what it and all that it starts take. Processor time and memory are Linux's to tell. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

export interface Took {
  /** Seconds on the wall's clock. */
  wall: number;
  /** Seconds of processor time of the program and of all that it started and waited for; undefined where nobody tells. */
  cpu: number | undefined;
  /** The most memory (MB) that all of them held at one moment, as far as a look each 20 ms sees it. */
  memory: number | undefined;
}

const LOOK_EACH = 20;
/** Linux counts a processor's time in hundredths of a second ("proc_pid_stat(5)", _SC_CLK_TCK). */
const TICKS = 100;

/** @throws Error with what it printed when it does not end with one of the codes */
export async function measured(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; codes?: readonly number[] },
): Promise<Took> {
  const before = childrensTime();
  const begun = performance.now();
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
  }
  let ended = false;
  const end = new Promise<number>((done, fail) => child.on("error", fail).on("close", (code) => done(code ?? -1)));
  const watched = memoryOf(child.pid as number, () => ended);
  const code = await end.finally(() => {
    ended = true;
  });
  const wall = (performance.now() - begun) / 1000;
  if (!(options.codes ?? [0]).includes(code))
    throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${text}`);
  const after = childrensTime();
  return {
    wall,
    cpu: before === undefined || after === undefined ? undefined : after - before,
    memory: await watched,
  };
}

/** Seconds that the processes have used which this one started and which have ended. */
function childrensTime(): number | undefined {
  const fields = statOf("self");
  return fields && (Number(fields[13]) + Number(fields[14])) / TICKS;
}

async function memoryOf(pid: number, ended: () => boolean): Promise<number | undefined> {
  let most: number | undefined;
  while (!ended()) {
    const now = memoryNow(pid);
    if (now !== undefined) most = Math.max(most ?? 0, now);
    await setTimeout(LOOK_EACH);
  }
  return most;
}

/** Megabytes of a process and of those below it. */
function memoryNow(pid: number): number | undefined {
  const processes = new Map<number, { parent: number; pages: number }>();
  try {
    for (const name of readdirSync("/proc")) {
      const fields = /^\d+$/.test(name) ? statOf(name) : undefined;
      if (fields) processes.set(Number(name), { parent: Number(fields[1]), pages: Number(fields[21]) });
    }
  } catch {
    return undefined;
  }
  const isBelow = (at: number): boolean => at === pid || (processes.has(at) && isBelow(processes.get(at)?.parent ?? 0));
  const pages = [...processes].filter(([at]) => isBelow(at)).map(([, one]) => one.pages);
  return pages.length === 0 ? undefined : (pages.reduce((sum, one) => sum + one, 0) * 4096) / 1e6;
}

/** The fields behind a process's name: state, parent, … ("proc_pid_stat(5)"). */
function statOf(pid: string): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    // Not Linux, or it has ended meanwhile.
    return undefined;
  }
}
