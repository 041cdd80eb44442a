import { randomBytes } from "node:crypto";
import {
  type AppRoleAssignment,
  type Directory,
  graphTime,
  requireObject,
  type ServicePrincipal,
} from "./directory.ts";
import { badRequest, notFound } from "./errors.ts";

export type GrantInput = Pick<AppRoleAssignment, "principalId" | "resourceId" | "appRoleId">;

/**
 * Grants an application role: "Grant an appRoleAssignment for a service principal". It takes effect at once.
 * @throws GraphError 404 for an unknown principal or resource; 400 when the resource offers no such application role (a
 * delegated scope of the same id does not count) or the grant exists already
 */
export function grantAppRole(directory: Directory, input: GrantInput, now: Date): AppRoleAssignment {
  const resource = requireObject(directory.servicePrincipals, input.resourceId);
  const principal = requireObject(directory.servicePrincipals, input.principalId);
  const role = resource.graph.appRoles.find(({ id }) => id === input.appRoleId);
  if (role === undefined || !role.isEnabled || !role.allowedMemberTypes.includes("Application")) {
    throw badRequest("Permission being assigned was not found on application");
  }
  if (directory.appRoleAssignments.some((grant) => isSame(grant, input))) {
    throw badRequest("Permission being assigned already exists on the object");
  }
  const grant: AppRoleAssignment = {
    id: randomBytes(32).toString("base64url"),
    deletedDateTime: null,
    appRoleId: role.id,
    createdDateTime: graphTime(now),
    principalDisplayName: principal.graph.displayName,
    principalId: principal.graph.id,
    principalType: "ServicePrincipal",
    resourceDisplayName: resource.graph.displayName,
    resourceId: resource.graph.id,
  };
  directory.appRoleAssignments.push(grant);
  return grant;
}

/** @throws GraphError 404 unless the resource has given this grant */
export function findGrant(directory: Directory, resourceId: string, id: string): AppRoleAssignment {
  const grant = directory.appRoleAssignments.find((other) => other.resourceId === resourceId && other.id === id);
  if (grant === undefined) throw notFound(id);
  return grant;
}

export function revokeGrant(directory: Directory, resourceId: string, id: string): void {
  const grant = findGrant(directory, resourceId, id);
  directory.appRoleAssignments = directory.appRoleAssignments.filter((other) => other !== grant);
}

/** Takes away what people consented to, or an administrator for all. @throws GraphError 404 when there is no such grant */
export function revokeDelegated(directory: Directory, id: string): void {
  const grants = directory.delegatedGrants ?? [];
  if (!grants.some((grant) => grant.id === id)) throw notFound(id);
  directory.delegatedGrants = grants.filter((grant) => grant.id !== id);
}

/**
 * The values of the application roles that a principal holds on a resource, sorted.
 * @param delaySeconds how old a grant must be to count; 0 counts every one
 */
export function rolesOf(
  directory: Directory,
  principal: ServicePrincipal,
  resource: ServicePrincipal,
  now: Date,
  delaySeconds: number,
): string[] {
  const newest = delaySeconds === 0 ? Number.POSITIVE_INFINITY : now.getTime() - delaySeconds * 1000;
  return directory.appRoleAssignments
    .filter((grant) => grant.principalId === principal.graph.id && grant.resourceId === resource.graph.id)
    .filter((grant) => new Date(grant.createdDateTime).getTime() <= newest)
    .map((grant) => resource.graph.appRoles.find(({ id }) => id === grant.appRoleId)?.value)
    .filter((value) => value !== undefined)
    .sort();
}

/** Whether a grant gives the same role of the same resource to the same principal. */
export function isSame(grant: AppRoleAssignment, input: GrantInput): boolean {
  return (["principalId", "resourceId", "appRoleId"] as const).every((id) => grant[id] === input[id]);
}
