/** One GET over HTTPS, without following redirects. */
import { Agent, type RequestOptions, request } from "node:https";

export interface Answer {
  status: number;
  /** The body, or as much of its beginning as was wanted. */
  text: string;
  /** Milliseconds the server asks to wait; 0 when it does not. */
  retryAfter: number;
  /** Where a redirect leads. It may be a pre-authenticated address: never shown. */
  location?: string;
}

/** There was no answer. */
export interface NoAnswer {
  host: string;
  /** The code of Node's or OpenSSL's, such as ECONNREFUSED. */
  noAnswer: string;
}

export type Outcome = Answer | NoAnswer;

const TIMEOUT = 30_000;

/**
 * How connections are made.
 * @param embedded the embedded tenant is on this machine: no proxy
 * @param ca certificates (PEM) to trust in place of Node's own
 */
export function agentFor({ embedded, ca }: { embedded: boolean; ca: string | undefined }): Agent {
  // A connection kept alive would keep the command alive.
  return new Agent({ keepAlive: false, ...(ca && { ca }), ...(!embedded && { proxyEnv: process.env }) });
}

/**
 * @param token bearer token; none for an address that needs none
 * @param enough how many bytes of the body are wanted: a report can have megabytes
 */
export function get(url: URL, agent: Agent, token?: string, enough = Number.POSITIVE_INFINITY): Promise<Outcome> {
  const options: RequestOptions = {
    agent,
    timeout: TIMEOUT,
    headers: { Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
  };
  return new Promise((done) => {
    const fail = (error: NodeJS.ErrnoException) => done({ host: url.host, noAnswer: error.code ?? error.name });
    const call = request(url, options, (response) => {
      const { statusCode: status = 0, headers } = response;
      let text = "";
      const end = () =>
        done({
          status,
          text,
          retryAfter: (Number(headers["retry-after"]) || 0) * 1000,
          ...(headers.location && { location: headers.location }),
        });
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        if (text.length < enough) return;
        end();
        call.destroy();
      });
      response.on("end", end);
      response.on("error", fail);
    });
    call.on("timeout", () => call.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
    call.on("error", fail);
    call.end();
  });
}
