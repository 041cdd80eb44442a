/** When a request that failed in passing is sent again. */
import { setTimeout } from "node:timers/promises";
import type { RequestFailed } from "./failure.ts";

/**
 * Asked after each failed try: waits and says true where another try makes sense.
 * @param tries how many have failed
 */
export type Again = (failed: RequestFailed, tries: number) => Promise<boolean>;

export interface Patience {
  /** Waits so many milliseconds; default the real time. */
  sleep?: (milliseconds: number) => Promise<unknown>;
  /** Gets a line before each wait; default nobody. */
  say?: (line: string) => void;
}

/** Milliseconds before each further try, where the server asks for none longer. */
const PAUSES = [1_000, 2_000, 4_000];
/** A server that asks for more is not asked again: before its time it would only refuse, and count it. */
const LONGEST = 60_000;

/** The one policy of this project, for all that may be asked twice: reads, and changes that say what is to be. */
export function patiently({ sleep = setTimeout, say = () => {} }: Patience = {}): Again {
  return async (failed, tries) => {
    const pause = pauseAfter(failed, tries);
    if (pause === undefined) return false;
    say(`${failed.message}: again in ${Math.ceil(pause / 1000)} s.`);
    await sleep(pause);
    return true;
  };
}

/** @returns milliseconds to wait before another try; undefined when there is to be none. Pure. */
export function pauseAfter(failed: RequestFailed, tries: number): number | undefined {
  const pause = PAUSES[tries - 1];
  if (pause === undefined || !passes(failed) || failed.retryAfter > LONGEST) return undefined;
  return Math.max(pause, failed.retryAfter);
}

/** Whether a failure is of the kind that passes by itself: throttled, the service's own trouble, no answer. Pure. */
export function passes({ trouble, status }: Pick<RequestFailed, "trouble" | "status">): boolean {
  return trouble === "no answer" || (trouble === "refused" && (status === 429 || status >= 500));
}

/**
 * @param header Retry-After, in seconds or as a date (RFC 9110, 10.2.3)
 * @param now milliseconds since the epoch
 * @returns milliseconds; undefined where the header says nothing. Pure.
 */
export function waitAskedFor(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return milliseconds > 0 ? milliseconds : undefined;
}
