import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { activityRoutes } from "./activity.ts";
import { json } from "./answers.ts";
import type { TenantContext, TenantEnv } from "./context.ts";
import { EntraError, entraErrorBody } from "./entra-errors.ts";
import { GraphError, graphErrorBody, StrictRefusal } from "./errors.ts";
import { graphRoutes } from "./graph.ts";
import { faultMiddleware } from "./harm.ts";
import { journal, type RequestRecord } from "./journal.ts";
import { metadataRoutes } from "./metadata.ts";
import { reportDownloadRoutes } from "./service-routes.ts";
import type { State } from "./state.ts";
import { tokenRoutes } from "./token-endpoint.ts";

/** The tenant's routes, with everything around them. */
export function tenantApp(
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
  app.use(faultMiddleware());
  app.use(async (c, next) => {
    await next();
    if (c.req.method !== "GET") state.save();
  });
  app.route("/", metadataRoutes());
  app.route("/", tokenRoutes());
  app.route("/", graphRoutes());
  app.route("/", activityRoutes());
  app.route("/", reportDownloadRoutes());
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
