/**
 * The words in which the azuread provider says what it was doing: terraform-provider-azuread 3.x (application_resource.go,
 * application_password_resource.go, service_principal_resource.go, app_role_assignment_resource.go,
 * service_principals_data_source.go), go-azure-sdk (sdk/auth), and this project's stand-in for the provider. Data.
 */
import type { Operation, Subject } from "./kinds.ts";

export interface Frame {
  words: RegExp;
  operation: Operation;
  subject?: Subject;
}

/** The first that fits counts: what is longer or more special stands first. */
export const FRAMES: readonly Frame[] = [
  {
    words: /could not (?:check for|list) existing application|unable to list Applications with filter/i,
    operation: "read",
    subject: "names",
  },
  {
    words:
      /Could not (?:add owners to|change owners of|remove initial owner from) |(?:adding|removing) Application Id Owner/i,
    operation: "update",
    subject: "owners",
  },
  {
    words: /Could not retrieve owners for |(?:existing|retrieving) Application Id Owner/i,
    operation: "read",
    subject: "owners",
  },
  { words: /Could not create app role assignment/i, operation: "create", subject: "grant" },
  {
    words:
      /Deleting Service Principal Id App Role Assigned To|Could not delete \/servicePrincipals\/[\w-]{1,80}\/appRoleAssignedTo/i,
    operation: "delete",
    subject: "grant",
  },
  {
    words: /retrieving Service Principal Id App Role Assigned To|service principal (?:not found )?for resource/i,
    operation: "read",
    subject: "grant",
  },
  {
    words: /Adding password for|Could not add password|Generating password credential|Waiting for password credential/i,
    operation: "create",
    subject: "key",
  },
  {
    words: /Removing password credential|Could not remove password|Waiting for deletion of password credential/i,
    operation: "delete",
    subject: "key",
  },
  {
    words:
      /Could not list existing service principals|Could not create service principal|patch service principal after creating|new service principal to be replicated/i,
    operation: "create",
    subject: "principal",
  },
  {
    words: /Updating Service Principal \(|Could not update service principal/i,
    operation: "update",
    subject: "principal",
  },
  {
    words:
      /Deleting Service Principal \(|Could not delete (?:service principal|\/servicePrincipals)|Waiting for deletion of Service Principal/i,
    operation: "delete",
    subject: "principal",
  },
  {
    words:
      /Could not create application|Adding federated identity credential|patch application with object ID|new application to be replicated/i,
    operation: "create",
    subject: "application",
  },
  {
    words: /Could not update application|Updating federated identity credential/i,
    operation: "update",
    subject: "application",
  },
  {
    words: /Could not delete (?:application|\/applications)|Deleting Application|Waiting for deletion of application/i,
    operation: "delete",
    subject: "application",
  },
  { words: /Retrieving Application/i, operation: "read", subject: "application" },
  {
    words:
      /Finding service principals?|Could not retrieve service principals|Listing service principals|azuread:index\/getServicePrincipals?:/i,
    operation: "read",
    subject: "APIs",
  },
  { words: /Retrieving Service Principal/i, operation: "read", subject: "principal" },
];

/** Signing in; asked after FRAMES' absence, and before the invocation that wanted the sign-in. */
export const SIGN_IN =
  /AADSTS\d|clientCredentialsToken|[cC]lientAssertion|(?:running|launching) Azure CLI|Azure CLI could not|unable to obtain access token|building client|configure \w{1,40} Authorizer|load Azure credentials|(?:github|adoPipeline)Assertion|ManagedIdentityAuthorizer|Could not sign in|[Pp]lease run:? ?'?az login|CredentialUnavailable|Status code: \d{3}\s{1,4}More details/;

export const INVOKE = /invocation of [\w:/]{1,120} returned an error|invoking [\w:/]{1,120}:/;

/** What a resource's logical name or type is about. */
export function subjectOf(name: string | undefined, type: string | undefined): Subject | undefined {
  if (name === "management-api") return "management principal";
  if (name === "service-principal") return "principal";
  if (name === "application") return "application";
  if (name?.startsWith("grant-")) return "grant";
  if (name && /^secret-\d{1,6}$/.test(name)) return "key";
  if (type?.endsWith(":ServicePrincipal")) return "principal";
  if (type?.endsWith(":AppRoleAssignment")) return "grant";
  if (type?.endsWith(":ApplicationPassword")) return "key";
  if (type?.endsWith(":Application")) return "application";
  return undefined;
}
