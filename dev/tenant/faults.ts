import type { Directory } from "./directory.ts";

/** An answer in the tenant's place. */
export interface FaultAnswer {
  status: number;
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
}

/** Switches for tests. Empty at the start, and never written to the state. */
export class Faults {
  /** How old a grant must be, on the tenant's clock, to show in tokens: replication. */
  grantDelaySeconds = 0;
  readonly #pending: Required<Fault>[] = [];

  /** Adds a fault; several wait side by side, and of those that match the first one added is taken. */
  add(fault: Fault): void {
    this.#pending.push({ skip: 0, times: 1, ...fault });
  }

  /** Ends every fault, also the delay of grants. */
  clear(): void {
    this.#pending.length = 0;
    this.grantDelaySeconds = 0;
  }

  /** Faults that have not happened yet, so that a test can see that what it planned took place. */
  get pending(): number {
    return this.#pending.length;
  }

  /** The action for a request, counted as happened. */
  take(method: string, path: string): FaultAction | undefined {
    for (const fault of this.#pending) {
      if (fault.method !== method || !fault.path.test(path)) continue;
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
