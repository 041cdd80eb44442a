/** The three values in a file that nobody else may read. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { decoded, fromStandardInput, type Given, MOST } from "../verify/given-values.ts";

/** A pipe without a writer is opened at once, and refused: waiting for one would take the time of the whole check, and more. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Rights of the group and of all others. */
const OTHERS = 0o077;

/**
 * @param path of a file as `fromStandardInput` takes a text
 * @throws CannotRun when it cannot be read, others may read it, or it holds something else; nothing of it is repeated, nor
 *   its path, which could be a key that was put in the wrong place
 */
export async function valuesIn(path: string): Promise<Given> {
  const file = await open(path, AT_ONCE).catch(({ code }: NodeJS.ErrnoException) => {
    throw new CannotRun(
      `the file that --file names cannot be read (${code}): it must belong to the user that runs this`,
    );
  });
  try {
    // Of the opened file, not of its path, which could lead to another one by then.
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > MOST) throw new CannotRun("--file must name a file with the three values");
    // Windows has no such mode: there its access list decides, which Node does not show.
    if (process.platform !== "win32" && (stat.mode & OTHERS) !== 0) {
      const mode = (stat.mode & 0o777).toString(8);
      throw new CannotRun(
        `run chmod 600 on the file that --file names, and renew the key if others could read it: its mode is ${mode}`,
      );
    }
    return fromStandardInput(decoded(await file.readFile()), "The file that --file names");
  } finally {
    await file.close();
  }
}
