import { notFound } from "./errors.ts";
import type { AppRole, PermissionScope } from "./microsoft-apis.ts";

/** What a tenant holds. A plain object: tests read it and may edit it; functions in the files beside this one change it. */
export interface Directory {
  version: 1;
  tenantId: string;
  organization: { displayName: string; initialDomain: string; createdDateTime: string };
  users: User[];
  applications: Application[];
  servicePrincipals: ServicePrincipal[];
  appRoleAssignments: AppRoleAssignment[];
  /** What people consented to for applications that sign them in; absent in tenants that were kept before there was any. */
  delegatedGrants?: DelegatedGrant[];
  deletedItems: DeletedApplication[];
  appManagementPolicy: AppManagementPolicy;
  reportSettings: { displayConcealedNames: boolean };
  activityFeed: { auditingEnabled: boolean; subscriptions: Subscription[] };
  /** How users sign in, and what they may; absent in tenants that were kept before anybody could. */
  accounts?: Account[];
  /** "Users can register applications", on in a new tenant ("Default user permissions"). */
  usersMayRegisterApplications?: boolean;
}

/** What Graph shows of a user to nobody, or elsewhere. All users of an embedded tenant share one password. */
export interface Account {
  userId: string;
  /** Template ids of directory roles. */
  directoryRoles: string[];
  /** What Conditional Access wants before it gives a token. */
  conditions: Condition[];
}

/** One demand of Conditional Access: AADSTS50076 and 50079 are met by a second factor, the others by nothing here. */
export interface Condition {
  code: 50076 | 50079 | 53000 | 53003 | 530032;
  /** For tokens of this API alone, by its appId; absent is for all. */
  resourceAppId?: string;
}

export interface User {
  id: string;
  displayName: string;
  userPrincipalName: string;
}

/** An application object as Graph v1.0 shows it, and beside it what Graph keeps to itself. */
export interface Application {
  graph: ApplicationProperties;
  /** Object ids of users and service principals. */
  owners: string[];
  /** SHA-256 of each secret's value, by key id: the value itself is held nowhere. */
  secretHashes: Record<string, string>;
  /** Certificates (PEM) by key id, of which Graph shows the dates and the thumbprint. */
  certificates?: Record<string, string>;
  /** Whose tokens sign in as it; absent in tenants that were kept before there were any. */
  federatedCredentials?: FederatedCredential[];
}

/** As Graph v1.0 shows it. */
export interface FederatedCredential {
  id: string;
  name: string;
  issuer: string;
  subject: string;
  description: string | null;
  audiences: string[];
}

export interface ApplicationProperties {
  id: string;
  appId: string;
  createdDateTime: string;
  deletedDateTime: string | null;
  displayName: string;
  passwordCredentials: PasswordCredential[];
  requiredResourceAccess: RequiredResourceAccess[];
  tags: string[];
  [property: string]: unknown;
}

export interface PasswordCredential {
  customKeyIdentifier: null;
  displayName: string | null;
  endDateTime: string;
  hint: string;
  keyId: string;
  secretText: null;
  startDateTime: string;
}

export interface RequiredResourceAccess {
  resourceAppId: string;
  resourceAccess: { id: string; type: "Role" | "Scope" }[];
}

/** A service principal as Graph v1.0 shows it, and its owners. */
export interface ServicePrincipal {
  graph: ServicePrincipalProperties;
  owners: string[];
}

export interface ServicePrincipalProperties {
  id: string;
  appId: string;
  accountEnabled: boolean;
  appOwnerOrganizationId: string;
  appRoles: AppRole[];
  deletedDateTime: string | null;
  displayName: string;
  oauth2PermissionScopes: PermissionScope[];
  servicePrincipalNames: string[];
  tags: string[];
  [property: string]: unknown;
}

export interface AppRoleAssignment {
  id: string;
  deletedDateTime: null;
  appRoleId: string;
  createdDateTime: string;
  principalDisplayName: string;
  principalId: string;
  principalType: "ServicePrincipal";
  resourceDisplayName: string;
  resourceId: string;
}

/** As Graph v1.0 shows it ("oAuth2PermissionGrant resource type"). */
export interface DelegatedGrant {
  id: string;
  /** Object id of the service principal that signs people in. */
  clientId: string;
  consentType: "AllPrincipals" | "Principal";
  principalId: string | null;
  resourceId: string;
  /** Names of scopes, between spaces. */
  scope: string;
}

/** A deleted application with what went away with it, for the 30 days in which it can be restored. */
export interface DeletedApplication {
  application: Application;
  servicePrincipal: ServicePrincipal | null;
  appRoleAssignments: AppRoleAssignment[];
}

/** The tenant's default policy on credentials of applications (Graph: tenantAppManagementPolicy). */
export interface AppManagementPolicy {
  isEnabled: boolean;
  applicationRestrictions: Restrictions;
  servicePrincipalRestrictions: Restrictions;
}

interface Restrictions {
  passwordCredentials: PasswordRestriction[];
  keyCredentials: never[];
}

export interface PasswordRestriction {
  restrictionType: "passwordAddition" | "passwordLifetime" | "customPasswordAddition";
  state: "enabled" | "disabled";
  /** ISO 8601 duration such as P180D, for `passwordLifetime` alone. */
  maxLifetime: string | null;
  restrictForAppsCreatedAfterDateTime: string;
}

/** A subscription of the Office 365 Management Activity API. */
export interface Subscription {
  contentType: string;
  status: "enabled" | "disabled";
  webhook: null;
}

/** The tenant that owns Microsoft's own applications ("Verify first-party Microsoft applications in sign-in reports"). */
export const MICROSOFT_TENANT_ID = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/** A time as Graph writes it: UTC, a fraction only where there is one. */
export function graphTime(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}

export function findApplicationByAppId(directory: Directory, appId: string): Application | undefined {
  return directory.applications.find((application) => application.graph.appId === appId);
}

export function findServicePrincipalByAppId(directory: Directory, appId: string): ServicePrincipal | undefined {
  return directory.servicePrincipals.find((servicePrincipal) => servicePrincipal.graph.appId === appId);
}

/** An application or a service principal by its object id. @throws GraphError 404 when the list has none of it */
export function requireObject<T extends { graph: { id: string } }>(objects: readonly T[], id: string): T {
  const found = objects.find(({ graph }) => graph.id === id);
  if (found === undefined) throw notFound(id);
  return found;
}

/** Users and service principals by id, as owners' lists show them. @throws GraphError 404 for an id that is neither */
export function directoryObject(directory: Directory, id: string): object {
  const user = directory.users.find((candidate) => candidate.id === id);
  if (user !== undefined) return { "@odata.type": "#microsoft.graph.user", ...user };
  return {
    "@odata.type": "#microsoft.graph.servicePrincipal",
    ...requireObject(directory.servicePrincipals, id).graph,
  };
}
