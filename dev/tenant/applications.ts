import { randomUUID } from "node:crypto";
import { applicationDefaults } from "./defaults.ts";
import {
  type Application,
  type DeletedApplication,
  type Directory,
  findApplication,
  findServicePrincipal,
  findServicePrincipalByAppId,
  graphTime,
} from "./directory.ts";
import { badRequest, notFound } from "./errors.ts";

/** How long a deleted application can be restored: "Delete application" (learn.microsoft.com/graph/api/application-delete). */
const RESTORABLE_DAYS = 30;

/** What a caller may set of an application; anything absent keeps Graph's default. */
export type ApplicationInput = Record<string, unknown>;

/**
 * Makes an application. Display names need not be unique; Graph's defaults fill what the caller left out.
 * @param owners object ids of users or service principals
 * @throws GraphError 404 when an owner does not exist
 */
export function createApplication(
  directory: Directory,
  input: ApplicationInput,
  owners: readonly string[],
  now: Date,
): Application {
  for (const owner of owners) requireDirectoryObject(directory, owner);
  const application: Application = {
    graph: {
      ...applicationDefaults(),
      id: randomUUID(),
      appId: randomUUID(),
      createdDateTime: graphTime(now),
      displayName: "",
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
export function updateApplication(directory: Directory, id: string, input: ApplicationInput): void {
  const application = requireApplication(directory, id);
  merge(application.graph, input);
  const servicePrincipal = findServicePrincipalByAppId(directory, application.graph.appId);
  if (servicePrincipal !== undefined && typeof input["displayName"] === "string") {
    servicePrincipal.graph.displayName = input["displayName"];
    servicePrincipal.graph["appDisplayName"] = input["displayName"];
  }
}

/** Deletes an application and with it its service principal and grants; for 30 days all of it can come back. */
export function deleteApplication(directory: Directory, id: string, now: Date): void {
  const application = requireApplication(directory, id);
  const servicePrincipal = findServicePrincipalByAppId(directory, application.graph.appId) ?? null;
  const gone = (principalId: string) => servicePrincipal !== null && principalId === servicePrincipal.graph.id;
  const deleted: DeletedApplication = {
    application,
    servicePrincipal,
    appRoleAssignments: directory.appRoleAssignments.filter((grant) => gone(grant.principalId)),
  };
  application.graph.deletedDateTime = graphTime(now);
  directory.applications = directory.applications.filter((other) => other !== application);
  directory.servicePrincipals = directory.servicePrincipals.filter((other) => other !== servicePrincipal);
  directory.appRoleAssignments = directory.appRoleAssignments.filter(
    (grant) => !gone(grant.principalId) && !gone(grant.resourceId),
  );
  directory.deletedItems.push(deleted);
}

/** Deleted applications that can still be restored; older ones are gone. */
export function restorableApplications(directory: Directory, now: Date): DeletedApplication[] {
  const oldest = now.getTime() - RESTORABLE_DAYS * 86_400_000;
  return directory.deletedItems.filter(
    ({ application }) => new Date(application.graph.deletedDateTime ?? 0).getTime() > oldest,
  );
}

/** Brings back a deleted application with its secrets, its service principal and the grants it had when it was deleted. */
export function restoreApplication(directory: Directory, id: string, now: Date): Application {
  const deleted = requireDeleted(directory, id, now);
  directory.deletedItems = directory.deletedItems.filter((other) => other !== deleted);
  deleted.application.graph.deletedDateTime = null;
  directory.applications.push(deleted.application);
  if (deleted.servicePrincipal !== null) directory.servicePrincipals.push(deleted.servicePrincipal);
  directory.appRoleAssignments.push(...deleted.appRoleAssignments);
  return deleted.application;
}

/** Ends a deleted application for good. */
export function purgeApplication(directory: Directory, id: string, now: Date): void {
  const deleted = requireDeleted(directory, id, now);
  directory.deletedItems = directory.deletedItems.filter((other) => other !== deleted);
}

export function requireApplication(directory: Directory, id: string): Application {
  const application = findApplication(directory, id);
  if (application === undefined) throw notFound(id);
  return application;
}

export function requireDeleted(directory: Directory, id: string, now: Date): DeletedApplication {
  const deleted = restorableApplications(directory, now).find(({ application }) => application.graph.id === id);
  if (deleted === undefined) throw notFound(id);
  return deleted;
}

/** @throws GraphError 404 unless the id is a user's or a service principal's, 400 when it is an owner already */
export function addOwner(directory: Directory, owned: { owners: string[] }, id: string): void {
  requireDirectoryObject(directory, id);
  if (owned.owners.includes(id)) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'owners'.",
    );
  }
  owned.owners.push(id);
}

/** @throws GraphError 404 when the id is no owner */
export function removeOwner(owned: { owners: string[] }, id: string): void {
  if (!owned.owners.includes(id)) throw notFound(id);
  owned.owners = owned.owners.filter((owner) => owner !== id);
}

function requireDirectoryObject(directory: Directory, id: string): void {
  const known = directory.users.some((user) => user.id === id) || findServicePrincipal(directory, id) !== undefined;
  if (!known) throw notFound(id);
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
