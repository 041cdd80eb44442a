import type { Context, MiddlewareHandler } from "hono";
import { errors } from "jose";
import type { TenantEnv } from "./context.ts";
import { findApplicationByAppId, findServicePrincipalByAppId } from "./directory.ts";
import { GraphError, insufficientPrivileges, invalidToken } from "./errors.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./microsoft-apis.ts";
import { opens, opensWhatOthersOwn, type Right } from "./rights.ts";

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

/** Lets a call pass when the token has what the right takes. */
export function allow(right: Right): MiddlewareHandler<TenantEnv> {
  return async (c, next) => {
    if (!opens(right, c.var.caller.roles ?? [])) throw insufficientPrivileges();
    return next();
  };
}

/**
 * What Application.ReadWrite.OwnedBy opens is open for what the caller owns, and for nothing else.
 * @throws GraphError 403
 */
export function requireOwnership(c: Context<TenantEnv>, right: Right, object: { owners: string[] }): void {
  if (opensWhatOthersOwn(right, c.var.caller.roles ?? []) || object.owners.includes(c.var.caller.oid)) return;
  throw insufficientPrivileges();
}

/**
 * Application.ReadWrite.OwnedBy makes service principals of this tenant's own applications alone; the wording is Graph's.
 * @throws GraphError 403
 */
export function requireLocalApplication(c: Context<TenantEnv>, appId: string): void {
  if (mayAll(c) || findApplicationByAppId(c.var.tenant.directory, appId)) return;
  throw new GraphError(
    403,
    "Authorization_RequestDenied",
    "When using this permission, the backing application of the service principal being created must in the local tenant",
  );
}

/** With Application.ReadWrite.OwnedBy alone the caller always becomes an owner of what it makes. */
export function ownersOfNew(c: Context<TenantEnv>, named: readonly string[]): string[] {
  return mayAll(c) ? [...named] : [...named, c.var.caller.oid];
}

function mayAll(c: Context<TenantEnv>): boolean {
  return c.var.caller.roles?.includes("Application.ReadWrite.All") ?? false;
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
