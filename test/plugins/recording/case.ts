import { STATUS_CODES } from "node:http";
import type { Properties } from "../../../dev/stand-ins/providers/property-values.ts";
import type { Directory, RequestRecord } from "../../../dev/tenant/server.ts";
import type { Harm } from "./harms.ts";
import { LIFE, type Step, type World } from "./life.ts";
import { inShort, pattern, shape, withoutIds } from "./request-shapes.ts";
import { type Held, Refused } from "./wire-client.ts";

/** A request of a step: the how-manieth of its kind it is there, from 0. */
export interface Point {
  /** Method and path, ids and values replaced: `DELETE /v1.0/applications/{id}`. */
  request: string;
  nth: number;
}

/** What came of a step. */
export interface Outcome {
  /** `done`; `failed`; `half done`, failed with the resource made; `waits`, still waiting when the time was up. */
  ended: "done" | "failed" | "half done" | "waits";
  /** The provider's words, ids replaced; `{answer}` is azuread's sentence for what the harmed request was answered. */
  error?: string;
  /** What the state knows of a resource that was made by half: the properties that hold anything. */
  knows?: string[];
  /** Whether the state holds the resource afterwards. */
  held?: boolean;
  /** The requests after the harmed one, or all, with their status, 0 where the connection was dropped; `×5` in a row. */
  requests: string[];
  /** What the tenant holds afterwards of all that this project makes. */
  tenant: string;
}

/**
 * Asks one step of the provider, one of its requests harmed.
 *
 * @param world where all that comes before the step has been done
 * @param limit milliseconds after which a provider that still waits is left alone
 */
export async function ask(
  world: World,
  step: Step,
  limit: number,
  harmed?: { point: Point; harm: Harm },
): Promise<Outcome> {
  const { tenant } = world;
  tenant.requests.length = 0;
  tenant.faults.clear();
  if (harmed) {
    const [method = "", path = ""] = harmed.point.request.split(/ (.*)/);
    tenant.faults.add({ method, path: pattern(path), skip: harmed.point.nth, action: harmed.harm.action });
  }
  const wasHeld = step.holds !== undefined && world.held.has(step.holds);
  const result = await Promise.race([
    step.ask(world).then(
      (held) => ({ held }),
      (thrown: unknown) => {
        if (thrown instanceof Refused) return { refused: thrown };
        throw thrown;
      },
    ),
    new Promise<{ late: true }>((done) => setTimeout(done, limit, { late: true }).unref()),
  ]);
  const requests = inShort(harmed ? after(harmed.point, tenant.requests) : tenant.requests);
  const left = contents(tenant.directory);
  if ("late" in result) return { ended: "waits", requests, tenant: left };
  if ("refused" in result) {
    const { message, held } = result.refused;
    return {
      ended: held ? "half done" : "failed",
      error: withoutIds(message).replaceAll(sentence(harmed?.harm), "{answer}"),
      ...(held && { knows: known(held.properties) }),
      ...(step.holds !== undefined && { held: held !== undefined || wasHeld }),
      requests,
      tenant: left,
    };
  }
  if (step.holds !== undefined) keep(world, step.holds, result.held);
  return {
    ended: "done",
    ...(step.holds !== undefined && { held: result.held !== undefined }),
    requests,
    tenant: left,
  };
}

/** The requests of an unharmed step that are worth harming: each that writes, each first read, and the last of a row of reads. */
export function points(requests: readonly string[]): Point[] {
  const seen = new Map<string, number>();
  const found: Point[] = [];
  const next = (request: string) => {
    const nth = seen.get(request) ?? 0;
    seen.set(request, nth + 1);
    return { request, nth };
  };
  for (const line of requests) {
    const [, request = "", times = "1"] = /^(.*) \d+(?: ×(\d+))?$/.exec(line) ?? [];
    const row = Array.from({ length: Number(times) }, () => next(request));
    const isRead = request.startsWith("GET");
    found.push(...(isRead && row.length > 2 ? [row[0] as Point, row.at(-1) as Point] : row));
  }
  return found;
}

/** Does, unharmed, what comes before a step. */
export async function prepare(world: World, step: Step): Promise<void> {
  for (const name of step.after) {
    const before = LIFE.find((one) => one.name === name);
    if (!before) throw new Error(`There is no step "${name}".`);
    const held = await before.ask(world);
    if (before.holds !== undefined) keep(world, before.holds, held);
  }
}

function keep(world: World, name: string, held: Held | undefined): void {
  if (held) world.held.set(name, held);
  else world.held.delete(name);
}

/** What azuread says of a harm's answer; of no answer something that is never said. */
function sentence(harm: Harm | undefined): string {
  if (!harm || !("answer" in harm.action)) return "{answer}";
  const { status, body } = harm.action.answer;
  const { code, message } = (body as { error: { code: string; message: string } }).error;
  return `unexpected status ${status} (${status} ${STATUS_CODES[status]}) with error: ${code}: ${message}`;
}

/** The names of properties that hold anything; the provider's own book-keeping apart. */
function known(properties: Properties): string[] {
  const empty = (value: unknown) => ["null", '""', "[]", "{}", "false"].includes(JSON.stringify(value));
  const names = Object.keys(properties).filter((name) => !name.startsWith("__") && !empty(properties[name]));
  return names.sort();
}

/** The requests that came after a point. @throws Error when the point was not reached */
function after(point: Point, requests: readonly RequestRecord[]): readonly RequestRecord[] {
  let seen = -1;
  const at = requests.findIndex(({ method, path }) => {
    if (`${method} ${shape(path)}` === point.request) seen += 1;
    return seen === point.nth;
  });
  if (at < 0) throw new Error(`Nobody asked ${point.request} ${point.nth + 1} times.`);
  return requests.slice(at + 1);
}

/** How much of what this project makes a tenant holds. */
function contents(directory: Directory): string {
  const made = directory.applications.filter(({ graph }) => graph.displayName !== "Operator");
  const appIds = made.map(({ graph }) => graph.appId);
  const principals = directory.servicePrincipals.filter(({ graph }) => appIds.includes(graph.appId));
  const granted = (id: string) => principals.some(({ graph }) => graph.id === id);
  const counts = {
    applications: made.length,
    "of another name": made.filter(({ graph }) => graph.displayName !== "esia").length,
    principals: principals.length,
    grants: directory.appRoleAssignments.filter(({ principalId }) => granted(principalId)).length,
    keys: made.flatMap(({ graph }) => graph.passwordCredentials).length,
  };
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");
}
