/** How every command ends that cannot do its work, and with which exit code. */
import { printed } from "./printed.mjs";

/**
 * An expected failure: why a command could not do its work at all. Its message is for the reader, with the next action, and
 * no stack trace is shown. What a command did look at and found wanting is a row instead.
 */
export class CannotRun extends Error {
  /** @param {string} why what is wrong, in sentences @param {string} [next] what to do, in sentences; where it stands apart */
  constructor(why, next) {
    super(next === undefined ? why : `${why} ${next}`);
    this.name = "CannotRun";
    this.why = why;
    this.next = next;
  }
}

/**
 * Runs a command to its exit code: 0 nothing fails, 1 something does, 2 it could not be run.
 *
 * @param {() => Promise<number>} work gives 0, 1 or a program's own exit code that it hands on
 * @param {(line: string) => string} harmless takes out of an error's text what must not be printed
 */
export async function endWith(work, harmless = (line) => line) {
  try {
    process.exitCode = await work();
  } catch (error) {
    // A stack trace is for a mistake of this program's own; it is text, without what hangs on the error.
    const { message, stack = message } = /** @type {Error} */ (error);
    console.error(printed(harmless(error instanceof CannotRun ? message : stack)));
    process.exitCode = 2;
  }
}
