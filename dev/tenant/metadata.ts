import { Hono } from "hono";
import type { TenantEnv } from "./context.ts";
import { requireThisTenant } from "./entra-errors.ts";
import { StrictRefusal } from "./errors.ts";

/**
 * What clients ask before they ask for a token: Azure's cloud metadata (the azuread provider), OpenID configuration,
 * signing keys and instance discovery (Microsoft's own client libraries).
 */
export function metadataRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();

  // go-azure-sdk's metadata client reads `name`, `resourceManager`, `microsoftGraphResourceId` and the login endpoint.
  routes.get("/metadata/endpoints", (c) => {
    if (c.req.query("api-version") !== "2022-09-01") {
      throw new StrictRefusal("Only api-version 2022-09-01 is known here.");
    }
    const { origin } = c.var.tenant;
    return c.json({
      name: "EmbeddedTenant",
      portal: origin,
      authentication: { loginEndpoint: origin, audiences: [origin], tenant: "common", identityProvider: "AAD" },
      resourceManager: origin,
      microsoftGraphResourceId: origin,
      suffixes: {},
    });
  });

  routes.get("/:tenant/v2.0/.well-known/openid-configuration", (c) => {
    const { origin, directory } = c.var.tenant;
    requireThisTenant(directory, c.req.param("tenant"), "invalid_tenant");
    // Whatever the tenant was called by: the GUID, in small letters.
    const authority = `${origin}/${directory.tenantId}`;
    return c.json({
      issuer: `${authority}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      tenant_region_scope: "EU",
      cloud_instance_name: "microsoftonline.com",
    });
  });

  routes.get("/:tenant/discovery/v2.0/keys", (c) => c.json(c.var.tenant.authority.keys));

  routes.get("/:tenant/discovery/instance", (c) => {
    const { origin, directory } = c.var.tenant;
    const host = new URL(origin).host;
    return c.json({
      tenant_discovery_endpoint: `${origin}/${directory.tenantId}/v2.0/.well-known/openid-configuration`,
      "api-version": "1.1",
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });

  return routes;
}
