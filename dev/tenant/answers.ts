import type { Context } from "hono";
import type { TenantEnv } from "./context.ts";
import { project, type Query } from "./odata.ts";

/** Graph's content type, which its clients must be able to read. */
const JSON_TYPE = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** Objects on a page where none are asked for: "Paging Microsoft Graph data in your app". */
const DEFAULT_PAGE = 100;

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

/**
 * A page of a list; `$top` cuts it, and so does Graph itself where it likes; what is left over is behind `@odata.nextLink`.
 * A page may hold nothing and be followed by others: "Paging Microsoft Graph data in your app".
 */
export function collection(c: Context<TenantEnv>, set: string, values: readonly object[], query: Query): Response {
  const matching = values.filter((value) => query.matches(value));
  const { pageSize, emptyPages } = c.var.tenant.faults;
  const url = new URL(c.req.url);
  const isFirst = !url.searchParams.has("$skiptoken");
  const size = emptyPages && isFirst ? 0 : Math.min(query.top ?? DEFAULT_PAGE, pageSize);
  const end = Math.min(query.skip + size, matching.length);
  url.searchParams.set("$skiptoken", String(end));
  return json({
    "@odata.context": contextOf(c, set, query),
    ...((end < matching.length || (emptyPages && isFirst)) && {
      "@odata.nextLink": `${c.var.tenant.origin}${url.pathname}${url.search}`,
    }),
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
