import { Hono } from "hono";
import { callerOf } from "./access.ts";
import type { TenantEnv } from "./context.ts";
import { StrictRefusal } from "./errors.ts";
import { MANAGEMENT_API_APP_ID } from "./microsoft-apis.ts";

/**
 * The Office 365 Management Activity API, its list of subscriptions alone: nothing here ever starts one.
 * Codes: "Office 365 Management Activity API reference", section Errors. With auditing off the service says, oddly, that the
 * tenant does not exist (office-365-management-api #89).
 */
export function activityRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  routes.get("/api/v1.0/:tenant/activity/feed/subscriptions/list", async (c) => {
    for (const option of Object.keys(c.req.query())) {
      if (option !== "PublisherIdentifier") throw new StrictRefusal(`'${option}' is not known here.`);
    }
    const caller = await callerOf(c, MANAGEMENT_API_APP_ID).catch(() => undefined);
    if (caller === undefined) return c.json({ Message: "Authorization has been denied for this request." }, 401);
    const roles = caller.roles ?? [];
    if (!roles.includes("ActivityFeed.Read")) {
      const message = `The permission set (${roles.join(" ")}) sent in the request does not include the expected permission.`;
      return c.json({ error: { code: "AF10001", message } }, 403);
    }
    if (c.req.param("tenant").toLowerCase() !== caller.tid) {
      const message = `The tenant ID passed in the URL (${c.req.param("tenant")}) does not match the tenant ID passed in the access token (${caller.tid}).`;
      return c.json({ error: { code: "AF20013", message } }, 403);
    }
    const { activityFeed } = c.var.tenant.directory;
    if (!activityFeed.auditingEnabled) {
      const code = `ListSubscriptions [CorrId=${c.var.requestId}] [TenantId=${caller.tid}] failed. Exception`;
      const message = `Microsoft.Office.Compliance.Audit.DataServiceException: Tenant ${caller.tid} does not exist.`;
      return c.json({ error: { code, message } }, 400);
    }
    return c.json(activityFeed.subscriptions);
  });
  return routes;
}
