import { Hono } from "hono";
import { isOwnAssertion, requireCertificate } from "./certificates.ts";
import type { TenantContext, TenantEnv } from "./context.ts";
import {
  type Application,
  findApplicationByAppId,
  findServicePrincipalByAppId,
  type ServicePrincipal,
} from "./directory.ts";
import { EntraError, notInstalled, requireThisTenant } from "./entra-errors.ts";
import { StrictRefusal } from "./errors.ts";
import { claimsOf, requireFederation } from "./federated-sign-in.ts";
import { rolesOf } from "./grants.ts";
import { findResource } from "./resources.ts";
import { judgeSecret } from "./secrets.ts";
import { recordSignIn } from "./sign-in-activities.ts";
import { TOKEN_SECONDS } from "./tokens.ts";
import { isUsers, userToken } from "./user-tokens.ts";

/** The parameters of a client credentials request; anything else is a question the tenant has no answer to. */
const PARAMETERS = new Set([
  "client_assertion",
  "client_assertion_type",
  "client_id",
  "client_secret",
  "grant_type",
  "scope",
]);
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/** What Microsoft's client libraries add for telemetry and negotiation; Entra's answer does not depend on it. */
const IGNORED = /^(x-client-|x-app-|x-ms-lib-|client_info$|client-request-id$|claims$)/;

/** Entra's token endpoint, for client credentials with a secret or another issuer's token ("Microsoft identity platform and the OAuth 2.0 client credentials flow"). */
export function tokenRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  routes.post("/:tenant/oauth2/v2.0/token", async (c) => {
    if (!(c.req.header("content-type") ?? "").startsWith("application/x-www-form-urlencoded")) {
      throw new StrictRefusal("The token endpoint takes application/x-www-form-urlencoded.", 415);
    }
    const form = new URLSearchParams(await c.req.text());
    if (isUsers(form)) return c.json(await userToken(c.var.tenant, form, c.req.param("tenant")));
    for (const name of form.keys()) {
      if (PARAMETERS.has(name) || IGNORED.test(name)) continue;
      throw new StrictRefusal(`The parameter '${name}' is not known here.`);
    }
    requireThisTenant(c.var.tenant.directory, c.req.param("tenant"));
    const token = await grantToken(c.var.tenant, form);
    return c.json({
      token_type: "Bearer",
      expires_in: TOKEN_SECONDS,
      ext_expires_in: TOKEN_SECONDS,
      access_token: token,
    });
  });
  return routes;
}

async function grantToken(tenant: TenantContext, form: URLSearchParams): Promise<string> {
  const grantType = parameter(form, "grant_type");
  if (grantType !== "client_credentials") {
    throw new EntraError(70003, `The app requested an unsupported grant type '${grantType}'.`);
  }
  const clientId = parameter(form, "client_id");
  const scope = parameter(form, "scope");
  const client = await authenticate(tenant, clientId, form);
  const { resource, audience } = findResource(tenant, scope);
  const roles = rolesOf(tenant.directory, client, resource, tenant.now(), tenant.faults.grantDelaySeconds);
  recordSignIn(tenant, clientId, form.get("client_secret") ?? "");
  return tenant.authority.issue(audience, client, roles);
}

function parameter(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value) return value;
  throw new EntraError(900144, `The request body must contain the following parameter: '${name}'.`);
}

async function authenticate(tenant: TenantContext, clientId: string, form: URLSearchParams): Promise<ServicePrincipal> {
  const { directory, now } = tenant;
  const application = findApplicationByAppId(directory, clientId);
  if (application === undefined) throw notInstalled(700016, `Application with identifier '${clientId}'`, directory);
  const assertion = form.get("client_assertion");
  if (assertion) {
    const type = parameter(form, "client_assertion_type");
    if (type !== ASSERTION_TYPE) throw new StrictRefusal(`The client_assertion_type '${type}' is not known here.`);
    const isOwn = isOwnAssertion(application, claimsOf(assertion));
    await (isOwn ? requireCertificate : requireFederation)(tenant, application, assertion);
  } else requireSecret(application, clientId, form.get("client_secret"), now());
  const client = findServicePrincipalByAppId(directory, clientId);
  if (client === undefined) {
    const message =
      `The client application ${clientId} is missing service principal in the tenant ${directory.tenantId}. ` +
      "See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119";
    throw new EntraError(7000229, message);
  }
  if (!client.graph.accountEnabled) {
    throw new EntraError(7000112, `Application '${clientId}'(${client.graph.displayName}) is disabled.`);
  }
  return client;
}

function requireSecret(application: Application, clientId: string, secret: string | null, now: Date): void {
  if (!secret) {
    const message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    throw new EntraError(7000218, message);
  }
  const verdict = judgeSecret(application, secret, now);
  if (verdict === "unknown") {
    const message =
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, " +
      `not the client secret ID, for a secret added to app '${clientId}'.`;
    throw new EntraError(7000215, message);
  }
  if (verdict === "expired") {
    const message =
      `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for ` +
      "your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.";
    throw new EntraError(7000222, message);
  }
}
