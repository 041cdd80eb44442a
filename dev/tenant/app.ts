import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { allow, graphToken } from "./access.ts";
import { activityRoutes } from "./activity.ts";
import { entity, json } from "./answers.ts";
import { applicationRoutes, deletedItemRoutes } from "./application-routes.ts";
import type { TenantContext, TenantEnv } from "./context.ts";
import { type Application, findApplicationByAppId, requireObject, type ServicePrincipal } from "./directory.ts";
import { EntraError, entraErrorBody } from "./entra-errors.ts";
import { GraphError, graphErrorBody, notFound, StrictRefusal } from "./errors.ts";
import { federatedCredentialRoutes } from "./federated-credentials.ts";
import { revokeDelegated } from "./grants.ts";
import { harm } from "./harm.ts";
import { interactiveRoutes } from "./interactive.ts";
import { journal, type RequestRecord } from "./journal.ts";
import { metadataRoutes } from "./metadata.ts";
import { readQuery } from "./odata.ts";
import { resourceManagerRoutes } from "./resource-manager.ts";
import { rights } from "./rights.ts";
import { type RouteName, withoutRoute } from "./route-table.ts";
import { servicePrincipalRoutes } from "./service-principal-routes.ts";
import { reportDownloadRoutes, serviceRoutes } from "./service-routes.ts";
import { signInActivityRoutes } from "./sign-in-activities.ts";
import type { State } from "./state.ts";
import { tokenRoutes } from "./token-endpoint.ts";

/** The one property of each kind that the provider asks the beta version for, because v1.0 does not show it. */
const BETA = [
  ["applications", "oauth2RequirePostResponse", false],
  ["servicePrincipals", "samlMetadataUrl", null],
] as const;

/**
 * The tenant's routes, with everything around them.
 * @param without a route that is left out
 */
export function tenantApp(
  context: TenantContext,
  state: State,
  requests: RequestRecord[],
  strictRefusals: RequestRecord[],
  without?: RouteName,
): Hono<TenantEnv> {
  const all = routes(context, state, requests, strictRefusals);
  const app = without === undefined ? all : withoutRoute(all, without);
  app.notFound((c) => {
    throw new StrictRefusal(`Resource not found for the segment '${c.req.path.split("/").at(-1)}'.`);
  });
  app.onError((thrown, c) => {
    if (thrown instanceof EntraError) return c.json(entraErrorBody(thrown, c.var.requestId, context), thrown.status);
    // Anything but a refusal is a mistake of the tenant's own, which must not pass for an answer of Microsoft's.
    const error = thrown instanceof GraphError ? thrown : new StrictRefusal(thrown.message, 500);
    c.set("strictRefusal", error instanceof StrictRefusal);
    return json(graphErrorBody(error, c.var.requestId, context.now()), error.status);
  });
  return app;
}

function routes(
  context: TenantContext,
  state: State,
  requests: RequestRecord[],
  strictRefusals: RequestRecord[],
): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();
  app.use(async (c, next) => {
    c.set("tenant", context);
    c.set("requestId", randomUUID());
    await next();
    c.res.headers.set("request-id", c.var.requestId);
  });
  app.use(journal(requests, strictRefusals));
  app.use(harm);
  app.use(async (c, next) => {
    await next();
    if (c.req.method !== "GET") state.save();
  });
  app.route("/", metadataRoutes());
  app.route("/", tokenRoutes());
  app.route("/", interactiveRoutes());
  app.route("/", resourceManagerRoutes());
  app.route("/", activityRoutes());
  app.route("/", reportDownloadRoutes());
  app.use("/v1.0/*", graphToken);
  app.use("/beta/*", graphToken);
  app.on(["POST", "PATCH", "DELETE"], "/v1.0/*", async (c, next) => {
    readQuery(c, {});
    return next();
  });
  app.route("/v1.0/applications", applicationRoutes());
  app.route("/v1.0/applications", federatedCredentialRoutes());
  app.route("/v1.0/servicePrincipals", servicePrincipalRoutes());
  app.route("/v1.0/directory/deletedItems", deletedItemRoutes());
  app.route("/v1.0", serviceRoutes());
  app.route("/beta/reports", signInActivityRoutes());
  // An application by its client id: "Get application".
  app.get("/v1.0/:application{applications\\(appId='[0-9a-f-]+'\\)}", allow(rights.applications.get), (c) => {
    const query = readQuery(c, { select: ["id", "displayName", "passwordCredentials", "requiredResourceAccess"] });
    const appId = /'(.+)'/.exec(c.req.param("application"))?.[1] ?? "";
    const found = findApplicationByAppId(context.directory, appId);
    if (!found) throw notFound(appId);
    return entity(c, "applications", found.graph, query);
  });
  app.delete("/v1.0/oauth2PermissionGrants/:id", allow(rights.grants.deleteDelegated), (c) => {
    revokeDelegated(context.directory, c.req.param("id"));
    return c.body(null, 204);
  });
  for (const [set, property, value] of BETA) {
    app.get(`/beta/${set}/:id`, allow(rights[set].get), (c) => {
      const query = readQuery(c, { select: [property] });
      requireObject<Application | ServicePrincipal>(c.var.tenant.directory[set], c.req.param("id") ?? "");
      return entity(c, set, { [property]: value }, query);
    });
  }
  return app;
}
