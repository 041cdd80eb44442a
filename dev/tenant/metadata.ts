import { Hono } from "hono";
import { EMBEDDED_CLOUD } from "../../microsoft/this-machine.ts";
import type { TenantEnv } from "./context.ts";
import { requireThisTenant } from "./entra-errors.ts";
import { StrictRefusal } from "./errors.ts";

/** The names that stand for whichever tenant a user belongs to ("OpenID Connect on the Microsoft identity platform"). */
export function isAnyTenant(name: string): boolean {
  return ["common", "organizations"].includes(name.toLowerCase());
}

function cloudInList(origin: string): object {
  return {
    name: EMBEDDED_CLOUD,
    portal: origin,
    authentication: {
      loginEndpoint: origin,
      audiences: ["https://management.core.windows.net/", "https://management.azure.com/"],
      tenant: "common",
      identityProvider: "AAD",
    },
    resourceManager: origin,
    microsoftGraphResourceId: origin,
    suffixes: {},
  };
}

/**
 * What clients ask before they ask for a token: Azure's cloud metadata (the azuread provider), OpenID configuration,
 * signing keys and instance discovery (Microsoft's own client libraries).
 */
export function metadataRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();

  // go-azure-sdk's metadata client reads `name`, `resourceManager`, `microsoftGraphResourceId` and the login endpoint.
  routes.get("/metadata/endpoints", (c) => {
    const { origin } = c.var.tenant;
    const version = c.req.query("api-version");
    // The Azure CLI reads every cloud from one list (ARM_CLOUD_METADATA_URL; azure-cli, azure/cli/core/cloud.py).
    if (version === "2019-05-01") return c.json([cloudInList(origin)]);
    if (version !== "2022-09-01") throw new StrictRefusal("Only api-version 2022-09-01 or 2019-05-01 is known here.");
    return c.json({
      name: EMBEDDED_CLOUD,
      portal: origin,
      authentication: { loginEndpoint: origin, audiences: [origin], tenant: "common", identityProvider: "AAD" },
      resourceManager: origin,
      microsoftGraphResourceId: origin,
      suffixes: {},
    });
  });

  routes.get("/:tenant/v2.0/.well-known/openid-configuration", (c) => {
    const { origin, directory } = c.var.tenant;
    const name = c.req.param("tenant");
    if (!isAnyTenant(name)) requireThisTenant(directory, name, "invalid_tenant");
    // Whatever the tenant was called by: the GUID, in small letters.
    const authority = `${origin}/${isAnyTenant(name) ? name : directory.tenantId}`;
    return c.json({
      issuer: `${origin}/${isAnyTenant(name) ? "{tenantid}" : directory.tenantId}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      tenant_region_scope: "EU",
      cloud_instance_name: "microsoftonline.com",
    });
  });

  // Microsoft's libraries ask before they send a password whether another identity provider takes it.
  routes.get("/common/userrealm/:user", (c) => {
    const domain = c.req.param("user").split("@")[1] ?? "";
    return c.json({
      ver: "1.0",
      account_type: domain === c.var.tenant.directory.organization.initialDomain ? "Managed" : "Unknown",
      domain_name: domain,
      cloud_instance_name: "microsoftonline.com",
      cloud_audience_urn: "urn:federation:MicrosoftOnline",
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
