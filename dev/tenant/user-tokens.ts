import { createHash } from "node:crypto";
import { meetConditions } from "./conditional-access.ts";
import type { TenantContext } from "./context.ts";
import { EntraError, requireThisTenant } from "./entra-errors.ts";
import { StrictRefusal } from "./errors.ts";
import { isAnyTenant } from "./metadata.ts";
import { AZURE_CLI_APP_ID, AZURE_RESOURCE_MANAGER_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./microsoft-apis.ts";
import { findResource } from "./resources.ts";
import type { Session } from "./sessions.ts";
import { TOKEN_SECONDS } from "./tokens.ts";
import { accountOf, checkPassword } from "./users.ts";

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
const GRANTS = ["password", "refresh_token", "authorization_code", DEVICE_CODE];

/** What each of these grants is asked with beside what Microsoft's libraries add for telemetry. */
const PARAMETERS = new Set(
  "client_id grant_type scope username password refresh_token code code_verifier redirect_uri device_code".split(" "),
);
const IGNORED = /^(x-client-|x-app-|x-ms-lib-|client_info$|client-request-id$|claims$)/;

/** Not an API: what a client may know of the user, and that it wants to go on later ("Scopes and permissions"). */
const OF_THE_SIGN_IN = ["openid", "profile", "email", "offline_access"];

/**
 * What Microsoft lets the Azure CLI do for a user without asking him, by API: as tokens of it show. Anything else takes
 * consent that nobody gave.
 */
const SCOPES: Readonly<Record<string, string>> = {
  [MICROSOFT_GRAPH_APP_ID]:
    "Application.ReadWrite.All AppRoleAssignment.ReadWrite.All AuditLog.Read.All DelegatedPermissionGrant.ReadWrite.All " +
    "Directory.AccessAsUser.All email Group.ReadWrite.All openid profile User.Read.All User.ReadWrite.All",
  [AZURE_RESOURCE_MANAGER_APP_ID]: "user_impersonation",
};

/** Whether a token is asked for on behalf of a user. */
export function isUsers(form: URLSearchParams): boolean {
  return GRANTS.includes(form.get("grant_type") ?? "");
}

/**
 * The token endpoint's answer to a user's client, the Azure CLI: by password, by a sign-in in the browser or at another device,
 * and by the refresh token of any of these.
 * @param authority the tenant that the address names, or "organizations"
 * @throws EntraError naming what is wrong, or what Conditional Access wants
 */
export async function userToken(tenant: TenantContext, form: URLSearchParams, authority: string): Promise<object> {
  for (const name of form.keys()) {
    if (!PARAMETERS.has(name) && !IGNORED.test(name))
      throw new StrictRefusal(`The parameter '${name}' is not known here.`);
  }
  if (!isAnyTenant(authority)) requireThisTenant(tenant.directory, authority);
  requireAzureCli(tenant, form.get("client_id") ?? "");
  const session = sessionOf(tenant, form);
  const wanted = (form.get("scope") ?? session.scope).split(" ").filter((scope) => !OF_THE_SIGN_IN.includes(scope));
  const [scope = "https://graph.microsoft.com/.default"] = wanted;
  const { resource, audience } = findResource(tenant, scope);
  const signedIn = accountOf(tenant.directory, session.userId);
  meetConditions(signedIn.account, resource, session.factors);
  const scopes = SCOPES[resource.graph.appId];
  if (scopes === undefined) {
    const message =
      `The user or administrator has not consented to use the application with ID '${session.clientId}' named 'Microsoft ` +
      "Azure CLI'. Send an interactive authorization request for this user and resource.";
    throw new EntraError(65001, message, undefined, { suberror: "consent_required" });
  }
  const { userId, clientId, factors } = session;
  const name = audience === "https://graph.microsoft.com" ? tenant.origin : audience;
  const { authority: keys, directory, origin } = tenant;
  return {
    token_type: "Bearer",
    scope: scopes
      .split(" ")
      .map((value) => (OF_THE_SIGN_IN.includes(value) ? value : `${name}/${value}`))
      .concat(`${name}/.default`)
      .join(" "),
    expires_in: TOKEN_SECONDS,
    ext_expires_in: TOKEN_SECONDS,
    access_token: await keys.issueToUser(audience, signedIn, session, scopes),
    refresh_token: tenant.users.sessions.open({ userId, clientId, factors }),
    // One of Microsoft's own clients, which share their refresh tokens.
    foci: "1",
    id_token: await keys.idToken(signedIn, session, origin, session.nonce),
    client_info: Buffer.from(JSON.stringify({ uid: userId, utid: directory.tenantId })).toString("base64url"),
  };
}

/** @throws EntraError for any client but the Azure CLI, which is Microsoft's and in every tenant */
export function requireAzureCli({ directory }: TenantContext, clientId: string): void {
  if (clientId === AZURE_CLI_APP_ID) return;
  const message =
    `Application with identifier '${clientId}' was not found in the directory '${directory.organization.displayName}'. This can ` +
    "happen if the application has not been installed by the administrator of the tenant or consented to by any user in " +
    "the tenant. You may have sent your authentication request to the wrong tenant.";
  throw new EntraError(700016, message);
}

function sessionOf(tenant: TenantContext, form: URLSearchParams): Session & { scope: string; nonce: string } {
  const { users, directory, now } = tenant;
  const clientId = form.get("client_id") ?? "";
  const value = (name: string): string => {
    const found = form.get(name);
    if (found) return found;
    throw new EntraError(900144, `The request body must contain the following parameter: '${name}'.`);
  };
  switch (form.get("grant_type")) {
    case "password": {
      const { user } = checkPassword(directory, users.password, value("username"), value("password"));
      return { userId: user.id, clientId, factors: ["pwd"], scope: "", nonce: "" };
    }
    case "refresh_token": {
      const session = users.sessions.of(value("refresh_token"));
      if (session) return { ...session, scope: "", nonce: "" };
      throw new EntraError(70000, "Provided grant is invalid or malformed.");
    }
    case "authorization_code": {
      const code = value("code");
      const found = users.codes.get(code);
      users.codes.delete(code);
      const challenge = createHash("sha256").update(value("code_verifier")).digest("base64url");
      if (!found || found.challenge !== challenge || found.redirectUri !== value("redirect_uri")) {
        throw new EntraError(70000, "The provided value for the 'code' parameter is not valid.");
      }
      if (found.until < now()) throw new EntraError(70008, "The provided authorization code is expired.");
      return { ...found.session, scope: found.scope, nonce: found.nonce };
    }
    default: {
      const code = value("device_code");
      const found = users.devices.get(code);
      if (!found) throw new EntraError(70000, "The provided value for the 'device_code' parameter is not valid.");
      if (found.until < now())
        throw new EntraError(
          70020,
          "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
        );
      if (!found.session) {
        throw new EntraError(70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");
      }
      users.devices.delete(code);
      return { ...found.session, scope: found.scope, nonce: "" };
    }
  }
}
