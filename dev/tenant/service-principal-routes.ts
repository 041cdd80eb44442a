import type { Hono } from "hono";
import { allow, ownersOfNew, requireGranter, requireLocalApplication } from "./access.ts";
import { collection, entity } from "./answers.ts";
import { newGrant, newServicePrincipal, servicePrincipalChanges } from "./bodies.ts";
import type { TenantEnv } from "./context.ts";
import { requireObject } from "./directory.ts";
import { badRequest } from "./errors.ts";
import { findGrant, grantAppRole, revokeGrant } from "./grants.ts";
import { objectRoutes } from "./object-routes.ts";
import { readBody, readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import { createServicePrincipal, deleteServicePrincipal, updateServicePrincipal } from "./service-principals.ts";

/** `/v1.0/servicePrincipals` */
export function servicePrincipalRoutes(): Hono<TenantEnv> {
  const routes = objectRoutes({
    set: "servicePrincipals",
    // The provider's own choice for its list of service principals, and what this project asks beside it.
    select: [
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
    ],
    rights: rights.servicePrincipals,
    changes: servicePrincipalChanges,
    change: updateServicePrincipal,
    delete: deleteServicePrincipal,
  });
  routes.post("/", allow(rights.servicePrincipals.make), async (c) => {
    const { appId, "owners@odata.bind": owners, ...properties } = await readBody(c, newServicePrincipal);
    requireLocalApplication(c, appId);
    const { directory, now } = c.var.tenant;
    const { graph } = createServicePrincipal(directory, appId, properties, ownersOfNew(c, owners), now());
    return entity(c, "servicePrincipals", graph, undefined, 201);
  });

  // Grants as the resource sees them (given) and as the client sees them (held).
  const sides = [
    { path: "/:id/appRoleAssignedTo", side: "resourceId", right: rights.grants.listGiven },
    { path: "/:id/appRoleAssignments", side: "principalId", right: rights.grants.listHeld },
  ] as const;
  for (const { path, side, right } of sides) {
    routes.get(path, allow(right), (c) => {
      const query = readQuery(c, {});
      const { servicePrincipals, appRoleAssignments } = c.var.tenant.directory;
      const { id } = requireObject(servicePrincipals, c.req.param("id")).graph;
      const grants = appRoleAssignments.filter((grant) => grant[side] === id);
      return collection(c, "appRoleAssignments", grants, query);
    });
  }
  routes.get("/:id/oauth2PermissionGrants", allow(rights.grants.listDelegated), (c) => {
    const query = readQuery(c, {});
    const { servicePrincipals, delegatedGrants = [] } = c.var.tenant.directory;
    const { id } = requireObject(servicePrincipals, c.req.param("id")).graph;
    const grants = delegatedGrants.filter(({ clientId }) => clientId === id);
    return collection(c, "oauth2PermissionGrants", grants, query);
  });
  routes.post("/:id/appRoleAssignedTo", allow(rights.grants.make), async (c) => {
    const { directory, now } = c.var.tenant;
    const wanted = await readBody(c, newGrant);
    if (wanted.resourceId !== c.req.param("id")) {
      throw badRequest("The resourceId is not the service principal in the address.");
    }
    requireGranter(c, wanted.resourceId);
    return entity(c, "appRoleAssignments", grantAppRole(directory, wanted, now()), undefined, 201);
  });
  routes.get("/:id/appRoleAssignedTo/:grant", allow(rights.grants.get), (c) => {
    const query = readQuery(c, {});
    const grant = findGrant(c.var.tenant.directory, c.req.param("id"), c.req.param("grant"));
    return entity(c, "appRoleAssignments", grant, query);
  });
  routes.delete("/:id/appRoleAssignedTo/:grant", allow(rights.grants.delete), (c) => {
    requireGranter(c, c.req.param("id"));
    revokeGrant(c.var.tenant.directory, c.req.param("id"), c.req.param("grant"));
    return c.body(null, 204);
  });
  return routes;
}
