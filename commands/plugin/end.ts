/** How a check ends: with its verdict, else with 3; always with one line, and never later than its time limit. */
import { pluginLine, UNKNOWN } from "../../machine/plugin-line.mjs";
import { duration } from "../../machine/progress.mjs";
import type { Verdict } from "./verdict.ts";

export interface Check {
  /** Milliseconds after which there is no verdict any more. */
  timeout: number;
  /** Gives a verdict, or throws what keeps it from one. */
  work: () => Promise<Verdict>;
}

const SIGNALS: readonly NodeJS.Signals[] = ["SIGTERM", "SIGINT", "SIGHUP"];

/**
 * Ends the process with what a check gives.
 * @param prepare gives the check, or throws why there can be none
 * @param harmless takes out of a text what must not be printed
 * @param end writes the line and ends the process
 */
export async function endWithVerdict(
  prepare: () => Check,
  harmless: (text: string) => string,
  end: (line: string, exit: number) => void = leave,
): Promise<void> {
  let ended = false;
  const say = ({ exit, text, performance }: Verdict) => {
    // The first word counts: what comes while the process ends would be a second line.
    if (ended) return;
    ended = true;
    end(pluginLine(exit, harmless(text), performance), exit);
  };
  const unknown = (text: string) => say({ exit: UNKNOWN, text, performance: undefined });
  // What nobody waits for must not end in Node's own exit code 1, which is a warning's.
  process.on("uncaughtException", (error: unknown) => unknown(wordsOf(error)));
  for (const signal of SIGNALS) process.on(signal, () => unknown(`check again: ${signal} ended this check`));
  let limit: NodeJS.Timeout | undefined;
  try {
    const { timeout, work } = prepare();
    const late = `check the network, or give more time with --timeout: no verdict within ${duration(timeout)}`;
    limit = setTimeout(() => unknown(late), timeout);
    say(await work());
  } catch (error) {
    unknown(wordsOf(error));
  } finally {
    clearTimeout(limit);
  }
}

/** Whatever was thrown: a library may throw what is no error. */
function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Once the line is written: what still goes on, such as an open connection, is not waited for. */
function leave(line: string, exit: number): void {
  process.exitCode = exit;
  process.stdout.write(`${line}\n`, () => process.exit(exit));
}
