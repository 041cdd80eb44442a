/** What an explanation of a failure is, and how a failure is known. Pure. */

/** One failure, a sentence or two a part. */
export interface Explanation {
  /** Which failure: the row of docs/failures.md. */
  id: string;
  what: string;
  why: string;
  action: string;
  /** The safe next command. */
  command: string;
}

/** Commands for the reader, with the stack's name where it is known. */
export interface Next {
  /** A command of Pulumi's, in quotes. */
  pulumi(words: string): string;
  doctor: string;
}

/** A failure as it is recognised. */
export interface Explained {
  id: string;
  /** Matched against the text without colours; the first match goes to `say`. */
  pattern: RegExp;
  say: (match: RegExpExecArray, next: Next, text: string) => Omit<Explanation, "id">;
}
