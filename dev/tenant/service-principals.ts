import { randomUUID } from "node:crypto";
import { servicePrincipalDefaults } from "./defaults.ts";
import {
  type Directory,
  findApplicationByAppId,
  findServicePrincipalByAppId,
  graphTime,
  MICROSOFT_TENANT_ID,
  requireObject,
  type ServicePrincipal,
} from "./directory.ts";
import { badRequest, GraphError, insufficientPrivileges } from "./errors.ts";
import { MANAGEMENT_API_APP_ID, publishedApplications } from "./microsoft-apis.ts";

/**
 * Makes the service principal of an application of this tenant or of one that Microsoft publishes to all tenants.
 * @param input the properties beside `appId` that the caller sets
 * @throws GraphError 409 when there is one already, 400 when the application id is nobody's
 */
export function createServicePrincipal(
  directory: Directory,
  appId: string,
  input: Record<string, unknown>,
  owners: readonly string[],
  now: Date,
): ServicePrincipal {
  if (findServicePrincipalByAppId(directory, appId) !== undefined) {
    const message =
      "The service principal cannot be created, updated, or restored because the service principal name " +
      `${appId} is already in use.`;
    throw new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", message);
  }
  const servicePrincipal: ServicePrincipal = {
    graph: {
      ...servicePrincipalDefaults(),
      id: randomUUID(),
      ...originOf(directory, appId),
      appId,
      createdDateTime: graphTime(now),
      ...input,
    },
    owners: [...new Set(owners)],
  };
  directory.servicePrincipals.push(servicePrincipal);
  return servicePrincipal;
}

export function updateServicePrincipal(directory: Directory, id: string, input: Record<string, unknown>): void {
  Object.assign(requireObject(directory.servicePrincipals, id).graph, input);
}

/**
 * Deletes a service principal with the grants it has and gives.
 * @throws GraphError 403 for Microsoft's own: the status public reports show (terraform-provider-azuread #538)
 */
export function deleteServicePrincipal(directory: Directory, id: string): void {
  const servicePrincipal = requireObject(directory.servicePrincipals, id);
  if (servicePrincipal.graph.appOwnerOrganizationId === MICROSOFT_TENANT_ID) throw insufficientPrivileges();
  dropServicePrincipal(directory, servicePrincipal);
}

/** Makes a tenant in which the Office 365 Management APIs have no service principal, as in tenants that never used them. */
export function removeManagementApi(directory: Directory): void {
  const servicePrincipal = findServicePrincipalByAppId(directory, MANAGEMENT_API_APP_ID);
  if (servicePrincipal !== undefined) dropServicePrincipal(directory, servicePrincipal);
}

/** Takes a service principal out of the tenant, with the grants it has and gives, and from the owners of everything. */
export function dropServicePrincipal(directory: Directory, servicePrincipal: ServicePrincipal): void {
  const { id } = servicePrincipal.graph;
  directory.servicePrincipals = directory.servicePrincipals.filter((other) => other !== servicePrincipal);
  directory.appRoleAssignments = directory.appRoleAssignments.filter(
    (grant) => grant.principalId !== id && grant.resourceId !== id,
  );
  directory.delegatedGrants = (directory.delegatedGrants ?? []).filter(
    (one) => one.clientId !== id && one.resourceId !== id,
  );
  for (const object of [...directory.applications, ...directory.servicePrincipals]) {
    object.owners = object.owners.filter((owner) => owner !== id);
  }
}

/** What a service principal takes over from the application it stands for. */
function originOf(directory: Directory, appId: string): Record<string, unknown> {
  const application = findApplicationByAppId(directory, appId)?.graph;
  if (application !== undefined) {
    return {
      appDisplayName: application.displayName,
      displayName: application.displayName,
      appOwnerOrganizationId: directory.tenantId,
      servicePrincipalNames: [appId],
      signInAudience: application["signInAudience"],
    };
  }
  const published = publishedApplications.find((candidate) => candidate.appId === appId);
  if (published === undefined) {
    throw badRequest(`The appId '${appId}' of the service principal does not reference a valid application object.`);
  }
  return {
    appDisplayName: published.displayName,
    displayName: published.displayName,
    appOwnerOrganizationId: MICROSOFT_TENANT_ID,
    appRoles: structuredClone(published.appRoles),
    oauth2PermissionScopes: structuredClone(published.oauth2PermissionScopes),
    servicePrincipalNames: [appId, ...published.identifiers],
    signInAudience: "AzureADMultipleOrgs",
  };
}
