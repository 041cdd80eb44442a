/** The longest wait, in milliseconds, that a `Retry-After` can ask for. */
const LONGEST_WAIT = 60_000;

/** A refusal of Microsoft Graph; its message is `400 Request_BadRequest: …`. */
export class GraphError extends Error {
  readonly status: number;
  /** How long Graph asks to wait, in milliseconds, if it does. */
  readonly wait: number | undefined;

  constructor(status: number, code: string, message: string, wait?: number) {
    super(`${status} ${code}: ${message}`);
    this.status = status;
    this.wait = wait;
  }
}

/** Thrown by what sends requests when a connection broke before the answer was there: nobody knows what was done. */
export class ConnectionDropped extends Error {}

/**
 * Whether a failure may pass, as azuread sees it: a service that is busy or failing is asked again, a broken connection only
 * where nothing was to be changed. So a request whose answer is lost behind a failing gateway is made twice, and the second
 * time a grant "already exists".
 */
export function mayPass(method: string, failure: unknown): boolean {
  if (failure instanceof ConnectionDropped) return method === "GET";
  if (!(failure instanceof GraphError)) return false;
  const { status } = failure;
  return [408, 424, 429].includes(status) || (status >= 500 && status !== 501);
}

/**
 * Reads a refusal.
 *
 * @param response an answer that is not "ok"
 * @param now the present time in milliseconds
 */
export async function refusalIn(response: Response, now: number): Promise<GraphError> {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: unknown; message?: unknown } };
  const { code = "UnknownError", message = "no reason given" } = body.error ?? {};
  return new GraphError(response.status, String(code), String(message), waitAsked(response, now));
}

/** `Retry-After` is in seconds or a date. */
function waitAsked(response: Response, now: number): number | undefined {
  const asked = response.headers.get("retry-after");
  if (asked === null) return undefined;
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT) : undefined;
}

/** For use in `catch`: what is not there (404) is nothing, every other failure stands. */
export function nothingIfMissing(thrown: unknown): undefined {
  if (thrown instanceof GraphError && thrown.status === 404) return undefined;
  throw thrown;
}
