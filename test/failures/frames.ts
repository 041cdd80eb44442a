/** The frames in which codes really appear: azuread 6.9.1 (terraform-provider-azuread 3), go-azure-sdk, the Azure CLI, the engine. */

const REAL = "error:   sdk-v2/provider2.go:572: sdk.helper_schema: ";
const TEXTS: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
const APPLICATION = 'Application (Application: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b")';
const TRACE = "Trace ID: 0a1 Correlation ID: 1b2 Timestamp: 2026-11-01 10:00:00Z";

const answer = (status: number, code: string, text: string) =>
  `unexpected status ${status} (${status} ${TEXTS[status]}) with error: ${code}: ${text}: provider=azuread@6.9.1`;
const under = (type: string, name: string, words: string) => `  azuread:index:${type} (${name}):\n    ${REAL}${words}`;

/** What Graph answers, by what was asked for. */
export const graph = {
  application: (status: number, code: string, text = "x") =>
    under("Application", "application", `Could not create application: ${answer(status, code, text)}`),
  update: (status: number, code: string, text = "x") =>
    under(
      "Application",
      "application",
      `Could not update application with object ID: "d6c5": ${answer(status, code, text)}`,
    ),
  owners: (status: number, code: string, text = "x") =>
    under(
      "Application",
      "application",
      `Could not add owners to application with object ID: "d6c5": ${answer(status, code, text)}`,
    ),
  pipelineOwner: (status: number, code: string, text = "x") =>
    under(
      "ApplicationOwner",
      "pipeline-ownership",
      `adding Application Id Owner (Application: "d6c5"\nDirectory Object: "e7f6"): ${answer(status, code, text)}`,
    ),
  ownerExists: under(
    "ApplicationOwner",
    "pipeline-ownership",
    'A resource with the ID "/applications/9e11b493-562d-4d1c-9e72-efaeb0ecb555/owners/331ad416-5ae9-4965-acf5-9bb66f83e563" ' +
      "already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the " +
      'resource documentation for "azuread_application_owner" for more information.',
  ),
  federation: (status: number, code: string, text = "x") =>
    under(
      "ApplicationFederatedIdentityCredential",
      "pipeline-credential",
      `Adding federated identity credential for Application (Application: "d6c5"): ${answer(status, code, text)}`,
    ),
  names: (status: number, code: string, text = "x") =>
    `application: Could not check for existing application(s): unable to list Applications with filter "displayName eq 'esia'": ${answer(status, code, text)}`,
  principal: (status: number, code: string, text = "x") =>
    under("ServicePrincipal", "service-principal", `Could not create service principal: ${answer(status, code, text)}`),
  managementPrincipal: (status: number, code: string, text = "x") =>
    under("ServicePrincipal", "management-api", `Could not create service principal: ${answer(status, code, text)}`),
  grant: (status: number, code: string, text = "x") =>
    under(
      "AppRoleAssignment",
      "grant-User.Read.All",
      `Could not create app role assignment: ${answer(status, code, text)}`,
    ),
  removal: (status: number, code: string, text = "x") =>
    under(
      "AppRoleAssignment",
      "grant-User.Read.All",
      `Deleting Service Principal Id App Role Assigned To (Service Principal: "e28c"\nApp Role Assignment: "kPrW"): ${answer(status, code, text)}`,
    ),
  key: (status: number, code: string, text = "x") =>
    under("ApplicationPassword", "secret-1", `Adding password for ${APPLICATION}: ${answer(status, code, text)}`),
  keyRemoval: (status: number, code: string, text = "x") =>
    under(
      "ApplicationPassword",
      "secret-1",
      `Removing password credential "3d1f" from ${APPLICATION}: ${answer(status, code, text)}`,
    ),
  deletion: (status: number, code: string, text = "x") =>
    under("Application", "application", `deleting ${APPLICATION}: ${answer(status, code, text)}`),
  look: (status: number, code: string, text = "x") =>
    `Error: invocation of azuread:index/getServicePrincipals:getServicePrincipals returned an error: invoking azuread:index/getServicePrincipals:getServicePrincipals: 1 error occurred:\n\t* Finding service principals with application ID: "c539": ${answer(status, code, text)}`,
};

const IN_A_LOOK =
  "Error: invocation of azuread:index/getServicePrincipals:getServicePrincipals returned an error: invoking azuread:index/getServicePrincipals:getServicePrincipals: 1 error occurred:\n\t* ";

/** What Entra's token endpoint answers an application (secret, certificate or federation). */
export function token(sts: number, text = "x", error = "invalid_client"): string {
  return `${IN_A_LOOK}building client: unable to obtain access token: clientCredentialsToken: received HTTP status 401 with response: {"error":"${error}","error_description":"AADSTS${sts}: ${text} ${TRACE}","error_codes":[${sts}],"error_uri":"https://login.microsoftonline.com/error?code=${sts}"}`;
}

/** What the Azure CLI says. */
export function azure(words: string): string {
  return `${IN_A_LOOK}building client: unable to obtain access token: running Azure CLI: exit status 1: ERROR: ${words}`;
}

/** What goes wrong on the way to Entra. */
export function onTheWay(words: string): string {
  return `${IN_A_LOOK}building client: unable to obtain access token: clientCredentialsToken: cannot request token: Post "https://login.microsoftonline.com/x/oauth2/v2.0/token": ${words}`;
}
