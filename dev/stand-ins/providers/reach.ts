import { setTimeout as sleep } from "node:timers/promises";
import type { Surroundings } from "./graph-client.ts";
import { ConnectionDropped } from "./graph-failures.ts";

/** How long one request can take before it is given up, in milliseconds. */
const PATIENCE = 60_000;

/** How many times faster than azuread expects of Entra a change shows in the embedded tenant. */
const SETTLES_FASTER = 100;

/**
 * The outer world as a running plugin meets it: Node's own `fetch`, which trusts the system's certificates and those
 * that NODE_EXTRA_CA_CERTS names, and no others.
 *
 * @param aborted ends requests and waits when the run is cancelled
 */
export function surroundings(aborted: AbortSignal): Surroundings {
  return {
    now: Date.now,
    send: (url, init) => {
      const signals = [aborted, AbortSignal.timeout(PATIENCE)];
      return fetch(url, { ...init, signal: AbortSignal.any(signals) }).catch((thrown: unknown) => {
        throw unreachable(new URL(url).origin, thrown);
      });
    },
    wait: async (milliseconds) => {
      await sleep(milliseconds, undefined, { signal: aborted });
    },
    settle: async (milliseconds) => {
      await sleep(milliseconds / SETTLES_FASTER, undefined, { signal: aborted });
    },
  };
}

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
  const why = code || (cause instanceof Error ? cause.message : String(cause));
  return new Error(`The embedded tenant does not answer at ${origin} (${why}): is it running?`);
}
