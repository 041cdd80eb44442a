import { Hono } from "hono";
import { allow, graphToken } from "./access.ts";
import { entity } from "./answers.ts";
import { applicationRoutes, deletedItemRoutes } from "./application-routes.ts";
import { requireApplication } from "./applications.ts";
import type { TenantEnv } from "./context.ts";
import { readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import { servicePrincipalRoutes } from "./service-principal-routes.ts";
import { requireServicePrincipal } from "./service-principals.ts";
import { serviceRoutes } from "./service-routes.ts";

/** Microsoft Graph, as far as it is asked here. */
export function graphRoutes(): Hono<TenantEnv> {
  const graph = new Hono<TenantEnv>();
  graph.use("/v1.0/*", graphToken());
  graph.use("/beta/*", graphToken());
  graph.on(["POST", "PATCH", "DELETE"], "/v1.0/*", async (c, next) => {
    readQuery(c, {});
    return next();
  });
  graph.route("/v1.0/applications", applicationRoutes());
  graph.route("/v1.0/servicePrincipals", servicePrincipalRoutes());
  graph.route("/v1.0/directory/deletedItems", deletedItemRoutes());
  graph.route("/v1.0", serviceRoutes());

  // The provider asks the beta version for the one property of each kind that v1.0 does not show.
  graph.get("/beta/applications/:id", allow(rights.getApplication), (c) => {
    const query = readQuery(c, { select: ["oauth2RequirePostResponse"] });
    requireApplication(c.var.tenant.directory, c.req.param("id"));
    return entity(c, "applications", { oauth2RequirePostResponse: false }, query);
  });
  graph.get("/beta/servicePrincipals/:id", allow(rights.getServicePrincipal), (c) => {
    const query = readQuery(c, { select: ["samlMetadataUrl"] });
    requireServicePrincipal(c.var.tenant.directory, c.req.param("id"));
    return entity(c, "servicePrincipals", { samlMetadataUrl: null }, query);
  });
  return graph;
}
