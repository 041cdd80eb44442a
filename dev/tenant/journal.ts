import type { MiddlewareHandler } from "hono";
import type { TenantEnv } from "./context.ts";
import { pathWithQuery } from "./harm.ts";

/** One request and its answer, without any secret. */
export interface RequestRecord {
  method: string;
  /** Path with query. */
  path: string;
  /** 0 when the connection was dropped. */
  status: number;
  /** JSON and forms as objects, null when empty, anything else as text. */
  requestBody: unknown;
  responseBody: unknown;
}

const SECRETS = new Set([
  "access_token",
  "client_assertion",
  "client_secret",
  "code_verifier",
  "device_code",
  "id_token",
  "password",
  "refresh_token",
  "secretText",
]);

/**
 * Writes each request down when it is answered: the order is the order in which the directory changed.
 * @param requests gets every one
 * @param strictRefusals gets those that the tenant did not understand
 */
export function journal(requests: RequestRecord[], strictRefusals: RequestRecord[]): MiddlewareHandler<TenantEnv> {
  return async (c, next) => {
    const sent = await c.req.text();
    await next();
    const record: RequestRecord = {
      method: c.req.method,
      path: pathWithQuery(c),
      status: c.env.incoming.socket.destroyed ? 0 : c.res.status,
      requestBody: readable(sent, c.req.header("content-type")),
      responseBody: readable(await c.res.clone().text(), c.res.headers.get("content-type") ?? undefined),
    };
    requests.push(record);
    if (c.var.strictRefusal) strictRefusals.push(record);
  };
}

function readable(text: string, contentType = ""): unknown {
  if (text === "") return null;
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    // In a form "code" is what a token is got with; in Graph's JSON it is an error's name.
    const inForm = (name: string, value: string) => (name === "code" ? "[secret]" : hidden(name, value));
    return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, inForm(name, value)]));
  }
  // The tenant's page that hands a code over.
  if (contentType.startsWith("text/html")) return text.replace(/(?<=name="code" value=")[^"]*/, "[secret]");
  if (!contentType.startsWith("application/json")) return text;
  try {
    return JSON.parse(text, hidden);
  } catch {
    return text;
  }
}

function hidden(name: string, value: unknown): unknown {
  return SECRETS.has(name) && typeof value === "string" ? "[secret]" : value;
}
