import { printed } from "./printed.mjs";

const QUIET_MS = 15_000;

/** Tells how a step goes. Standard output belongs to the command. @param {string} line */
export function say(line) {
  process.stderr.write(`${printed(line)}\n`);
}

/** Says every 15 seconds that some work is still under way. @template T @param {string} what @param {Promise<T>} work */
export async function whileTelling(what, work) {
  const started = Date.now();
  const clock = setInterval(() => say(`  ${what}: ${duration(Date.now() - started)}`), QUIET_MS);
  return work.finally(() => clearInterval(clock));
}

/** A time for people: "9 s", "2 min 5 s". @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
