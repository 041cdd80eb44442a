/** How long to wait for what passes by itself: new grants and keys that have not reached every server of Microsoft's yet. */
import { duration } from "../../machine/progress.mjs";

export interface Clock {
  /** Milliseconds since any moment. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const SECOND = 1000;
/** Between tries; the last one repeats. */
const PAUSES = [2, 4, 8, 15, 30].map((seconds) => seconds * SECOND);

/** One limit for all waiting of a run. */
export class Patience {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #say: (line: string) => void;
  readonly #start: number;
  #tries = 0;
  #said = "";

  /** @param limit milliseconds from now; 0 never waits */
  constructor(clock: Clock, limit: number, say: (line: string) => void) {
    this.#clock = clock;
    this.#limit = limit;
    this.#say = say;
    this.#start = clock.now();
  }

  /**
   * Waits before another try, and says so.
   * @param why what is waited for, the beginning of a line
   * @param bounds in milliseconds: `atMost` since the start of the run, where waiting to the limit makes no sense; `asked`
   *   by the server, as its Retry-After
   * @returns false, at once, when the time is over or would be before the server's
   */
  async again(why: string, { atMost = this.#limit, asked = 0 } = {}): Promise<boolean> {
    const end = Math.min(this.#limit, atMost);
    const spent = this.#clock.now() - this.#start;
    if (spent >= end || spent + asked > end) return false;
    const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)] as number;
    const wait = Math.min(Math.max(pause, asked), end - spent);
    this.#tries += 1;
    this.#say(
      `${why === this.#said ? "" : `${why}. `}Again in ${duration(wait)}, for ${duration(end - spent)} at most.`,
    );
    this.#said = why;
    await this.#clock.sleep(wait);
    return true;
  }
}
