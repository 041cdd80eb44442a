import type { Context } from "hono";
import { type ZodType, z } from "zod";
import type { TenantEnv } from "./context.ts";
import { GraphError, StrictRefusal } from "./errors.ts";

/** What of OData's query options a route answers. */
export interface QueryRules {
  /** Properties that `$select` may name. */
  select?: readonly string[];
  /** Properties that `$filter` may compare with `eq`; `tags/any` is the form `tags/any(t:t eq '…')`. */
  filter?: readonly string[];
  top?: boolean;
}

/** A list or an object as asked for: filtered, cut and reduced by the request's query options. */
export interface Query {
  select: string[] | undefined;
  matches(entity: object): boolean;
  top: number | undefined;
  skip: number;
}

/**
 * Reads a request's query options.
 * @throws StrictRefusal for an option, a property or a form of `$filter` that the route does not know
 */
export function readQuery(c: Context<TenantEnv>, rules: QueryRules): Query {
  const options = c.req.query();
  for (const option of Object.keys(options)) {
    const known =
      (option === "$select" && rules.select) ||
      (option === "$filter" && rules.filter) ||
      (option === "$top" && rules.top) ||
      // The tenant's own links to the next page.
      option === "$skiptoken";
    if (!known) throw new StrictRefusal(`Query option '${option}' is not supported here.`);
  }
  return {
    select: options["$select"] === undefined ? undefined : readSelect(options["$select"], rules.select ?? []),
    matches: options["$filter"] === undefined ? () => true : readFilter(options["$filter"], rules.filter ?? []),
    top: readCount(options["$top"], 999),
    skip: readCount(options["$skiptoken"]) ?? 0,
  };
}

/** Keeps of an entity what `$select` names, in the entity's order; all of it when there is no `$select`. */
export function project(entity: object, query: Query): object {
  const { select } = query;
  if (select === undefined) return entity;
  return Object.fromEntries(Object.entries(entity).filter(([property]) => select.includes(property)));
}

/**
 * Reads a JSON body strictly.
 * @throws StrictRefusal 415 for another content type; 400 for what is not JSON, an unknown property or a wrong type
 */
export async function readBody<T>(c: Context<TenantEnv>, schema: ZodType<T>): Promise<T> {
  const contentType = c.req.header("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    const message = `The Content-Type '${contentType}' is not supported here: application/json is.`;
    throw new StrictRefusal(message, 415);
  }
  const body: unknown = await c.req.json().catch(() => {
    throw new StrictRefusal("Unable to read JSON request payload.");
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new StrictRefusal(`The body is not known here. ${z.prettifyError(parsed.error)}`);
}

function readSelect(text: string, known: readonly string[]): string[] {
  const names = text.split(",");
  for (const name of names) {
    if (!known.includes(name)) throw new StrictRefusal(`Could not find a property named '${name}'.`);
  }
  return names;
}

function readFilter(text: string, known: readonly string[]): (entity: object) => boolean {
  const [, property, value] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(text) ?? [];
  if (property !== undefined && value !== undefined && known.includes(property)) {
    // Directory strings compare without regard to case.
    const wanted = unquote(value).toLowerCase();
    return (entity) => String((entity as Record<string, unknown>)[property]).toLowerCase() === wanted;
  }
  const [, list, variable, again, member] = /^(\w+)\/any\((\w+): ?(\w+) eq '((?:[^']|'')*)'\)$/.exec(text) ?? [];
  if (list !== undefined && member !== undefined && variable === again && known.includes(`${list}/any`)) {
    const wanted = unquote(member);
    return (entity) => ((entity as Record<string, unknown>)[list] as string[]).includes(wanted);
  }
  throw new StrictRefusal(`Unsupported or invalid query filter clause '${text}'.`);
}

function unquote(text: string): string {
  return text.replaceAll("''", "'");
}

function readCount(text: string | undefined, most = Number.MAX_SAFE_INTEGER): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0 || count > most) {
    const message = `Invalid page size specified: '${text}'. Must be between 1 and 999 inclusive.`;
    throw new GraphError(400, "BadRequest", message);
  }
  return count;
}
