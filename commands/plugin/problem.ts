/** What a check complains of, and from when on. */
import type { Range } from "./range.ts";

export interface Thresholds {
  /** In days that the key still works. */
  warning: Range;
  critical: Range;
}

/** What to do comes first: of a longer line monitors show the beginning. @param next a sentence, or a part of one */
export function doFirst(next: string, why: string): string {
  return `${next.replace(/\.$/, "")}: ${why}`;
}

/** A trouble. The line of the worst begins with what to do about it. */
export interface Problem {
  exit: 1 | 2 | 3;
  next: string;
  /** The rest of a sentence behind a colon. */
  why: string;
}
