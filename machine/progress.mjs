/**
 * Where the steps of the set-up report: `say` writes one line that stays; `update` tells how far the step under way is,
 * in place on a terminal, else at most every 15 seconds.
 * @typedef {{ say(line: string): void, update(text: string): void }} Progress
 */

const QUIET_MS = 15_000;

/**
 * Progress on a stream; no control codes unless it is a terminal. By default it is standard error: standard output
 * belongs to the command.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} screen
 * @returns {Progress}
 */
export function progressOn(screen = process.stderr, now = Date.now) {
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

/**
 * Tells each second how far some work is.
 *
 * @template T
 * @param {Progress} progress @param {(elapsed: string) => string} text @param {Promise<T>} work
 */
export async function whileTelling(progress, text, work) {
  const started = Date.now();
  const clock = setInterval(() => progress.update(text(duration(Date.now() - started))), 1000);
  return work.finally(() => clearInterval(clock));
}

/** A time for people: "9 s", "2 min 5 s". @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
