import type { AppRole, PermissionScope } from "./directory.ts";

/** An application role as an API of Microsoft's shows it. */
export function role(value: string, id: string, displayName: string, description: string): AppRole {
  return {
    allowedMemberTypes: ["Application"],
    description,
    displayName,
    id,
    isEnabled: true,
    origin: "Application",
    value,
  };
}

/** A delegated permission as an API of Microsoft's shows it. */
export function scope(value: string, id: string, displayName: string, description: string): PermissionScope {
  return {
    adminConsentDescription: description,
    adminConsentDisplayName: displayName,
    id,
    isEnabled: true,
    type: "Admin",
    userConsentDescription: null,
    userConsentDisplayName: null,
    value,
  };
}

/** Ids, values and names as in "Microsoft Graph permissions reference" (learn.microsoft.com/graph/permissions-reference). */
export const graphRoles: AppRole[] = [
  role(
    "Agreement.Read.All",
    "2f3e6f8c-093b-4c57-a58b-ba5ce494a169",
    "Read all terms of use agreements",
    "Allows the app to read terms of use agreements, without a signed in user.",
  ),
  role(
    "APIConnectors.Read.All",
    "b86848a7-d5b1-41eb-a9b4-54a4e6306e97",
    "Read API connectors for authentication flows",
    "Allows the app to read the API connectors used in user authentication flows, without a signed-in user.",
  ),
  role(
    "Application.Read.All",
    "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
    "Read all applications",
    "Allows the app to read all applications and service principals without a signed-in user.",
  ),
  role(
    "Application.ReadWrite.All",
    "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
    "Read and write all applications",
    "Allows the app to create, read, update and delete applications and service principals without a signed-in user. Does not allow management of consent grants.",
  ),
  role(
    "Application.ReadWrite.OwnedBy",
    "18a4783c-866b-4cc7-a460-3d5e5662c884",
    "Manage apps that this app creates or owns",
    "Allows the app to create other applications, and fully manage those applications (read, update, update application secrets and delete), without a signed-in user. It cannot update any apps that it is not an owner of.",
  ),
  role(
    "AppRoleAssignment.ReadWrite.All",
    "06b708a9-e830-4db3-a914-8e69da51d44f",
    "Manage app permission grants and app role assignments",
    "Allows the app to manage permission grants for application permissions to any API (including Microsoft Graph) and application assignments for any app, without a signed-in user.",
  ),
  role(
    "Directory.Read.All",
    "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
    "Read directory data",
    "Allows the app to read data in your organization's directory, such as users, groups and apps, without a signed-in user.",
  ),
  role(
    "Organization.Read.All",
    "498476ce-e0fe-48b0-b801-37ba7e2685c6",
    "Read organization information",
    "Allows the app to read the organization and related resources, without a signed-in user. Related resources include things like subscribed skus and tenant branding information.",
  ),
  role(
    "Policy.Read.All",
    "246dd0d5-5bd0-4def-940b-0421030a5b68",
    "Read your organization's policies",
    "Allows the app to read all your organization's policies without a signed in user.",
  ),
  role(
    "Reports.Read.All",
    "230c1aed-a721-4c5d-9cb4-a90514e508ef",
    "Read all usage reports",
    "Allows an app to read all service usage reports without a signed-in user. Services that provide usage reports include Office 365 and Azure Active Directory.",
  ),
  role(
    "ReportSettings.Read.All",
    "ee353f83-55ef-4b78-82da-555bfa2b4b95",
    "Read all admin report settings",
    "Allows the app to read all admin report settings, such as whether to display concealed information in reports, without a signed-in user.",
  ),
  role(
    "ReportSettings.ReadWrite.All",
    "2a60023f-3219-47ad-baa4-40e17cd02a1d",
    "Read and write all admin report settings",
    "Allows the app to read and update all admin report settings, such as whether to display concealed information in reports, without a signed-in user.",
  ),
  role(
    "ServiceHealth.Read.All",
    "79c261e0-fe76-4144-aad5-bdc68fbe4037",
    "Read service health",
    "Allows the app to read your tenant's service health information, without a signed-in user. Health information may include service issues or service health overviews.",
  ),
  role(
    "User.Read.All",
    "df021288-bdef-4463-88db-98f22de89214",
    "Read all users' full profiles",
    "Allows the app to read user profiles without a signed in user.",
  ),
  role(
    "User.ReadWrite.All",
    "741f803b-c850-494e-b5df-cde7c675a1ca",
    "Read and write all users' full profiles",
    "Allows the app to read and update user profiles without a signed in user.",
  ),
];

export const graphScopes: PermissionScope[] = [
  scope(
    "Directory.Read.All",
    "06da0dbc-49e2-44d2-8312-53f166ab848a",
    "Read directory data",
    "Allows the app to read data in your organization's directory, such as users, groups and apps.",
  ),
  scope(
    "User.Read",
    "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
    "Sign in and read user profile",
    "Allows users to sign-in to the app, and allows the app to read the profile of signed-in users. It also allows the app to read basic company information of signed-in users.",
  ),
  scope(
    "User.Read.All",
    "a154be20-db9c-4678-8ab7-66f6cc099a59",
    "Read all users' full profiles",
    "Allows the app to read the full set of profile properties, reports, and managers of other users in your organization, on behalf of the signed-in user.",
  ),
];
