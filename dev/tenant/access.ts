import type { Context, MiddlewareHandler } from "hono";
import { errors } from "jose";
import type { TenantEnv } from "./context.ts";
import { findApplicationByAppId, findServicePrincipalByAppId } from "./directory.ts";
import { GraphError, insufficientPrivileges, invalidToken } from "./errors.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./microsoft-apis.ts";

/**
 * Which application roles open which calls: any one of a line does. From the "Permissions" tables of each call's page in
 * the Microsoft Graph v1.0 reference, as far as the tenant's roles go.
 */
export const rights = {
  readApplications: [
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Application.ReadWrite.OwnedBy",
    "Directory.Read.All",
  ],
  writeApplications: ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"],
  readGrants: [
    "Application.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "Directory.Read.All",
  ],
  writeGrants: ["AppRoleAssignment.ReadWrite.All"],
  readPolicies: ["Policy.Read.All"],
  readOrganization: ["Organization.Read.All", "Directory.Read.All"],
  readUsers: ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"],
  readHealth: ["ServiceHealth.Read.All"],
  readReports: ["Reports.Read.All"],
  readReportSettings: ["ReportSettings.Read.All", "ReportSettings.ReadWrite.All"],
  writeReportSettings: ["ReportSettings.ReadWrite.All"],
} as const satisfies Record<string, readonly string[]>;

/** Checks the bearer token of a Graph call and says who calls. */
export function graphToken(): MiddlewareHandler<TenantEnv> {
  return async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw invalidToken("Access token is empty.");
    const { authority, directory } = c.var.tenant;
    const graph = findServicePrincipalByAppId(directory, MICROSOFT_GRAPH_APP_ID);
    try {
      c.set("caller", await authority.check(token, graph?.graph.servicePrincipalNames ?? []));
    } catch (error) {
      throw invalidToken(explain(error));
    }
    return next();
  };
}

/** Lets a call pass when the token has one of the roles. */
export function allow(anyOf: readonly string[]): MiddlewareHandler<TenantEnv> {
  return async (c, next) => {
    if (!holds(c, anyOf)) throw insufficientPrivileges();
    return next();
  };
}

/**
 * Application.ReadWrite.All may write every application and service principal, Application.ReadWrite.OwnedBy those that
 * the caller owns.
 * @throws GraphError 403
 */
export function requireWrite(c: Context<TenantEnv>, object: { owners: string[] }): void {
  if (holds(c, ["Application.ReadWrite.All"])) return;
  if (holds(c, ["Application.ReadWrite.OwnedBy"]) && object.owners.includes(c.var.caller.oid)) return;
  throw insufficientPrivileges();
}

/**
 * Application.ReadWrite.OwnedBy makes service principals of this tenant's own applications alone; the wording is Graph's.
 * @throws GraphError 403
 */
export function requireLocalApplication(c: Context<TenantEnv>, appId: string): void {
  if (holds(c, ["Application.ReadWrite.All"]) || findApplicationByAppId(c.var.tenant.directory, appId)) return;
  throw new GraphError(
    403,
    "Authorization_RequestDenied",
    "When using this permission, the backing application of the service principal being created must in the local tenant",
  );
}

/** With Application.ReadWrite.OwnedBy alone the caller always becomes an owner of what it makes. */
export function ownersOfNew(c: Context<TenantEnv>, named: readonly string[]): string[] {
  return holds(c, ["Application.ReadWrite.All"]) ? [...named] : [...named, c.var.caller.oid];
}

function holds(c: Context<TenantEnv>, anyOf: readonly string[]): boolean {
  return anyOf.some((role) => c.var.caller.roles?.includes(role));
}

function explain(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "Lifetime validation failed, the token is expired.";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") {
    return "Access token validation failure. Invalid audience.";
  }
  if (error instanceof errors.JWTClaimValidationFailed) return "Access token validation failure.";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "Signature is invalid.";
  return "CompactToken parsing failed with error code: 80049217";
}
