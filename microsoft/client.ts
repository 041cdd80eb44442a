/**
 * Microsoft's APIs, to read from and to change: two types, so that what only reads can do nothing else. A token goes to
 * the one origin that it is for.
 */
import { type Answer, type Connection, connect, type Exchange } from "./exchange.ts";
import { elsewhere, empty, misshapen, RequestFailed, redirected, refused, tooManyPages, webPage } from "./failure.ts";
import { type Again, patiently } from "./retry.ts";
import { isWebPage } from "./said.ts";
import { misfit, type Shape, type Shaped } from "./shape.ts";
import { isLoopback } from "./this-machine.ts";

/** Paths begin with the version: "/v1.0/applications". All throw RequestFailed, and nothing else that is expected. */
export interface Reader {
  /** One answer of a shape. */
  get<const S extends Shape>(path: string, shape: S, query?: Query): Promise<Shaped<S>>;
  /** All pages of a list, each item of a shape. */
  list<const S extends Shape>(path: string, shape: S, query?: Query): Promise<readonly Shaped<S>[]>;
  /**
   * The beginning of what an answer leads to, in bytes: Graph answers usage reports with a redirect to a pre-authenticated
   * address. That address gets no token.
   */
  beginning(path: string, bytes: number): Promise<string>;
}

export interface Writer {
  /**
   * Changes properties. It is sent again where it may have been lost, so the body says what is to be, never what to add.
   * @throws RequestFailed; where it is `unsure`, the change may have been made
   */
  patch(path: string, body: object): Promise<void>;
}

export interface Remover {
  /**
   * Removes what an address names, or, with a body, what an action removes by what the body says. Sent once: of what is gone
   * a repeat would say that it was never there.
   * @throws RequestFailed; where it is `unsure`, it may have been removed
   */
  remove(path: string, body?: object): Promise<void>;
}

/** By name, such as { $filter: "appId eq 'x'" }; values are encoded here. */
export type Query = Readonly<Record<string, string>>;

export interface Source extends Connection {
  /** The API's root: the one origin that the token is for. */
  root: string;
  token: string;
  /** Whether to try again; default this project's one policy. */
  again?: Again;
  /** Pages that a list may have; default a hundred, some ten thousand objects. */
  mostPages?: number;
}

const A_HUNDRED = 100;

/** @throws Error with a sentence when the environment names a proxy that cannot be one */
export function reader(source: Source): Reader {
  const { token, mostPages = A_HUNDRED, again = patiently() } = source;
  const root = new URL(source.root);
  const exchange = connect(source);
  const read = async <const S extends Shape>(url: URL, shape: S): Promise<Shaped<S>> =>
    trying(again, async () => parsed(await exchange({ url: own(url, root), token }), url.host, shape));
  return {
    get: (path, shape, query) => read(address(path, root, query), shape),
    async list<const S extends Shape>(path: string, shape: S, query?: Query) {
      const items: Shaped<S>[] = [];
      let url: URL | null = address(path, root, query);
      const asked = new Set<string>();
      for (let pages = 1; url; pages += 1) {
        if (pages > mostPages) throw tooManyPages(root.host, mostPages);
        if (asked.size === asked.add(url.href).size) throw misshapen(root.host, 200, "@odata.nextLink leads back");
        const page: Page<S> = (await read(url, { value: [shape], "@odata.nextLink?": "string" })) as Page<S>;
        items.push(...page.value);
        const next = page["@odata.nextLink"] ?? null;
        url = next === null ? null : URL.parse(next, url.href);
        if (next !== null && url === null) throw misshapen(root.host, 200, "@odata.nextLink is no address");
      }
      return items;
    },
    beginning: (path, bytes) =>
      trying(again, async () => {
        const url = own(address(path, root), root);
        const answer = await exchange({ url, token, enough: bytes });
        return answer.status === 302 ? download(answer, root, bytes, exchange) : whole(answer, root.host).text;
      }),
  };
}

/** @throws Error with a sentence when the environment names a proxy that cannot be one */
export function writer(source: Omit<Source, "mostPages">): Writer {
  const { token, again = patiently() } = source;
  const root = new URL(source.root);
  const exchange = connect(source);
  return {
    patch: (path, body) =>
      trying(again, async () => {
        const url = own(address(path, root), root);
        accepted(await exchange({ url, method: "PATCH", token, body }), root.host);
      }),
  };
}

/** @throws Error with a sentence when the environment names a proxy that cannot be one */
export function remover(source: Omit<Source, "mostPages" | "again">): Remover {
  const { token } = source;
  const root = new URL(source.root);
  const exchange = connect(source);
  return {
    async remove(path, body) {
      const url = own(address(path, root), root);
      accepted(await exchange({ url, token, ...(body ? { method: "POST", body } : { method: "DELETE" }) }), root.host);
    },
  };
}

/** @throws RequestFailed unless the answer is one of success */
export function accepted(answer: Answer, host: string): Answer {
  const { status, text, retryAfter } = answer;
  if (status >= 400) throw refused(host, status, text, retryAfter);
  if (status >= 300) throw redirected(host, status);
  return answer;
}

/** What was asked for is in an answer of 200 alone: 202 promises it, 203 and 206 are another's or a part of it. */
function whole(answer: Answer, host: string): Answer {
  const { status, text } = accepted(answer, host);
  if (text.trim() === "") throw empty(host, status);
  if (status !== 200) throw misshapen(host, status, `its status is ${status} in place of 200`);
  return answer;
}

/** @throws RequestFailed unless the answer is 200, in JSON and of a shape */
export function parsed<const S extends Shape>(answer: Answer, host: string, shape: S): Shaped<S> {
  const { status, text } = whole(answer, host);
  if (isWebPage(text)) throw webPage(host, status);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw misshapen(host, status, "it is no JSON");
  }
  const wrong = misfit(body, shape);
  if (wrong !== undefined) throw misshapen(host, status, wrong);
  return body as Shaped<S>;
}

interface Page<S extends Shape> {
  value: readonly Shaped<S>[];
  "@odata.nextLink"?: string | null | undefined;
}

async function download({ status, location }: Answer, root: URL, bytes: number, exchange: Exchange): Promise<string> {
  const url = URL.parse(location ?? "");
  const secure = url?.protocol === "https:" || (url && isLoopback(url.host) && isLoopback(root.host));
  if (!url || !secure) throw redirected(root.host, status);
  return whole(await exchange({ url, enough: bytes }), url.host).text;
}

function address(path: string, root: URL, query: Query = {}): URL {
  const asked = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return new URL(`${path}${asked.length > 0 ? `?${asked.join("&")}` : ""}`, root);
}

/** @throws RequestFailed for an address of another origin, which must not get the token */
function own(url: URL, root: URL): URL {
  if (url.origin === root.origin) return url;
  throw elsewhere(root.host, url.host);
}

async function trying<Value>(again: Again, attempt: () => Promise<Value>): Promise<Value> {
  let unsure = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (failed) {
      if (!(failed instanceof RequestFailed)) throw failed;
      unsure ||= failed.unsure;
      if (await again(failed, tries)) continue;
      failed.unsure = unsure;
      throw failed;
    }
  }
}
