import { because } from "./failures.ts";

/** A refusal of Microsoft Graph, or of the token endpoint, in the words that azuread has for it: people search for them. */
export class GraphError extends Error {
  readonly status: number;
  /** Graph's code and text, as `Request_BadRequest: …`; empty where the answer held none. */
  readonly said: string;
  /** How long Graph asks to wait, in milliseconds, if it does. */
  readonly wait: number | undefined;

  constructor(status: number, message: string, said = "", wait?: number) {
    super(message);
    this.status = status;
    this.said = said;
    this.wait = wait;
  }
}

/** Thrown by what sends requests when a connection broke before the answer was there: nobody knows what was done. */
export class ConnectionDropped extends Error {}

/**
 * Whether a failure may pass, as azuread sees it: a service that is busy or failing is asked again, a broken connection
 * never is. So a request whose answer is lost behind a failing gateway is made twice, a POST too: two applications, or
 * two keys, of which the second is the one that the state knows. Source: go-azure-sdk, sdk/client/client.go.
 */
export function mayPass(failure: unknown): boolean {
  if (!(failure instanceof GraphError)) return false;
  const { status } = failure;
  return status === 408 || status === 424 || isBusy(status);
}

/** Whether a status says that a service is busy or failing. */
export function isBusy(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** How long azuread goes on asking. */
export interface Patience {
  /** How often a request is repeated before its refusal stands. */
  readonly repeats: number;
  /** The longest wait, in milliseconds, before a repeat that no time was asked for. */
  readonly longest: number;
  readonly passes: (failure: unknown) => boolean;
}

/** Asks again while a failure may pass, after longer and longer waits. @throws the last failure */
export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  { repeats, longest, passes }: Patience,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Answer> {
  for (let repeat = 0; ; repeat += 1) {
    try {
      return await ask();
    } catch (thrown) {
      if (repeat >= repeats || !passes(thrown)) throw thrown;
      const asked = thrown instanceof GraphError ? thrown.wait : undefined;
      await wait(asked ?? Math.min(1000 * 2 ** repeat, longest));
    }
  }
}

/** What azuread says of a request whose connection broke: only for a read does it repeat what the network said. */
export function dropped(method: string, url: string): ConnectionDropped {
  const why = method === "GET" ? "EOF" : "HTTP response was nil; connection may have been reset";
  return new ConnectionDropped(`${method.charAt(0)}${method.slice(1).toLowerCase()} "${url}": ${why}`);
}

/** Reads a refusal from an answer that is not "ok". */
export async function refusalIn(response: Response): Promise<GraphError> {
  const { status, statusText } = response;
  const text = await response.text();
  const said = saidIn(text);
  const what = said === "" ? (text === "" ? "received with no body" : `with response: ${text}`) : `with error: ${said}`;
  return new GraphError(
    status,
    `unexpected status ${status} (${status} ${statusText}) ${what}`,
    said,
    waitAsked(response),
  );
}

/** The code and the text of a refusal; empty where it holds none. */
function saidIn(text: string): string {
  const { code, message } = (jsonIn(text)["error"] ?? {}) as Record<string, unknown>;
  return [code, message].filter((part) => typeof part === "string").join(": ");
}

/** The object in an answer; an empty one where it is no JSON. */
export function jsonIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** `Retry-After` in seconds; a date is not understood. */
function waitAsked(response: Response): number | undefined {
  const asked = response.headers.get("retry-after");
  return asked !== null && /^\d+$/.test(asked) ? Number(asked) * 1000 : undefined;
}

/** Whether Graph knows no such object. */
export function isMissing(thrown: unknown): boolean {
  return thrown instanceof GraphError && thrown.status === 404;
}

/** For use in `catch`: as `because`, with its own words for what Graph does not know (404). */
export function becauseMissing(missing: string, otherwise: string): (thrown: unknown) => never {
  return (thrown) => because(isMissing(thrown) ? missing : otherwise)(thrown);
}
