/** The one class of expected failure of a request, with its words. */
import { printed } from "../machine/printed.mjs";
import { inTheServersWords, type Said } from "./said.ts";

export type Trouble =
  /** Answered with a status of 400 or more. */
  | "refused"
  /** There was no answer, or not all of it; a change that was asked for may have been made. */
  | "no answer"
  /** The server's certificate is not trusted. */
  | "certificate"
  /** The answer leads elsewhere, which no token follows. */
  | "redirect"
  /** HTML where JSON was expected. */
  | "web page"
  | "empty"
  /** No JSON, or JSON of another shape than documented. */
  | "shape"
  | "too large"
  | "too many pages"
  /** An address of another origin than the one that the token is for, or without encryption. */
  | "elsewhere";

interface About {
  /** Without an answer there is none. */
  status?: number;
  /** Graph's code, or that of Node's or OpenSSL's. */
  code?: string;
  /** Milliseconds that the server asks to wait. */
  retryAfter?: number | undefined;
  said?: Said;
  /** What to do about it. */
  next?: string;
}

/** A request that did not give what was asked for. It holds no token, no query and no body. */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed";
  readonly trouble: Trouble;
  /** Host and port that were asked. */
  readonly host: string;
  /** What happened, the rest of a sentence that begins with the host, without a full stop. */
  readonly why: string;
  /** The HTTP status; 0 without an answer. */
  readonly status: number;
  /** Graph's code, or that of Node's or OpenSSL's; "" where there is none. */
  readonly code: string;
  /** Milliseconds that the server asks to wait; 0 where it does not. */
  readonly retryAfter: number;
  /** What to do about it, a sentence; undefined where only the caller can know. */
  readonly next: string | undefined;
  /** Whether a change that was asked for may have been made, by this or by an earlier try. */
  unsure: boolean;
  /** The server's own words, which may repeat what was sent: not enumerable, so that no log of the error shows them. */
  declare readonly said: Said;

  constructor(trouble: Trouble, host: string, why: string, about: About = {}) {
    const { status = 0, code = "", retryAfter = 0, said = { code: "", message: "" }, next } = about;
    // Parts of both are a server's own words.
    super(printed(`${host} ${why}`, LONGEST));
    this.trouble = trouble;
    this.host = host;
    this.why = printed(why, LONGEST);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.next = next;
    // A gateway's or a service's own trouble says nothing of what was done behind it.
    this.unsure = trouble === "no answer" || status >= 500;
    Object.defineProperty(this, "said", { value: said, enumerable: false });
  }
}

/** Characters of what is said of a failure. */
const LONGEST = 500;
const LATER = "Run it again in some minutes.";
const BETWEEN =
  "A proxy or the network's own sign-in page may have answered in its place: check HTTPS_PROXY and NO_PROXY, or open its " +
  "address in a browser on this machine.";
const NETWORK = "Check the network, and HTTPS_PROXY and NO_PROXY where a proxy is needed.";

/** @param text the answer's body, or its beginning */
export function refused(host: string, status: number, text: string, retryAfter?: number): RequestFailed {
  const said = inTheServersWords(text);
  const waits = retryAfter ? ` and asks to wait ${Math.ceil(retryAfter / 1000)} s` : "";
  const next =
    status === 407
      ? "The proxy wants a sign-in: put it into HTTPS_PROXY, as http://user:password@host:port."
      : status === 429 || status >= 500
        ? LATER
        : undefined;
  const why = `answered ${status}${said.code && ` ${said.code}`}${waits}`;
  return new RequestFailed("refused", host, why, { status, code: said.code, retryAfter, said, ...(next && { next }) });
}

/** @param proxy the proxy's host, where one was to be asked; @param begun whether an answer had begun */
export function noAnswer(host: string, code: string, { proxy = "", begun = false } = {}): RequestFailed {
  const through = proxy && ` through the proxy ${proxy}`;
  if (isCertificateTrouble(code)) {
    return new RequestFailed("certificate", host, `has a certificate that is not trusted (${code})${through}`, {
      code,
      next:
        "A proxy on the way may have put its own in its place: name that proxy's certificate in NODE_EXTRA_CA_CERTS. Never " +
        "switch the check off.",
    });
  }
  const why = `${begun ? "broke off its answer" : "gave no answer"} (${code})${through}`;
  return new RequestFailed("no answer", host, why, { code, next: NETWORK });
}

/** The codes of Node's and OpenSSL's that mean that a certificate is not trusted. */
export function isCertificateTrouble(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO/.test(code);
}

export function redirected(host: string, status: number): RequestFailed {
  return new RequestFailed("redirect", host, `answered ${status}, which leads elsewhere`, { status, next: BETWEEN });
}

export function webPage(host: string, status: number): RequestFailed {
  return new RequestFailed("web page", host, "answered with a web page in place of JSON", { status, next: BETWEEN });
}

export function empty(host: string, status: number): RequestFailed {
  return new RequestFailed("empty", host, `answered ${status} with nothing in it`, { status, next: LATER });
}

/** @param misfit what is not as documented, such as "value is no list" */
export function misshapen(host: string, status: number, misfit: string): RequestFailed {
  return new RequestFailed("shape", host, `answered in a form that is not known here: ${misfit}`, {
    status,
    next: `${LATER} If it stays, this program may be too old for what Microsoft answers now.`,
  });
}

export function tooLarge(host: string, most: number): RequestFailed {
  return new RequestFailed("too large", host, `answered with more than ${Math.ceil(most / 1_000_000)} MB`, {
    next: BETWEEN,
  });
}

export function tooManyPages(host: string, most: number): RequestFailed {
  return new RequestFailed("too many pages", host, `gave a list of more than ${most} pages`, {
    next: "What is so long is not read whole: look for it in the Entra admin centre.",
  });
}

/** @param other the address's own host, which gets nothing */
export function elsewhere(host: string, other: string): RequestFailed {
  return new RequestFailed("elsewhere", host, `points to ${other}, which must not get its token`, { next: BETWEEN });
}

/** An address that begins with http: only this machine's own may get a token without encryption. */
export function inClear(host: string): RequestFailed {
  return new RequestFailed("elsewhere", host, "would get a token without encryption", {
    next: "Its address must begin with https.",
  });
}
