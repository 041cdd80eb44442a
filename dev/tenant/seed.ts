import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createApplication } from "./applications.ts";
import { type Directory, findApplicationByAppId, findServicePrincipalByAppId, graphTime } from "./directory.ts";
import { type GrantInput, grantAppRole, isSame } from "./grants.ts";
import { MICROSOFT_GRAPH_APP_ID, publishedApplications } from "./microsoft-apis.ts";
import { judgeSecret, putSecret } from "./secrets.ts";
import { createServicePrincipal } from "./service-principals.ts";
import { addPeople } from "./users.ts";

export { ADMINISTRATOR_ID } from "./users.ts";

/** The embedded tenant's id, fixed because the dev stack pins it. No Microsoft tenant has it. */
export const EMBEDDED_TENANT_ID = "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4";

/** The operator: an application inside the tenant with the rights the provider needs. Fixed ids, one secret for each tenant. */
export const OPERATOR_CLIENT_ID = "d1b87f7f-49cc-4865-a156-9b2e6bd82e7f";
export const OPERATOR_OBJECT_ID = "cef0c148-6cee-4413-b898-fb55f0d9142e";

/** What an operator that is itself an application needs: terraform-provider-azuread #1661. */
const OPERATOR_ROLES = ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"];

/** A tenant as it is before anybody provisions anything: Microsoft's service principals, people, the operator. */
export function seedDirectory(now: Date): Directory {
  const directory: Directory = {
    version: 1,
    tenantId: EMBEDDED_TENANT_ID,
    organization: {
      displayName: "Embedded tenant",
      initialDomain: "embedded.onmicrosoft.com",
      createdDateTime: graphTime(now),
    },
    users: [],
    applications: [],
    servicePrincipals: [],
    appRoleAssignments: [],
    delegatedGrants: [],
    deletedItems: [],
    appManagementPolicy: {
      isEnabled: false,
      applicationRestrictions: { passwordCredentials: [], keyCredentials: [] },
      servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
    },
    // Concealed is Microsoft's default since September 2021.
    reportSettings: { displayConcealedNames: true },
    activityFeed: { auditingEnabled: true, subscriptions: [] },
  };
  for (const { appId } of publishedApplications) createServicePrincipal(directory, appId, {}, [], now);
  addPeople(directory, now);
  const ids = { clientId: OPERATOR_CLIENT_ID, objectId: OPERATOR_OBJECT_ID };
  addOperator(directory, { displayName: "Operator", roles: OPERATOR_ROLES, ...ids }, now);
  return directory;
}

/**
 * Makes an application that signs in for Pulumi.
 * @param about its roles of Microsoft Graph, by name; its ids where they are fixed
 * @returns the application's object id, for a secret, and what settings name: its client id and its principal's object id
 */
export function addOperator(
  directory: Directory,
  about: { displayName: string; roles: readonly string[]; clientId?: string; objectId?: string },
  now: Date,
): { applicationId: string; clientId: string; objectId: string } {
  const { displayName, roles, clientId = randomUUID(), objectId = randomUUID() } = about;
  const notes = "Made by the embedded tenant; signs in for Pulumi.";
  const { graph } = createApplication(directory, { displayName, notes, tags: ["EmbeddedTenantOperator"] }, [], now);
  graph.appId = clientId;
  createServicePrincipal(directory, clientId, {}, [], now).graph.id = objectId;
  for (const role of roles) grantRole(directory, clientId, MICROSOFT_GRAPH_APP_ID, role, now);
  return { applicationId: graph.id, clientId, objectId };
}

/**
 * The operator's client secret: the one of the last start where it still works, so that another terminal which knows it works
 * on, else a new one in its place.
 * @param file where its value is kept, for its owner alone; it opens nothing but this tenant
 * @throws Error when the operator's application is no longer in the directory
 */
export function operatorSecret(directory: Directory, file: string, now: Date): string {
  const application = findApplicationByAppId(directory, OPERATOR_CLIENT_ID);
  if (application === undefined) throw new Error("The operator's application is gone from the embedded tenant.");
  const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (judgeSecret(application, kept, now) === "valid") return kept;
  application.graph.passwordCredentials = [];
  application.secretHashes = {};
  // A century, because tests set the clock years ahead. The tenant's policy is for the tests' applications alone.
  const end = new Date(Date.UTC(now.getUTCFullYear() + 100, 0, 1));
  const { secretText } = putSecret(application, "operator", now, end);
  writeFileSync(file, secretText, { mode: 0o600 });
  return secretText;
}

/**
 * Grants a role by name, for seeds and tests.
 * @param clientId the application that gets it
 * @param resourceAppId the API that offers it
 * @throws Error when either has no service principal here, or the API offers no such role
 */
export function grantRole(
  directory: Directory,
  clientId: string,
  resourceAppId: string,
  value: string,
  now: Date,
): void {
  grantAppRole(directory, locate(directory, clientId, resourceAppId, value), now);
}

/** Takes a role away by name; nothing happens when it was not granted. Takes and throws as `grantRole` does. */
export function revokeRole(directory: Directory, clientId: string, resourceAppId: string, value: string): void {
  const role = locate(directory, clientId, resourceAppId, value);
  directory.appRoleAssignments = directory.appRoleAssignments.filter((grant) => !isSame(grant, role));
}

function locate(directory: Directory, clientId: string, resourceAppId: string, value: string): GrantInput {
  const principal = findServicePrincipalByAppId(directory, clientId);
  const resource = findServicePrincipalByAppId(directory, resourceAppId);
  const role = resource?.graph.appRoles.find((candidate) => candidate.value === value);
  if (principal === undefined || resource === undefined || role === undefined) {
    throw new Error(`The embedded tenant cannot find ${value} of ${resourceAppId} for ${clientId}.`);
  }
  return { principalId: principal.graph.id, resourceId: resource.graph.id, appRoleId: role.id };
}
