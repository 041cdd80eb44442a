/** What a command found out, one row a check, and what that means for its exit code. */

/** "unknown" is what no read can prove. */
export type Verdict = "pass" | "warn" | "fail" | "unknown";

/** Characters of one text: no row of this project's own needs more, and a name of the tenant's can have any number. */
export const LONGEST = 2000;

export interface Row {
  /** What was looked at, in a few words. */
  check: string;
  result: Verdict;
  /** What was found, in a sentence or two. */
  detail: string;
  /** The reader's next action; absent where there is none. */
  next?: string;
  /** The check of a row that says this one too, for a person: the table leaves this one out where that one fails. */
  saidBy?: string;
}

/** @returns 1 when something fails; warnings and what cannot be proved do not */
export function exitCode(rows: readonly Row[]): 0 | 1 {
  return rows.some(({ result }) => result === "fail") ? 1 : 0;
}
