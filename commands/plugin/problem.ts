/** What a check complains of, and from when on. */
import type { Range } from "./range.ts";

export interface Thresholds {
  /** In days that the key still works. */
  warning: Range;
  critical: Range;
}

/** A trouble. The line of the worst begins with what to do about it. */
export interface Problem {
  exit: 1 | 2 | 3;
  next: string;
  /** The rest of a sentence behind a colon. */
  why: string;
}
