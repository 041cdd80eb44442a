import { Hono } from "hono";
import { allow, graphToken } from "./access.ts";
import { entity } from "./answers.ts";
import { applicationRoutes, deletedItemRoutes } from "./application-routes.ts";
import type { TenantEnv } from "./context.ts";
import { type Application, requireObject, type ServicePrincipal } from "./directory.ts";
import { readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import { servicePrincipalRoutes } from "./service-principal-routes.ts";
import { serviceRoutes } from "./service-routes.ts";

/** The one property of each kind that the provider asks the beta version for, because v1.0 does not show it. */
const BETA = [
  ["applications", "oauth2RequirePostResponse", false],
  ["servicePrincipals", "samlMetadataUrl", null],
] as const;

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
  for (const [set, property, value] of BETA) {
    graph.get(`/beta/${set}/:id`, allow(rights[set].get), (c) => {
      const query = readQuery(c, { select: [property] });
      requireObject<Application | ServicePrincipal>(c.var.tenant.directory[set], c.req.param("id") ?? "");
      return entity(c, set, { [property]: value }, query);
    });
  }
  return graph;
}
