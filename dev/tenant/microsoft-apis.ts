import { APIS } from "../../permissions.ts";

export const MICROSOFT_GRAPH_APP_ID = APIS.graph.appId;
export const MANAGEMENT_API_APP_ID = APIS.management.appId;

/** The address that names it, "Windows Azure Service Management API", and the id it has in every tenant. */
export const AZURE_RESOURCE_MANAGER_APP_ID = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
/** The Azure CLI's own client id, the same in every tenant (azure-cli, azure/cli/core/auth/constants.py). */
export const AZURE_CLI_APP_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

export type AppRole = ReturnType<typeof appRole>;
export type PermissionScope = ReturnType<typeof permissionScope>;

/** Ids and values as in "Microsoft Graph permissions reference" (learn.microsoft.com/graph/permissions-reference). */
const GRAPH_ROLES = {
  "Agreement.Read.All": "2f3e6f8c-093b-4c57-a58b-ba5ce494a169",
  "APIConnectors.Read.All": "b86848a7-d5b1-41eb-a9b4-54a4e6306e97",
  "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
  "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
  "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
  "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
  "DelegatedPermissionGrant.ReadWrite.All": "8e8e4742-1d95-4f68-9d56-6ee75648c72a",
  "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
  "Organization.Read.All": "498476ce-e0fe-48b0-b801-37ba7e2685c6",
  "Policy.Read.All": "246dd0d5-5bd0-4def-940b-0421030a5b68",
  "Reports.Read.All": "230c1aed-a721-4c5d-9cb4-a90514e508ef",
  "ReportSettings.Read.All": "ee353f83-55ef-4b78-82da-555bfa2b4b95",
  "ReportSettings.ReadWrite.All": "2a60023f-3219-47ad-baa4-40e17cd02a1d",
  "ServiceHealth.Read.All": "79c261e0-fe76-4144-aad5-bdc68fbe4037",
  "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
  "User.ReadWrite.All": "741f803b-c850-494e-b5df-cde7c675a1ca",
};
const GRAPH_SCOPES = {
  "Directory.Read.All": "06da0dbc-49e2-44d2-8312-53f166ab848a",
  "User.Read": "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
  "User.Read.All": "a154be20-db9c-4678-8ab7-66f6cc099a59",
};
/** On this API each name exists twice under one id: as delegated scope and as application role. */
const MANAGEMENT_PERMISSIONS = {
  "ActivityFeed.Read": "594c1fb6-4f81-4475-ae41-0c394909246c",
  "ActivityFeed.ReadDlp": "4807a72c-ad38-4250-94c9-4eabfe26cd55",
  "ServiceHealth.Read": "e2cea78f-e743-4d8f-a16a-75b629a038ae",
};

/**
 * What Microsoft publishes to every tenant: `POST /servicePrincipals` can bring it in at any time, without an application
 * object. A token can be asked for by its identifiers, beside the application id.
 */
export const publishedApplications = [
  {
    appId: MICROSOFT_GRAPH_APP_ID,
    displayName: APIS.graph.name,
    identifiers: ["https://graph.microsoft.com"],
    appRoles: Object.entries(GRAPH_ROLES).map(appRole),
    oauth2PermissionScopes: Object.entries(GRAPH_SCOPES).map(permissionScope),
  },
  {
    appId: MANAGEMENT_API_APP_ID,
    displayName: APIS.management.name,
    // The roots of the clouds: "Office 365 Management Activity API reference".
    identifiers: [
      "https://manage.office.com",
      "https://manage-gcc.office.com",
      "https://manage.office365.us",
      "https://manage.protection.apps.mil",
    ],
    appRoles: Object.entries(MANAGEMENT_PERMISSIONS).map(appRole),
    oauth2PermissionScopes: Object.entries(MANAGEMENT_PERMISSIONS).map(permissionScope),
  },
  {
    appId: AZURE_RESOURCE_MANAGER_APP_ID,
    displayName: "Windows Azure Service Management API",
    identifiers: ["https://management.core.windows.net", "https://management.azure.com"].flatMap((url) => [
      url,
      `${url}/`,
    ]),
    appRoles: [],
    oauth2PermissionScopes: [["user_impersonation", "41094075-9dad-400e-a0bd-54e686782033"] as [string, string]].map(
      permissionScope,
    ),
  },
];

/** An application role as Graph shows it. Its texts for people are the value again: nothing here reads them. */
function appRole([value, id]: [string, string]) {
  const texts = { description: value, displayName: value };
  return { allowedMemberTypes: ["Application"], ...texts, id, isEnabled: true, origin: "Application", value };
}

/** A delegated permission as Graph shows it, with texts like an application role's. */
function permissionScope([value, id]: [string, string]) {
  const texts = { adminConsentDescription: value, adminConsentDisplayName: value };
  return {
    ...texts,
    id,
    isEnabled: true,
    type: "Admin",
    userConsentDescription: null,
    userConsentDisplayName: null,
    value,
  };
}
