/** Ctrl-C in the midst of many stacks: programs that were started are gone before this one is. */
import { runProgram } from "../../machine/run-program.mjs";
import type { AskPulumi } from "../stack/ask.ts";

export interface Interruptible {
  /** Runs `pulumi` so that an interruption ends it: nothing here writes, so it may be ended at any moment. */
  ask: AskPulumi;
  stopped: () => boolean;
  /** Settles with the exit code of whoever is ended by such a signal: 130 or 143. */
  interrupted: Promise<number>;
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Listens from now on; a second signal ends this process as it would have without. */
export function interruptible(): Interruptible {
  const stop = new AbortController();
  // One look for a newer Pulumi would do; this is hundreds of runs.
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const running = new Set<Promise<unknown>>();
  const ask: AskPulumi = async (args) => {
    const asked = runProgram("pulumi", args, { env, signal: stop.signal, killSignal: "SIGKILL" });
    running.add(asked);
    try {
      return await asked;
    } finally {
      running.delete(asked);
    }
  };
  const interrupted = new Promise<number>((end) => {
    for (const [signal, code] of Object.entries(SIGNALS)) {
      process.once(signal, () => {
        stop.abort();
        void Promise.all(running).then(() => end(code));
      });
    }
  });
  return { ask, stopped: () => stop.signal.aborted, interrupted };
}
