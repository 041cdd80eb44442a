import { type Context, Hono } from "hono";
import type { ZodType } from "zod";
import { allow, changeable } from "./access.ts";
import { collection, entity } from "./answers.ts";
import { ownerReference } from "./bodies.ts";
import type { TenantEnv } from "./context.ts";
import {
  type Application,
  type Directory,
  directoryObject,
  requireObject,
  type ServicePrincipal,
} from "./directory.ts";
import { badRequest, notFound } from "./errors.ts";
import { readBody, readQuery } from "./odata.ts";
import type { Right } from "./rights.ts";

/** Applications or service principals, and in what Graph treats them differently. */
export interface Kind {
  set: "applications" | "servicePrincipals";
  /** Properties that `$select` may name. */
  select: readonly string[];
  rights: Record<"list" | "get" | "change" | "delete" | "listOwners" | "addOwner" | "removeOwner", Right>;
  changes: ZodType<Record<string, unknown>>;
  /** @param id of an object that is there */
  change(directory: Directory, id: string, changes: Record<string, unknown>): void;
  delete(directory: Directory, id: string, now: Date): void;
}

/** Properties that `$filter` may name, of either kind. */
export const FILTER = ["appId", "displayName", "tags/any"];

/** What Graph does alike with both kinds: reading, changing, deleting, owners. */
export function objectRoutes({ set, select, rights, changes, change, delete: remove }: Kind): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  const all = (c: Context<TenantEnv>): readonly (Application | ServicePrincipal)[] => c.var.tenant.directory[set];
  routes.get("/", allow(rights.list), (c) => {
    const objects = all(c).map(({ graph }) => graph);
    return collection(c, set, objects, readQuery(c, { select, filter: FILTER, top: true }));
  });
  routes.get("/:id", allow(rights.get), (c) => {
    const query = readQuery(c, { select });
    return entity(c, set, requireObject(all(c), c.req.param("id")).graph, query);
  });
  routes.patch("/:id", allow(rights.change), async (c) => {
    const { directory } = c.var.tenant;
    const body = await readBody(c, changes);
    change(directory, changeable(c, rights.change, all(c)).graph.id, body);
    return c.body(null, 204);
  });
  routes.delete("/:id", allow(rights.delete), (c) => {
    const { directory, now } = c.var.tenant;
    remove(directory, changeable(c, rights.delete, all(c)).graph.id, now());
    return c.body(null, 204);
  });

  routes.get("/:id/owners", allow(rights.listOwners), (c) => {
    const query = readQuery(c, { filter: ["id"] });
    const { directory } = c.var.tenant;
    const { owners } = requireObject(all(c), c.req.param("id"));
    const objects = owners.map((id) => directoryObject(directory, id));
    return collection(c, "directoryObjects", objects, query);
  });
  routes.post("/:id/owners/$ref", allow(rights.addOwner), async (c) => {
    const { directory } = c.var.tenant;
    const { "@odata.id": owner } = await readBody(c, ownerReference);
    const { owners } = changeable(c, rights.addOwner, all(c));
    directoryObject(directory, owner);
    if (owners.includes(owner)) {
      const message =
        "One or more added object references already exist for the following modified properties: 'owners'.";
      throw badRequest(message);
    }
    owners.push(owner);
    return c.body(null, 204);
  });
  routes.delete("/:id/owners/:owner/$ref", allow(rights.removeOwner), (c) => {
    const object = changeable(c, rights.removeOwner, all(c));
    const owner = c.req.param("owner");
    if (!object.owners.includes(owner)) throw notFound(owner);
    object.owners = object.owners.filter((other) => other !== owner);
    return c.body(null, 204);
  });
  return routes;
}
