import type { Context, MiddlewareHandler } from "hono";
import { errors } from "jose";
import type { TenantEnv } from "./context.ts";
import { directoryObject, findApplicationByAppId, findServicePrincipalByAppId, requireObject } from "./directory.ts";
import { GraphError, insufficientPrivileges } from "./errors.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./microsoft-apis.ts";
import { opens, opensWhatOthersOwn, type Right } from "./rights.ts";
import type { AccessTokenClaims } from "./tokens.ts";
import { mayGrantRolesOf, rolesOfUser } from "./user-rights.ts";

/**
 * Who calls one of Microsoft's APIs, by the request's bearer token.
 * @throws jose's errors for a token that is none, or not for this API
 */
export function callerOf(c: Context<TenantEnv>, apiAppId: string): Promise<AccessTokenClaims> {
  const { authority, directory } = c.var.tenant;
  const token = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  return authority.check(token, findServicePrincipalByAppId(directory, apiAppId)?.graph.servicePrincipalNames ?? []);
}

/** Checks the bearer token of a Graph call and says who calls. */
export const graphToken: MiddlewareHandler<TenantEnv> = async (c, next) => {
  try {
    const caller = await callerOf(c, MICROSOFT_GRAPH_APP_ID);
    const isUser = caller.scp !== undefined;
    c.set("caller", isUser ? { ...caller, roles: rolesOfUser(caller.wids ?? [], c.var.tenant.directory) } : caller);
  } catch (error) {
    const message = c.req.header("authorization") ? explain(error) : "Access token is empty.";
    throw new GraphError(401, "InvalidAuthenticationToken", message);
  }
  return next();
};

/** Lets a call pass when the token has what the right takes. */
export function allow(right: Right): MiddlewareHandler<TenantEnv> {
  return async (c, next) => {
    if (!opens(right, c.var.caller.roles ?? [])) throw insufficientPrivileges();
    return next();
  };
}

/**
 * The object whose id is in the address, for a caller who may change it: what Application.ReadWrite.OwnedBy opens is open
 * for what the caller owns, and for nothing else.
 * @throws GraphError 404; 403
 */
export function changeable<T extends { graph: { id: string }; owners: string[] }>(
  c: Context<TenantEnv>,
  right: Right,
  objects: readonly T[],
): T {
  const { roles = [], oid } = c.var.caller;
  const object = requireObject(objects, c.req.param("id") ?? "");
  if (opensWhatOthersOwn(right, roles) || object.owners.includes(oid)) return object;
  throw insufficientPrivileges();
}

/** Lets an application pass, and a user whose directory roles reach the API. @throws GraphError 403 */
export function requireGranter(c: Context<TenantEnv>, resourceId: string): void {
  const { scp, wids = [] } = c.var.caller;
  const { appId } = requireObject(c.var.tenant.directory.servicePrincipals, resourceId).graph;
  if (scp !== undefined && !mayGrantRolesOf(appId, wids)) throw insufficientPrivileges();
}

/**
 * Application.ReadWrite.OwnedBy makes service principals of this tenant's own applications alone; the wording is Graph's.
 * @throws GraphError 403
 */
export function requireLocalApplication(c: Context<TenantEnv>, appId: string): void {
  if (mayAll(c) || findApplicationByAppId(c.var.tenant.directory, appId)) return;
  const message =
    "When using this permission, the backing application of the service principal being created must in the local tenant";
  throw new GraphError(403, "Authorization_RequestDenied", message);
}

/**
 * The owners of what a call makes: with Application.ReadWrite.OwnedBy alone always the caller too.
 * @throws GraphError 404 when one that is named does not exist
 */
export function ownersOfNew(c: Context<TenantEnv>, named: readonly string[]): string[] {
  for (const id of named) directoryObject(c.var.tenant.directory, id);
  return mayAll(c) ? [...named] : [...named, c.var.caller.oid];
}

function mayAll(c: Context<TenantEnv>): boolean {
  return c.var.caller.roles?.includes("Application.ReadWrite.All") ?? false;
}

function explain(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "Lifetime validation failed, the token is expired.";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `Access token validation failure.${error.claim === "aud" ? " Invalid audience." : ""}`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return "Signature is invalid.";
  return "CompactToken parsing failed with error code: 80049217";
}
