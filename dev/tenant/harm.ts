import type { Context, MiddlewareHandler } from "hono";
import type { TenantEnv } from "./context.ts";
import type { FaultAnswer } from "./faults.ts";

/** Applies faults around the routes. */
export const harm: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const { faults, directory } = c.var.tenant;
  const action = faults.take({ method: c.req.method, path: pathWithQuery(c), body: await c.req.text() });
  if (c.req.method !== "GET") faults.changing(directory);
  if (action === undefined) return next();
  if ("answer" in action) return answer(action.answer);
  if ("before" in action && (await action.before()) === "drop") return hangUp(c);
  if ("stale" in action) c.set("tenant", { ...c.var.tenant, directory: structuredClone(action.stale) });
  const earlier = "lag" in action && c.req.method === "GET" ? faults.before(action.lag) : undefined;
  if (earlier) c.set("tenant", { ...c.var.tenant, directory: structuredClone(earlier) });
  if ("drop" in action && action.drop === "before") return hangUp(c);
  await next();
  if ("after" in action) await action.after();
  if ("edit" in action) {
    const body = action.edit(await c.res.json());
    c.res = new Response(JSON.stringify(body), { status: c.res.status, headers: c.res.headers });
  }
  // Hono keeps the headers of an answer that is merely replaced, and would add the new body's to them.
  if ("doneThen" in action) {
    c.res = undefined;
    c.res = answer(action.doneThen);
  }
  if ("drop" in action) c.res = hangUp(c);
  return undefined;
};

function answer({ status, body, headers }: FaultAnswer): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(body === undefined ? null : text, {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

export function pathWithQuery(c: Context<TenantEnv>): string {
  return c.req.url.slice(new URL(c.req.url).origin.length);
}

function hangUp(c: Context<TenantEnv>): Response {
  c.env.incoming.socket.destroy();
  return new Response(null, { status: 503 });
}
