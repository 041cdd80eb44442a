import { STATUS_CODES } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { azuread } from "../../dev/stand-ins/providers/azuread-provider.ts";
import type { GraphClient } from "../../dev/stand-ins/providers/graph-client.ts";
import type { Properties } from "../../dev/stand-ins/providers/property-values.ts";
import { ProviderPlugin, type ResourceQuestion } from "../../dev/stand-ins/providers/provider-plugin.ts";

export const ORIGIN = "https://localhost:4430";
export const CALLER = "cccccccc-cccc-4ccc-8ccc-cccccccccccc";
export const TENANT = "77777777-7777-4777-8777-777777777777";
export const CLIENT = "88888888-8888-4888-8888-888888888888";
export const CLIENT_SECRET = "the operator's own secret";
export const ENVIRONMENT = {
  ARM_CLIENT_ID: CLIENT,
  ARM_CLIENT_SECRET: CLIENT_SECRET,
  ARM_TENANT_ID: TENANT,
  ARM_METADATA_HOSTNAME: "localhost:4430",
};
/** A token as Entra makes them, without a signature: nobody here checks it. */
export const TOKEN = `e30.${Buffer.from(JSON.stringify({ oid: CALLER })).toString("base64url")}.none`;

/** A request that is expected, and its answer; an Error is thrown as if the connection had failed. */
export interface Exchange {
  /** Method, path and query, readable: `GET /v1.0/applications?$filter=displayName eq 'esia'`. */
  readonly asks: string;
  readonly body?: unknown;
  readonly answers: { status: number; body?: unknown; headers?: Record<string, string> } | Error;
}

/** What a test needs to drive the azuread stand-in against a script. */
export interface Scripted {
  readonly plugin: ProviderPlugin<GraphClient>;
  /** Milliseconds between reads that confirm a change; none of them is really waited. */
  readonly settles: number[];
  /** Milliseconds of every wait; none of them is really waited. */
  readonly waits: number[];
  /** Requests of the script that have not been made. */
  readonly left: Exchange[];
}

/**
 * Gives the stand-in, signed in, with a Graph that answers exactly these requests in this order and throws at any other.
 *
 * @param exchanges the script
 * @param configured the provider's configuration
 */
export async function scripted(exchanges: readonly Exchange[], configured: Properties = {}): Promise<Scripted> {
  const left = [...exchanges];
  const waits: number[] = [];
  const settles: number[] = [];
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname, search } = new URL(url);
    if (pathname === "/metadata/endpoints") {
      return Response.json({ authentication: { loginEndpoint: ORIGIN }, microsoftGraphResourceId: ORIGIN });
    }
    if (pathname.endsWith("/oauth2/v2.0/token")) return Response.json({ access_token: TOKEN, expires_in: 3599 });
    const asked = `${init.method} ${decodeURIComponent(`${pathname}${search}`.replaceAll("+", " "))}`;
    // azuread changes a new object's name or description to one that was never there before, and back.
    const sent = String(init.body).replaceAll(/TERRAFORM_UPDATE_[0-9a-f-]{36}/g, "TERRAFORM_UPDATE_{id}");
    const body = init.body === undefined ? undefined : JSON.parse(sent);
    const next = left[0];
    if (next === undefined || next.asks !== asked || !isDeepStrictEqual(next.body, body)) {
      throw new Error(`Graph was asked ${asked} ${JSON.stringify(body)}, not ${JSON.stringify(next)}`);
    }
    left.shift();
    if (next.answers instanceof Error) throw next.answers;
    const { status, headers } = next.answers;
    const text = next.answers.body === undefined ? null : JSON.stringify(next.answers.body);
    return new Response(text, { status, statusText: STATUS_CODES[status] ?? "", ...(headers && { headers }) });
  };
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
  };
  const settle = async (milliseconds: number): Promise<void> => {
    settles.push(milliseconds);
  };
  const plugin = new ProviderPlugin(
    azuread(ENVIRONMENT, { send, wait, settle, now: () => Date.parse("2026-01-01T00:00:00Z") }),
  );
  await plugin.configure(configured);
  return { plugin, waits, settles, left };
}

/** A question about a resource; what is not said is empty. */
export function about(type: string, said: Partial<Omit<ResourceQuestion, "type">>): ResourceQuestion {
  return {
    type: `azuread:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
    id: "",
    state: {},
    inputs: {},
    ignored: [],
    preview: false,
    ...said,
  };
}

/** How azuread says that Graph refused. */
export function refused(status: number, code: string, message: string): string {
  return `unexpected status ${status} (${status} ${STATUS_CODES[status]}) with error: ${code}: ${message}`;
}

/** A refusal as Graph writes it. */
export function graphRefusal(status: number, code: string, message: string, headers: Record<string, string> = {}) {
  return { status, headers, body: { error: { code, message } } };
}
