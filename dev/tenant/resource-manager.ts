import { type Context, Hono } from "hono";
import { callerOf } from "./access.ts";
import type { TenantEnv } from "./context.ts";
import { StrictRefusal } from "./errors.ts";
import { AZURE_RESOURCE_MANAGER_APP_ID } from "./microsoft-apis.ts";

/** What the Azure CLI asks with (azure-cli, azure/cli/core/profiles/_shared.py). */
const VERSION = "2022-12-01";

/**
 * Azure Resource Manager, as far as a sign-in of the Azure CLI asks it: a tenant without any Azure subscription, as tenants
 * that bought Microsoft 365 alone are. "Tenants - List" and "Subscriptions - List" (learn.microsoft.com/rest/api/resources).
 */
export function resourceManagerRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  routes.get("/tenants", async (c) => {
    const { directory } = c.var.tenant;
    const { displayName, initialDomain } = directory.organization;
    const tenant = {
      id: `/tenants/${directory.tenantId}`,
      tenantId: directory.tenantId,
      countryCode: "FR",
      displayName,
      domains: [initialDomain],
      tenantCategory: "Home",
      defaultDomain: initialDomain,
      tenantType: "AAD",
    };
    return (await refusal(c)) ?? c.json({ value: [tenant] });
  });
  routes.get("/subscriptions", async (c) => {
    return (await refusal(c)) ?? c.json({ value: [], count: { type: "Total", value: 0 } });
  });
  return routes;
}

/** Codes and wording: "Troubleshoot common Azure deployment errors" and public reports of them. */
async function refusal(c: Context<TenantEnv>): Promise<Response | undefined> {
  if (c.req.query("api-version") !== VERSION) throw new StrictRefusal(`Only api-version ${VERSION} is known here.`);
  const caller = await callerOf(c, AZURE_RESOURCE_MANAGER_APP_ID).catch(() => undefined);
  if (caller) return undefined;
  const header = c.req.header("authorization");
  const code = header ? "InvalidAuthenticationToken" : "AuthenticationFailed";
  const message = header
    ? "The access token is invalid."
    : "Authentication failed. The 'Authorization' header is missing.";
  return c.json({ error: { code, message } }, 401);
}
