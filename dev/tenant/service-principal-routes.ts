import { Hono } from "hono";
import { allow, ownersOfNew, requireLocalApplication, requireOwnership } from "./access.ts";
import { collection, directoryObject, entity } from "./answers.ts";
import { addOwner, removeOwner } from "./applications.ts";
import {
  idOfReference,
  newGrant,
  newServicePrincipal,
  ownerReference,
  servicePrincipalChanges,
  withoutAnnotations,
} from "./bodies.ts";
import type { TenantEnv } from "./context.ts";
import { badRequest } from "./errors.ts";
import { findGrant, grantAppRole, revokeGrant } from "./grants.ts";
import { readBody, readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  requireServicePrincipal,
  updateServicePrincipal,
} from "./service-principals.ts";

/** The provider's own choice for its list of service principals, and what this project asks beside it. */
const select = [
  "accountEnabled",
  "appId",
  "appOwnerOrganizationId",
  "appRoleAssignmentRequired",
  "appRoles",
  "displayName",
  "id",
  "oauth2PermissionScopes",
  "preferredSingleSignOnMode",
  "servicePrincipalNames",
  "servicePrincipalType",
  "signInAudience",
  "tags",
];

/** `/v1.0/servicePrincipals` */
export function servicePrincipalRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();

  routes.get("/", allow(rights.listServicePrincipals), (c) => {
    const query = readQuery(c, { select, filter: ["appId", "displayName", "tags/any"], top: true });
    const servicePrincipals = c.var.tenant.directory.servicePrincipals.map(({ graph }) => graph);
    return collection(c, "servicePrincipals", servicePrincipals, query);
  });
  routes.post("/", allow(rights.makeServicePrincipal), async (c) => {
    const { appId, "owners@odata.bind": owners = [], ...body } = await readBody(c, newServicePrincipal);
    requireLocalApplication(c, appId);
    const { directory, now } = c.var.tenant;
    const allOwners = ownersOfNew(c, owners.map(idOfReference));
    for (const owner of allOwners) directoryObject(directory, owner);
    const made = createServicePrincipal(directory, appId, withoutAnnotations(body), allOwners, now());
    return entity(c, "servicePrincipals", made.graph, undefined, 201);
  });
  routes.get("/:id", allow(rights.getServicePrincipal), (c) => {
    const query = readQuery(c, { select });
    const { graph } = requireServicePrincipal(c.var.tenant.directory, c.req.param("id"));
    return entity(c, "servicePrincipals", graph, query);
  });
  routes.patch("/:id", allow(rights.changeServicePrincipal), async (c) => {
    const { directory } = c.var.tenant;
    const body = await readBody(c, servicePrincipalChanges);
    requireOwnership(c, rights.changeServicePrincipal, requireServicePrincipal(directory, c.req.param("id")));
    updateServicePrincipal(directory, c.req.param("id"), withoutAnnotations(body));
    return c.body(null, 204);
  });
  routes.delete("/:id", allow(rights.deleteServicePrincipal), (c) => {
    const { directory } = c.var.tenant;
    requireOwnership(c, rights.deleteServicePrincipal, requireServicePrincipal(directory, c.req.param("id")));
    deleteServicePrincipal(directory, c.req.param("id"));
    return c.body(null, 204);
  });

  routes.get("/:id/owners", allow(rights.listServicePrincipalOwners), (c) => {
    const query = readQuery(c, {});
    const { directory } = c.var.tenant;
    const { owners } = requireServicePrincipal(directory, c.req.param("id"));
    const objects = owners.map((id) => directoryObject(directory, id));
    return collection(c, "directoryObjects", objects, query);
  });
  routes.post("/:id/owners/$ref", allow(rights.addServicePrincipalOwner), async (c) => {
    const { directory } = c.var.tenant;
    const reference = await readBody(c, ownerReference);
    const servicePrincipal = requireServicePrincipal(directory, c.req.param("id"));
    requireOwnership(c, rights.addServicePrincipalOwner, servicePrincipal);
    addOwner(directory, servicePrincipal, idOfReference(reference["@odata.id"]));
    return c.body(null, 204);
  });
  routes.delete("/:id/owners/:owner/$ref", allow(rights.removeServicePrincipalOwner), (c) => {
    const servicePrincipal = requireServicePrincipal(c.var.tenant.directory, c.req.param("id"));
    requireOwnership(c, rights.removeServicePrincipalOwner, servicePrincipal);
    removeOwner(servicePrincipal, c.req.param("owner"));
    return c.body(null, 204);
  });

  // Grants as the resource sees them (given) and as the client sees them (held).
  routes.get("/:id/appRoleAssignedTo", allow(rights.listGrantsGiven), (c) => {
    const query = readQuery(c, {});
    const { directory } = c.var.tenant;
    const { id } = requireServicePrincipal(directory, c.req.param("id")).graph;
    const given = directory.appRoleAssignments.filter((grant) => grant.resourceId === id);
    return collection(c, "appRoleAssignments", given, query);
  });
  routes.get("/:id/appRoleAssignments", allow(rights.listGrantsHeld), (c) => {
    const query = readQuery(c, {});
    const { directory } = c.var.tenant;
    const { id } = requireServicePrincipal(directory, c.req.param("id")).graph;
    const held = directory.appRoleAssignments.filter((grant) => grant.principalId === id);
    return collection(c, "appRoleAssignments", held, query);
  });
  routes.post("/:id/appRoleAssignedTo", allow(rights.grant), async (c) => {
    const { directory, now } = c.var.tenant;
    const { appRoleId, principalId, resourceId } = await readBody(c, newGrant);
    if (resourceId !== c.req.param("id"))
      throw badRequest("The resourceId is not the service principal in the address.");
    const grant = grantAppRole(directory, { appRoleId, principalId, resourceId }, now());
    return entity(c, "appRoleAssignments", grant, undefined, 201);
  });
  routes.get("/:id/appRoleAssignedTo/:grant", allow(rights.getGrant), (c) => {
    const query = readQuery(c, {});
    const grant = findGrant(c.var.tenant.directory, c.req.param("id"), c.req.param("grant"));
    return entity(c, "appRoleAssignments", grant, query);
  });
  routes.delete("/:id/appRoleAssignedTo/:grant", allow(rights.revoke), (c) => {
    revokeGrant(c.var.tenant.directory, c.req.param("id"), c.req.param("grant"));
    return c.body(null, 204);
  });
  return routes;
}
