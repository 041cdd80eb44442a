/**
 * One HTTPS request and its answer, on the library that Microsoft's sign-in is built on, with this project's rules: nothing
 * is followed, no token travels in clear, loopback and link-local addresses never go through a proxy, and time and size
 * have limits.
 */
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  logPolicy,
  type Pipeline,
  type PipelineResponse,
  proxyPolicy,
} from "@azure/core-rest-pipeline";
import { inClear, noAnswer, RequestFailed, tooLarge } from "./failure.ts";
import { goesThrough } from "./proxy.ts";
import { waitAskedFor } from "./retry.ts";
import { isLoopback } from "./this-machine.ts";
import { type Wires, wires } from "./wires.ts";

export interface Connection {
  /** Certificates (PEM) to trust in place of Node's own: the embedded tenant's. */
  ca?: string | undefined;
  /** HTTPS_PROXY and its like are read from it; default the process's own. */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds for a whole exchange; default half a minute. */
  timeLimit?: number;
  /** Bytes that an answer may have; default 16 MB, some ten times the largest object of Graph's. */
  most?: number;
}

export interface Wanted {
  url: URL;
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Bearer token; none for an address that needs none. */
  token?: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: object;
  /** Bytes of the answer that are enough: the rest is not waited for. */
  enough?: number;
}

export interface Answer {
  status: number;
  /** The body, or its beginning where that was enough. */
  text: string;
  /** Milliseconds that the server asks to wait; undefined where it does not. */
  retryAfter: number | undefined;
  /** Where a redirect leads. It may be a pre-authenticated address: never shown. */
  location: string | undefined;
}

/** @throws RequestFailed when there is no answer to give */
export type Exchange = (wanted: Wanted) => Promise<Answer>;

/** Milliseconds. */
export const TIME_OF_AN_EXCHANGE = 30_000;
/** Bytes: a token has some thousand. */
export const ONE_MEGABYTE = 1_000_000;
const SIXTEEN_MEGABYTES = 16_000_000;

/** @throws Error with a sentence when the environment names a proxy that cannot be one */
export function connect({
  ca,
  env = process.env,
  timeLimit = TIME_OF_AN_EXCHANGE,
  most = SIXTEEN_MEGABYTES,
}: Connection = {}): Exchange {
  const ways = wires(env);
  const client = createDefaultHttpClient();
  const pipeline = pipelineOf(ways);
  return async ({ url, method = "GET", token, headers = {}, body, enough = Number.POSITIVE_INFINITY }) => {
    const insecure = url.protocol !== "https:";
    if (insecure && token !== undefined && !isLoopback(url.host)) throw inClear(url.host);
    const request = createPipelineRequest({
      url: url.href,
      method,
      headers: createHttpHeaders({
        Accept: "application/json",
        ...headers,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
      }),
      ...(body && { body: JSON.stringify(body) }),
      ...(ca !== undefined && { requestOverrides: { ca } }),
      allowInsecureConnection: insecure,
      streamResponseStatusCodes: new Set([Number.POSITIVE_INFINITY]),
      abortSignal: AbortSignal.timeout(timeLimit),
    });
    let begun = false;
    try {
      const response = await pipeline.sendRequest(client, request);
      begun = true;
      return {
        status: response.status,
        text: await textOf(response, url.host, Math.min(enough, most + 1), most),
        retryAfter: waitAskedFor(response.headers.get("retry-after"), Date.now()),
        location: response.headers.get("location"),
      };
    } catch (error) {
      if (error instanceof RequestFailed) throw error;
      const { code = (error as Error).name } = error as NodeJS.ErrnoException;
      const proxy = goesThrough(ways.proxy, url.hostname) ? { proxy: ways.proxy?.host ?? "" } : {};
      throw noAnswer(url.host, request.abortSignal?.aborted ? "ETIMEDOUT" : code, { ...proxy, begun });
    }
  };
}

/** Only what is named here: the library's usual pipeline follows redirects, and repeats by rules of its own. */
function pipelineOf({ proxy, straight }: Wires): Pipeline {
  const made = createEmptyPipeline();
  made.addPolicy(straight);
  // Leaves alone what has its way already; which hosts go without is decided there.
  if (proxy) made.addPolicy(proxyPolicy(proxy.settings, { customNoProxyList: [] }), { afterPolicies: [straight.name] });
  made.addPolicy(decompressResponsePolicy());
  // Says what is sent where AZURE_LOG_LEVEL asks for it, without tokens, queries and bodies.
  made.addPolicy(logPolicy(), { afterPhase: "Sign" });
  return made;
}

/** @throws RequestFailed for a body that is larger than `most` */
async function textOf(response: PipelineResponse, host: string, enough: number, most: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response.readableStreamBody ?? []) {
    parts.push(Buffer.from(part));
    size += parts.at(-1)?.length ?? 0;
    if (size >= enough) break;
  }
  if (size > most) throw tooLarge(host, most);
  return Buffer.concat(parts).toString("utf8");
}
