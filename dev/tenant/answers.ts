import type { Context } from "hono";
import type { TenantEnv } from "./context.ts";
import { project, type Query } from "./odata.ts";

/** Graph's content type, which its clients must be able to read. */
const JSON_TYPE = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** One object, in the envelope Graph puts around it. */
export function entity(
  c: Context<TenantEnv>,
  set: string,
  value: object,
  query?: Query,
  status: 200 | 201 = 200,
): Response {
  const projected = query === undefined ? value : project(value, query);
  return json({ "@odata.context": `${contextOf(c, set, query)}/$entity`, ...projected }, status);
}

/** A page of a list; `$top` cuts it, and what is left over is behind `@odata.nextLink`. */
export function collection(c: Context<TenantEnv>, set: string, values: readonly object[], query: Query): Response {
  const matching = values.filter((value) => query.matches(value));
  const end = query.top === undefined ? matching.length : query.skip + query.top;
  const url = new URL(c.req.url);
  url.searchParams.set("$skiptoken", String(end));
  return json({
    "@odata.context": contextOf(c, set, query),
    ...(end < matching.length && { "@odata.nextLink": `${c.var.tenant.origin}${url.pathname}${url.search}` }),
    value: matching.slice(query.skip, end).map((value) => project(value, query)),
  });
}

export function json(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": JSON_TYPE, "OData-Version": "4.0" } });
}

function contextOf(c: Context<TenantEnv>, set: string, query?: Query): string {
  const version = c.req.path.split("/")[1];
  const selected = query?.select === undefined ? "" : `(${query.select.join(",")})`;
  return `${c.var.tenant.origin}/${version}/$metadata#${set}${selected}`;
}
