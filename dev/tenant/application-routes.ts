import { Hono } from "hono";
import { allow, changeable, ownersOfNew } from "./access.ts";
import { collection, entity } from "./answers.ts";
import {
  createApplication,
  deleteApplication,
  purgeApplication,
  restorableApplications,
  restoreApplication,
  updateApplication,
} from "./applications.ts";
import { applicationChanges, newApplication, newSecret, secretRemoval } from "./bodies.ts";
import type { TenantContext, TenantEnv } from "./context.ts";
import { requireObject } from "./directory.ts";
import { FILTER, type Kind, objectRoutes } from "./object-routes.ts";
import { readBody, readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import { addSecret, removeSecret } from "./secrets.ts";

const kind: Kind = {
  set: "applications",
  select: [
    "id",
    "api",
    "appId",
    "appRoles",
    "createdDateTime",
    "displayName",
    "identifierUris",
    "isFallbackPublicClient",
    "keyCredentials",
    "notes",
    "passwordCredentials",
    "publicClient",
    "requiredResourceAccess",
    "serviceManagementReference",
    "signInAudience",
    "spa",
    "tags",
    "web",
  ],
  rights: rights.applications,
  changes: applicationChanges,
  change: updateApplication,
  delete: deleteApplication,
};

/** `/v1.0/applications` */
export function applicationRoutes(): Hono<TenantEnv> {
  const routes = objectRoutes(kind);
  routes.post("/", allow(rights.applications.make), async (c) => {
    const { "owners@odata.bind": owners, ...properties } = await readBody(c, newApplication);
    const { directory, now } = c.var.tenant;
    const { graph } = createApplication(directory, properties, ownersOfNew(c, owners), now());
    return entity(c, "applications", graph, undefined, 201);
  });
  routes.post("/:id/addPassword", allow(rights.applications.addSecret), async (c) => {
    const { directory, now, origin } = c.var.tenant;
    const { passwordCredential = {} } = await readBody(c, newSecret);
    const { id } = changeable(c, rights.applications.addSecret, directory.applications).graph;
    const secret = addSecret(directory, id, passwordCredential, now());
    return c.json({ "@odata.context": `${origin}/v1.0/$metadata#microsoft.graph.passwordCredential`, ...secret });
  });
  routes.post("/:id/removePassword", allow(rights.applications.removeSecret), async (c) => {
    const { directory } = c.var.tenant;
    const { keyId } = await readBody(c, secretRemoval);
    removeSecret(directory, changeable(c, rights.applications.removeSecret, directory.applications).graph.id, keyId);
    return c.body(null, 204);
  });
  return routes;
}

/** `/v1.0/directory/deletedItems`: deleted applications alone, the only kind that this project leaves behind. */
export function deletedItemRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  const type = "microsoft.graph.application";
  const deleted = ({ directory, now }: TenantContext) => restorableApplications(directory, now());

  routes.get(`/${type}`, allow(rights.deletedItems.list), (c) => {
    const query = readQuery(c, { select: kind.select, filter: FILTER });
    const applications = deleted(c.var.tenant).map(({ graph }) => graph);
    return collection(c, "applications", applications, query);
  });
  routes.get("/:id", allow(rights.deletedItems.get), (c) => {
    readQuery(c, {});
    const { graph } = requireObject(deleted(c.var.tenant), c.req.param("id"));
    return entity(c, "directoryObjects", { "@odata.type": `#${type}`, ...graph });
  });
  routes.post("/:id/restore", allow(rights.deletedItems.restore), (c) => {
    const { graph } = changeable(c, rights.deletedItems.restore, deleted(c.var.tenant));
    restoreApplication(c.var.tenant.directory, graph.id);
    return entity(c, "directoryObjects", { "@odata.type": `#${type}`, ...graph });
  });
  routes.delete("/:id", allow(rights.deletedItems.purge), (c) => {
    const { graph } = changeable(c, rights.deletedItems.purge, deleted(c.var.tenant));
    purgeApplication(c.var.tenant.directory, graph.id);
    return c.body(null, 204);
  });
  return routes;
}
