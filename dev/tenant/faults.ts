import type { Directory } from "./directory.ts";

/** An answer in the tenant's place. */
export interface FaultAnswer {
  status: number;
  /** Text as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** What happens to a request that a fault matches. Exactly one of these. */
export type FaultAction =
  /** Answers this without doing the work. */
  | { answer: FaultAnswer }
  /** Does the work, then answers this: a gateway that gave up on a service which had not. */
  | { doneThen: FaultAnswer }
  /** Drops the connection: before the work, or after it, so that the answer is lost. */
  | { drop: "before" | "after" }
  /** Answers from a copy of the directory taken earlier (`structuredClone`), as a replica that lags behind. Reads only. */
  | { stale: Directory }
  /** The same from the copy before so many changes (`Faults.remember`), the oldest where there were fewer. Reads only. */
  | { lag: number }
  /** Does the work, then changes the answer's body before it is sent. */
  | { edit: (body: unknown) => unknown }
  /**
   * Calls back when the request arrives or when its work is done, and waits: to kill a client, to move the clock. "drop"
   * from `before` leaves the work undone and the connection dropped.
   */
  | { before: () => unknown }
  | { after: () => void | Promise<void> };

export interface Fault {
  method: string;
  /** Matched against the path with its query. */
  path: RegExp;
  action: FaultAction;
  /** How many matching requests pass unharmed first; default none. */
  skip?: number;
  /** How many are harmed then; default one. */
  times?: number;
  /** Of the requests that match, which ones count at all; default each. Mixtures by chance draw here, by a seed of their own. */
  when?: (asked: Asked) => boolean;
}

/** A request, as a fault may look at it. */
export interface Asked {
  method: string;
  /** With its query. */
  path: string;
  body: string;
}

/** Switches for tests. Empty at the start, and never written to the state. */
export class Faults {
  /** How old a grant must be, on the tenant's clock, to show in tokens: replication. */
  grantDelaySeconds = 0;
  /** How long a page of a list is at most: Graph decides that itself. */
  pageSize = Number.POSITIVE_INFINITY;
  /** Whether each list begins with a page of nothing and a link to the next, as Graph may answer a filter. */
  emptyPages = false;
  /** How many copies of the directory are kept, each from before a change, for replicas that lag behind. */
  remember = 0;
  readonly #copies: Directory[] = [];
  readonly #pending: Required<Fault>[] = [];

  /** Adds a fault; several wait side by side, and of those that match the first one added is taken. */
  add(fault: Fault): void {
    this.#pending.push({ skip: 0, times: 1, when: () => true, ...fault });
  }

  /** Ends every fault, also the delay of grants and odd pages. */
  clear(): void {
    this.#pending.length = 0;
    this.#copies.length = 0;
    this.grantDelaySeconds = 0;
    this.pageSize = Number.POSITIVE_INFINITY;
    this.emptyPages = false;
    this.remember = 0;
  }

  /** Keeps a copy of the directory as it is before a change. */
  changing(directory: Directory): void {
    if (this.remember === 0) return;
    this.#copies.unshift(structuredClone(directory));
    this.#copies.splice(this.remember);
  }

  /** The directory before so many changes; undefined where no copy is kept. */
  before(changes: number): Directory | undefined {
    return this.#copies[Math.min(changes, this.#copies.length) - 1];
  }

  /** Faults that have not happened yet, so that a test can see that what it planned took place. */
  get pending(): number {
    return this.#pending.length;
  }

  /** The action for a request, counted as happened. */
  take(asked: Asked): FaultAction | undefined {
    for (const fault of this.#pending) {
      if (fault.method !== asked.method || !fault.path.test(asked.path) || !fault.when(asked)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      if (fault.times <= 0) this.#pending.splice(this.#pending.indexOf(fault), 1);
      return fault.action;
    }
    return undefined;
  }
}

/** The answer of a throttled service: "Microsoft Graph throttling guidance". */
export function throttled(retryAfterSeconds: number): FaultAction {
  const message = "Too many requests";
  const body = { error: { code: "TooManyRequests", message } };
  return { answer: { status: 429, body, headers: { "Retry-After": String(retryAfterSeconds) } } };
}
