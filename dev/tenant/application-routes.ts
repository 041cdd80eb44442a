import { Hono } from "hono";
import { allow, ownersOfNew, requireOwnership } from "./access.ts";
import { collection, directoryObject, entity } from "./answers.ts";
import {
  addOwner,
  createApplication,
  deleteApplication,
  purgeApplication,
  removeOwner,
  requireApplication,
  requireDeleted,
  restorableApplications,
  restoreApplication,
  updateApplication,
} from "./applications.ts";
import {
  applicationChanges,
  idOfReference,
  newApplication,
  newSecret,
  ownerReference,
  secretRemoval,
  withoutAnnotations,
} from "./bodies.ts";
import type { TenantEnv } from "./context.ts";
import { readBody, readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import { addSecret, removeSecret } from "./secrets.ts";

const select = [
  "id",
  "appId",
  "createdDateTime",
  "displayName",
  "passwordCredentials",
  "requiredResourceAccess",
  "tags",
];
const filter = ["appId", "displayName", "tags/any"];

/** `/v1.0/applications` */
export function applicationRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  routes.get("/", allow(rights.listApplications), (c) => {
    const applications = c.var.tenant.directory.applications.map(({ graph }) => graph);
    return collection(c, "applications", applications, readQuery(c, { select, filter, top: true }));
  });
  routes.post("/", allow(rights.makeApplication), async (c) => {
    const { "owners@odata.bind": owners = [], ...body } = await readBody(c, newApplication);
    const { directory, now } = c.var.tenant;
    const application = createApplication(
      directory,
      withoutAnnotations(body),
      ownersOfNew(c, owners.map(idOfReference)),
      now(),
    );
    return entity(c, "applications", application.graph, undefined, 201);
  });
  routes.get("/:id", allow(rights.getApplication), (c) => {
    const query = readQuery(c, { select });
    return entity(c, "applications", requireApplication(c.var.tenant.directory, c.req.param("id")).graph, query);
  });
  routes.patch("/:id", allow(rights.changeApplication), async (c) => {
    const { directory } = c.var.tenant;
    const body = await readBody(c, applicationChanges);
    requireOwnership(c, rights.changeApplication, requireApplication(directory, c.req.param("id")));
    updateApplication(directory, c.req.param("id"), withoutAnnotations(body));
    return c.body(null, 204);
  });
  routes.delete("/:id", allow(rights.deleteApplication), (c) => {
    const { directory, now } = c.var.tenant;
    requireOwnership(c, rights.deleteApplication, requireApplication(directory, c.req.param("id")));
    deleteApplication(directory, c.req.param("id"), now());
    return c.body(null, 204);
  });

  routes.post("/:id/addPassword", allow(rights.addSecret), async (c) => {
    const { directory, now } = c.var.tenant;
    const { passwordCredential = {} } = await readBody(c, newSecret);
    requireOwnership(c, rights.addSecret, requireApplication(directory, c.req.param("id")));
    const secret = addSecret(directory, c.req.param("id"), passwordCredential, now());
    const context = `${c.var.tenant.origin}/v1.0/$metadata#microsoft.graph.passwordCredential`;
    return c.json({ "@odata.context": context, ...secret });
  });
  routes.post("/:id/removePassword", allow(rights.removeSecret), async (c) => {
    const { directory } = c.var.tenant;
    const { keyId } = await readBody(c, secretRemoval);
    requireOwnership(c, rights.removeSecret, requireApplication(directory, c.req.param("id")));
    removeSecret(directory, c.req.param("id"), keyId);
    return c.body(null, 204);
  });

  routes.get("/:id/owners", allow(rights.listApplicationOwners), (c) => {
    const query = readQuery(c, {});
    const { directory } = c.var.tenant;
    const owners = requireApplication(directory, c.req.param("id")).owners.map((id) => directoryObject(directory, id));
    return collection(c, "directoryObjects", owners, query);
  });
  routes.post("/:id/owners/$ref", allow(rights.addApplicationOwner), async (c) => {
    const { directory } = c.var.tenant;
    const reference = await readBody(c, ownerReference);
    const application = requireApplication(directory, c.req.param("id"));
    requireOwnership(c, rights.addApplicationOwner, application);
    addOwner(directory, application, idOfReference(reference["@odata.id"]));
    return c.body(null, 204);
  });
  routes.delete("/:id/owners/:owner/$ref", allow(rights.removeApplicationOwner), (c) => {
    const application = requireApplication(c.var.tenant.directory, c.req.param("id"));
    requireOwnership(c, rights.removeApplicationOwner, application);
    removeOwner(application, c.req.param("owner"));
    return c.body(null, 204);
  });
  return routes;
}

/** `/v1.0/directory/deletedItems`: deleted applications alone, the only kind that this project leaves behind. */
export function deletedItemRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  const kind = "microsoft.graph.application";

  routes.get(`/${kind}`, allow(rights.listDeletedApplications), (c) => {
    const query = readQuery(c, { select, filter });
    const { directory, now } = c.var.tenant;
    const applications = restorableApplications(directory, now()).map(({ application }) => application.graph);
    return collection(c, "applications", applications, query);
  });
  routes.get("/:id", allow(rights.getDeletedApplication), (c) => {
    const { directory, now } = c.var.tenant;
    readQuery(c, {});
    const { application } = requireDeleted(directory, c.req.param("id"), now());
    return entity(c, "directoryObjects", { "@odata.type": `#${kind}`, ...application.graph });
  });
  routes.post("/:id/restore", allow(rights.restoreApplication), (c) => {
    const { directory, now } = c.var.tenant;
    requireOwnership(c, rights.restoreApplication, requireDeleted(directory, c.req.param("id"), now()).application);
    const application = restoreApplication(directory, c.req.param("id"), now());
    return entity(c, "directoryObjects", { "@odata.type": `#${kind}`, ...application.graph });
  });
  routes.delete("/:id", allow(rights.purgeApplication), (c) => {
    const { directory, now } = c.var.tenant;
    requireOwnership(c, rights.purgeApplication, requireDeleted(directory, c.req.param("id"), now()).application);
    purgeApplication(directory, c.req.param("id"), now());
    return c.body(null, 204);
  });
  return routes;
}
