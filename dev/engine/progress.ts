/** Where the steps of the set-up report. */
export interface Progress {
  /** One line that stays: what is done, and why. */
  say(line: string): void;
  /** How far the step under way is; shown in place on a terminal, else at most every 15 seconds. */
  update(text: string): void;
}

/** What progress is written to: standard error, so that standard output stays the command's own. */
export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const QUIET_MS = 15_000;

/** Progress on a stream; no control codes unless it is a terminal. */
export function progressOn(screen: Screen = process.stderr, now: () => number = Date.now): Progress {
  let rewriting = false;
  let lastLine = now();
  return {
    say(line) {
      screen.write(rewriting ? `\r\u001b[K${line}\n` : `${line}\n`);
      rewriting = false;
      lastLine = now();
    },
    update(text) {
      if (screen.isTTY) {
        screen.write(`\r${`  ${text}`.slice(0, (screen.columns ?? 80) - 1)}\u001b[K`);
        rewriting = true;
      } else if (now() - lastLine >= QUIET_MS) {
        screen.write(`  ${text}\n`);
        lastLine = now();
      }
    },
  };
}

/** A time for people: "9 s", "2 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
