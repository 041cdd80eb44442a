import { setTimeout as sleep } from "node:timers/promises";
import { reason } from "./failures.ts";
import { ConnectionDropped } from "./graph-failures.ts";

/** What of the outer world the plugin needs; each can be replaced in a test. */
export interface Surroundings {
  /** Sends a request: the global `fetch`, or a test's. */
  readonly send: (url: string, init: RequestInit) => Promise<Response>;
  /** Waits so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Lets a change settle before it is read again: where azuread waits so long, the embedded tenant needs next to nothing. */
  readonly settle: (milliseconds: number) => Promise<void>;
  /** The present time in milliseconds. */
  readonly now: () => number;
}

/** How long one request can take before it is given up, in milliseconds. */
const PATIENCE = 60_000;

/** How many times faster than azuread expects of Entra a change shows in the embedded tenant. */
const SETTLES_FASTER = 100;

const wait = async (milliseconds: number): Promise<void> => {
  await sleep(milliseconds);
};

/**
 * The outer world as a running plugin meets it: Node's own `fetch`, which trusts the system's certificates and those
 * that NODE_EXTRA_CA_CERTS names, and no others.
 */
export const WORLD: Surroundings = {
  now: Date.now,
  send: (url, init) =>
    fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) }).catch((thrown: unknown) => {
      throw unreachable(new URL(url).origin, thrown);
    }),
  wait,
  settle: (milliseconds) => wait(milliseconds / SETTLES_FASTER),
};

/** Says why a request got no answer at all, and what to do about it. */
export function unreachable(origin: string, thrown: unknown): Error {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const code = String((cause as { code?: unknown } | undefined)?.code ?? "");
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return new Error(
      `The certificate of ${origin} is not trusted (${code}): NODE_EXTRA_CA_CERTS must name its issuer's.`,
    );
  }
  if (/ECONNRESET|EPIPE|UND_ERR_SOCKET/.test(code)) {
    return new ConnectionDropped(`${origin} dropped the connection before it had answered (${code}).`);
  }
  return new Error(`The embedded tenant does not answer at ${origin} (${code || reason(cause)}): is it running?`);
}
