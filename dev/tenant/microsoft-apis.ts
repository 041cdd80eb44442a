import type { AppRole, PermissionScope } from "./directory.ts";
import { graphRoles, graphScopes, role, scope } from "./graph-permissions.ts";

export const MICROSOFT_GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";
export const MANAGEMENT_API_APP_ID = "c5393580-f805-4401-95e8-94b7a6ef2fc2";

/** An application that Microsoft publishes to every tenant: the tenant can make a service principal of it at any time. */
export interface PublishedApplication {
  appId: string;
  displayName: string;
  /** Names by which a token for it may be asked, beside the application id. */
  identifiers: string[];
  appRoles: AppRole[];
  oauth2PermissionScopes: PermissionScope[];
}

/** On this API each name exists twice under one id: as delegated scope and as application role. */
const managementPermissions: [value: string, id: string, displayName: string, description: string][] = [
  [
    "ActivityFeed.Read",
    "594c1fb6-4f81-4475-ae41-0c394909246c",
    "Read activity data for your organization",
    "Allows the application to read activity data for your organization.",
  ],
  [
    "ActivityFeed.ReadDlp",
    "4807a72c-ad38-4250-94c9-4eabfe26cd55",
    "Read DLP policy events including detected sensitive data",
    "Allows the application to read DLP policy events, including detected sensitive data, for your organization.",
  ],
  [
    "ServiceHealth.Read",
    "e2cea78f-e743-4d8f-a16a-75b629a038ae",
    "Read service health information for your organization",
    "Allows the application to read service health information for your organization.",
  ],
];

export const microsoftGraph: PublishedApplication = {
  appId: MICROSOFT_GRAPH_APP_ID,
  displayName: "Microsoft Graph",
  identifiers: ["https://graph.microsoft.com"],
  appRoles: graphRoles,
  oauth2PermissionScopes: graphScopes,
};

export const managementApi: PublishedApplication = {
  appId: MANAGEMENT_API_APP_ID,
  displayName: "Office 365 Management APIs",
  // The roots of the clouds: "Office 365 Management Activity API reference".
  identifiers: [
    "https://manage.office.com",
    "https://manage-gcc.office.com",
    "https://manage.office365.us",
    "https://manage.protection.apps.mil",
  ],
  appRoles: managementPermissions.map((permission) => role(...permission)),
  oauth2PermissionScopes: managementPermissions.map((permission) => scope(...permission)),
};

/** What `POST /servicePrincipals` can bring into the tenant without an application object in it. */
export const publishedApplications: readonly PublishedApplication[] = [microsoftGraph, managementApi];
