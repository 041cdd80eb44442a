import { randomUUID } from "node:crypto";
import { applicationDefaults } from "./defaults.ts";
import {
  type Application,
  type Directory,
  findServicePrincipalByAppId,
  graphTime,
  requireObject,
} from "./directory.ts";
import { notFound } from "./errors.ts";
import { dropServicePrincipal } from "./service-principals.ts";

/** How long a deleted application can be restored: "Delete application" (learn.microsoft.com/graph/api/application-delete). */
const RESTORABLE_DAYS = 30;

/**
 * Makes an application. Display names need not be unique; Graph's defaults fill what the caller left out.
 * @param owners object ids of users or service principals
 */
export function createApplication(
  directory: Directory,
  input: Record<string, unknown>,
  owners: readonly string[],
  now: Date,
): Application {
  const application: Application = {
    graph: {
      ...applicationDefaults(),
      id: randomUUID(),
      appId: randomUUID(),
      createdDateTime: graphTime(now),
      publisherDomain: directory.organization.initialDomain,
    },
    owners: [...new Set(owners)],
    secretHashes: {},
  };
  merge(application.graph, input);
  directory.applications.push(application);
  return application;
}

/**
 * Changes what the caller names and nothing else; objects within are merged, lists replaced.
 * A service principal of the application takes over a new display name, as in Entra.
 */
export function updateApplication(directory: Directory, id: string, input: Record<string, unknown>): void {
  const application = requireObject(directory.applications, id);
  merge(application.graph, input);
  const servicePrincipal = findServicePrincipalByAppId(directory, application.graph.appId);
  if (servicePrincipal !== undefined && typeof input["displayName"] === "string") {
    servicePrincipal.graph.displayName = input["displayName"];
    servicePrincipal.graph["appDisplayName"] = input["displayName"];
  }
}

/** Deletes an application and with it its service principal and grants; for 30 days all of it can come back. */
export function deleteApplication(directory: Directory, id: string, now: Date): void {
  const application = requireObject(directory.applications, id);
  const servicePrincipal = findServicePrincipalByAppId(directory, application.graph.appId) ?? null;
  const appRoleAssignments = directory.appRoleAssignments.filter(
    ({ principalId }) => principalId === servicePrincipal?.graph.id,
  );
  application.graph.deletedDateTime = graphTime(now);
  directory.deletedItems.push({ application, servicePrincipal, appRoleAssignments });
  directory.applications = directory.applications.filter((other) => other !== application);
  if (servicePrincipal !== null) dropServicePrincipal(directory, servicePrincipal);
}

/** Deleted applications that can still be restored; older ones are gone. */
export function restorableApplications(directory: Directory, now: Date): Application[] {
  const oldest = now.getTime() - RESTORABLE_DAYS * 86_400_000;
  return directory.deletedItems
    .map(({ application }) => application)
    .filter(({ graph }) => new Date(graph.deletedDateTime ?? 0).getTime() > oldest);
}

/** Brings back a deleted application with its secrets, its service principal and the grants it had when it was deleted. */
export function restoreApplication(directory: Directory, id: string): void {
  const deleted = directory.deletedItems.find(({ application }) => application.graph.id === id);
  if (deleted === undefined) throw notFound(id);
  purgeApplication(directory, id);
  deleted.application.graph.deletedDateTime = null;
  directory.applications.push(deleted.application);
  if (deleted.servicePrincipal !== null) directory.servicePrincipals.push(deleted.servicePrincipal);
  directory.appRoleAssignments.push(...deleted.appRoleAssignments);
}

/** Ends a deleted application for good. */
export function purgeApplication(directory: Directory, id: string): void {
  directory.deletedItems = directory.deletedItems.filter(({ application }) => application.graph.id !== id);
}

/** Graph's PATCH: complex properties are merged member by member, everything else is replaced. */
function merge(target: Record<string, unknown>, changes: Record<string, unknown>): void {
  for (const [property, value] of Object.entries(changes)) {
    const old = target[property];
    if (isPlainObject(old) && isPlainObject(value)) merge(old, value);
    else if (value !== undefined) target[property] = value;
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
