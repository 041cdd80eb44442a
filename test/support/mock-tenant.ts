/** The tenant as the unit tests' mocks know it: two APIs, answers to the program's invokes, outputs of its resources. */
import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";

export interface MockApi {
  clientId: string;
  objectId: string;
  /** What its look-up fails with, though it is there. */
  failure?: string;
  appRoles: { id: string; value: string; enabled: boolean; allowedMemberTypes: string[] }[];
  oauth2PermissionScopes: { value: string }[];
}

/** "Microsoft Graph permissions reference" and "Office 365 Management APIs": the same ids in every tenant. */
export const ROLE_IDS: Record<string, string> = {
  "ActivityFeed.Read": "594c1fb6-4f81-4475-ae41-0c394909246c",
  "ActivityFeed.ReadDlp": "4807a72c-ad38-4250-94c9-4eabfe26cd55",
  "ServiceHealth.Read": "e2cea78f-e743-4d8f-a16a-75b629a038ae",
  "Agreement.Read.All": "2f3e6f8c-093b-4c57-a58b-ba5ce494a169",
  "APIConnectors.Read.All": "b86848a7-d5b1-41eb-a9b4-54a4e6306e97",
  "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
  "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
  "Organization.Read.All": "498476ce-e0fe-48b0-b801-37ba7e2685c6",
  "Reports.Read.All": "230c1aed-a721-4c5d-9cb4-a90514e508ef",
  "ServiceHealth.Read.All": "79c261e0-fe76-4144-aad5-bdc68fbe4037",
  "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
};

function api(clientId: string, objectId: string, roles: string[], scopes: string[]): MockApi {
  return {
    clientId,
    objectId,
    appRoles: roles.map((value) => ({
      id: ROLE_IDS[value] ?? "",
      value,
      enabled: true,
      allowedMemberTypes: ["Application"],
    })),
    oauth2PermissionScopes: scopes.map((value) => ({ value })),
  };
}

const names = Object.keys(ROLE_IDS);
/** On the Management API the three names are both scopes and roles, with the same ids. */
export const MANAGEMENT = api(
  "c5393580-f805-4401-95e8-94b7a6ef2fc2",
  "b0000000-0000-4000-8000-000000000002",
  names.slice(0, 3),
  names.slice(0, 3),
);
export const GRAPH = api(
  "00000003-0000-0000-c000-000000000000",
  "b0000000-0000-4000-8000-000000000001",
  names.slice(3),
  ["User.Read", "User.Read.All"],
);
/** The one role of Graph's that ESIA does not need, by the same reference. */
export const OWNED_BY = "18a4783c-866b-4cc7-a460-3d5e5662c884";
GRAPH.appRoles.push({
  id: OWNED_BY,
  value: "Application.ReadWrite.OwnedBy",
  enabled: true,
  allowedMemberTypes: ["Application"],
});
/** What the pipeline's application and its service principal are given. */
export const PIPELINE = {
  clientId: "e0000000-0000-4000-8000-000000000003",
  objectId: "d0000000-0000-4000-8000-000000000004",
};
export const TENANT_ID = "a0000000-0000-4000-8000-000000000001";

const SECRET = "azuread:index/applicationPassword:ApplicationPassword";

/** What the type of a held resource is, by its logical name. */
function typeOf(name: string): string {
  if (name.startsWith("secret-")) return SECRET;
  if (name.startsWith("grant-")) return "azuread:index/appRoleAssignment:AppRoleAssignment";
  if (name === "application" || name === "pipeline") return "azuread:index/application:Application";
  if (name === "pipeline-right") return "azuread:index/appRoleAssignment:AppRoleAssignment";
  return name === "stack" ? "pulumi:pulumi:Stack" : "any";
}

/**
 * Answers an invoke.
 * @param held what the stack's state holds: logical name → outputs
 * @param heldBy the stack that the state's resources name
 * @param operator object id of who is signed in
 * @throws Error on anything the program has no business asking
 */
export function answer(
  token: string,
  inputs: Record<string, unknown>,
  apis: readonly MockApi[],
  held: Readonly<Record<string, Record<string, unknown>>>,
  heldBy: string,
  configuredTenant: string = TENANT_ID,
  operator = "operator",
): Record<string, unknown> {
  switch (token) {
    case "azuread:index/getClientConfig:getClientConfig":
      return { tenantId: configuredTenant, clientId: "operator", objectId: operator };
    case "azuread:index/getServicePrincipals:getServicePrincipals": {
      if (inputs["ignoreMissing"] !== true) throw new Error("asked without ignoreMissing");
      const wanted = inputs["clientIds"] as string[];
      return { servicePrincipals: apis.filter(({ clientId }) => wanted.includes(clientId)) };
    }
    case "azuread:index/getServicePrincipal:getServicePrincipal": {
      const found = apis.find(({ clientId }) => clientId === inputs["clientId"]);
      if (!found) throw new Error(`no service principal ${inputs["clientId"]}`);
      // As gRPC has it: the SDK takes the words from there.
      if (found.failure) throw Object.assign(new Error(found.failure), { details: found.failure });
      return { ...found };
    }
    case "pulumi:pulumi:readStackResourceOutputs": {
      if (inputs["stackName"] !== "organization/esia/test") throw new Error(`asked for stack ${inputs["stackName"]}`);
      const resources = Object.entries(held).map(([name, outputs]) => [
        `urn:pulumi:${heldBy}::esia::any::${name}`,
        { type: typeOf(name), outputs },
      ]);
      return { name: inputs["stackName"], outputs: Object.fromEntries(resources) };
    }
    default:
      throw new Error(`unexpected invoke ${token}`);
  }
}

/** Outputs of a resource that is declared. @throws Error on a type the program has no business making */
export function make({ type, name, inputs }: MockResourceArgs): { id: string; state: Record<string, unknown> } {
  switch (type) {
    case "pulumi:pulumi:Stack":
      return { id: "", state: {} };
    case "pulumi:providers:pulumi-nodejs":
      return { id: name, state: {} };
    case "pulumi-nodejs:dynamic/esia:NamesFound":
      return { id: "reportSettings", state: { ...inputs, found: "hidden", problem: "", look: 1 } };
    case "pulumi-nodejs:dynamic/esia:NamesInReports":
      return { id: "reportSettings", state: inputs };
    case "random:index/randomUuid:RandomUuid":
      return { id: name, state: { ...inputs, result: "c0000000-0000-4000-8000-000000000001" } };
    case "azuread:index/application:Application":
      if (name === "pipeline") return { id: "/applications/d3", state: { ...inputs, clientId: PIPELINE.clientId } };
      return {
        id: "/applications/d1",
        state: { ...inputs, clientId: "e0000000-0000-4000-8000-000000000001", objectId: "d1" },
      };
    case "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential":
    case "azuread:index/applicationOwner:ApplicationOwner":
      return { id: name, state: inputs };
    case "azuread:index/servicePrincipal:ServicePrincipal": {
      if (name === "pipeline-principal") return { id: name, state: { ...inputs, objectId: PIPELINE.objectId } };
      const microsofts =
        inputs.clientId === MANAGEMENT.clientId ? MANAGEMENT : { objectId: "d2", applicationTenantId: TENANT_ID };
      return { id: `/servicePrincipals/${name}`, state: { ...inputs, ...microsofts } };
    }
    case "azuread:index/appRoleAssignment:AppRoleAssignment":
      return { id: name, state: inputs };
    case SECRET:
      return {
        id: name,
        state: { ...inputs, keyId: `key-id-of-${name}`, value: `value-of-${name}`, startDate: "2026-11-23T09:30:00Z" },
      };
    default:
      throw new Error(`unexpected resource ${type}`);
  }
}
