import { beforeEach, describe, expect, test } from "vitest";
import { createApplication } from "../../dev/tenant/applications.ts";
import { type Directory, findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { grantAppRole } from "../../dev/tenant/grants.ts";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, seedDirectory } from "../../dev/tenant/seed.ts";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  removeManagementApi,
} from "../../dev/tenant/service-principals.ts";

const NOW = new Date("2026-10-01T12:00:00Z");
let directory: Directory;
beforeEach(() => {
  directory = seedDirectory(NOW);
});

function graphOf(appId: string) {
  const found = findServicePrincipalByAppId(directory, appId);
  if (found === undefined) throw new Error(`${appId} has no service principal.`);
  return found.graph;
}

function makeClient() {
  const { appId } = createApplication(directory, { displayName: "esia" }, [], NOW).graph;
  return createServicePrincipal(directory, appId, {}, [], NOW).graph;
}

const roleIds = (appId: string) => Object.fromEntries(graphOf(appId).appRoles.map(({ value, id }) => [value, id]));

describe("Microsoft's APIs", () => {
  test("offer the roles ESIA needs under the ids they have in every tenant", () => {
    expect(roleIds(MANAGEMENT_API_APP_ID)).toEqual({
      "ActivityFeed.Read": "594c1fb6-4f81-4475-ae41-0c394909246c",
      "ActivityFeed.ReadDlp": "4807a72c-ad38-4250-94c9-4eabfe26cd55",
      "ServiceHealth.Read": "e2cea78f-e743-4d8f-a16a-75b629a038ae",
    });
    expect(roleIds(MICROSOFT_GRAPH_APP_ID)).toMatchObject({
      "Agreement.Read.All": "2f3e6f8c-093b-4c57-a58b-ba5ce494a169",
      "APIConnectors.Read.All": "b86848a7-d5b1-41eb-a9b4-54a4e6306e97",
      "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
      "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
      "Organization.Read.All": "498476ce-e0fe-48b0-b801-37ba7e2685c6",
      "Reports.Read.All": "230c1aed-a721-4c5d-9cb4-a90514e508ef",
      "ReportSettings.Read.All": "ee353f83-55ef-4b78-82da-555bfa2b4b95",
      "ReportSettings.ReadWrite.All": "2a60023f-3219-47ad-baa4-40e17cd02a1d",
      "ServiceHealth.Read.All": "79c261e0-fe76-4144-aad5-bdc68fbe4037",
      "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
    });
  });

  test("belong to Microsoft's tenant", () => {
    expect(graphOf(MICROSOFT_GRAPH_APP_ID).appOwnerOrganizationId).toBe("f8cdef31-a31e-4b4a-93e4-5f571e91255a");
    expect(graphOf(MANAGEMENT_API_APP_ID).appOwnerOrganizationId).toBe("f8cdef31-a31e-4b4a-93e4-5f571e91255a");
  });

  test("of the Management kind have each permission twice under one id, as scope and as role", () => {
    const { appRoles, oauth2PermissionScopes } = graphOf(MANAGEMENT_API_APP_ID);
    const named = (list: { value: string; id: string }[]) => list.map(({ value, id }) => ({ value, id }));
    expect(named(oauth2PermissionScopes)).toEqual(named(appRoles));
  });

  test.each([[MICROSOFT_GRAPH_APP_ID], [MANAGEMENT_API_APP_ID]])("refuse to be deleted: %s", (appId) => {
    expect(() => deleteServicePrincipal(directory, graphOf(appId).id)).toThrow(
      expect.objectContaining({ status: 403, code: "Authorization_RequestDenied" }),
    );
    expect(graphOf(appId).appId).toBe(appId);
  });
});

describe("a service principal", () => {
  test("of the Management API can be made where it is absent, with the same roles", () => {
    const before = roleIds(MANAGEMENT_API_APP_ID);
    removeManagementApi(directory);
    expect(findServicePrincipalByAppId(directory, MANAGEMENT_API_APP_ID)).toBeUndefined();
    createServicePrincipal(directory, MANAGEMENT_API_APP_ID, {}, [], NOW);
    expect(roleIds(MANAGEMENT_API_APP_ID)).toEqual(before);
  });

  test.each([[MICROSOFT_GRAPH_APP_ID], [MANAGEMENT_API_APP_ID]])("is refused where there is one: %s", (appId) => {
    expect(() => createServicePrincipal(directory, appId, {}, [], NOW)).toThrow(
      expect.objectContaining({
        status: 409,
        code: "Request_MultipleObjectsWithSameKeyValue",
        message: `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      }),
    );
  });

  test("of nobody's application is refused", () => {
    const appId = "11111111-2222-3333-4444-555555555555";
    expect(() => createServicePrincipal(directory, appId, {}, [], NOW)).toThrow(
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    );
  });

  test("takes its grants with it when it is deleted", () => {
    const client = makeClient();
    grantRole(directory, client.appId, MICROSOFT_GRAPH_APP_ID, "User.Read.All", NOW);
    deleteServicePrincipal(directory, client.id);
    expect(directory.appRoleAssignments.filter(({ principalId }) => principalId === client.id)).toEqual([]);
  });
});

describe("a grant is refused", () => {
  const userReadAll = "df021288-bdef-4463-88db-98f22de89214";

  test("when it exists already", () => {
    const input = {
      principalId: makeClient().id,
      resourceId: graphOf(MICROSOFT_GRAPH_APP_ID).id,
      appRoleId: userReadAll,
    };
    grantAppRole(directory, input, NOW);
    expect(() => grantAppRole(directory, input, NOW)).toThrow(
      expect.objectContaining({ status: 400, message: "Permission being assigned already exists on the object" }),
    );
  });

  test.each([
    ["that the API does not have", "11111111-2222-3333-4444-555555555555"],
    ["of another API", "594c1fb6-4f81-4475-ae41-0c394909246c"],
    ["that is a delegated scope only", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"],
  ])("for a role %s", (_, appRoleId) => {
    const input = { principalId: makeClient().id, resourceId: graphOf(MICROSOFT_GRAPH_APP_ID).id, appRoleId };
    expect(() => grantAppRole(directory, input, NOW)).toThrow(
      expect.objectContaining({ status: 400, message: "Permission being assigned was not found on application" }),
    );
  });

  test("for a role that is switched off", () => {
    const graph = graphOf(MICROSOFT_GRAPH_APP_ID);
    for (const role of graph.appRoles) role.isEnabled = false;
    const input = { principalId: makeClient().id, resourceId: graph.id, appRoleId: userReadAll };
    expect(() => grantAppRole(directory, input, NOW)).toThrow(expect.objectContaining({ status: 400 }));
  });

  test("to or from somebody who does not exist", () => {
    const nobody = "11111111-2222-3333-4444-555555555555";
    const client = makeClient().id;
    const graph = graphOf(MICROSOFT_GRAPH_APP_ID).id;
    const unknown = expect.objectContaining({ status: 404, code: "Request_ResourceNotFound" });
    const grant = (principalId: string, resourceId: string) => () =>
      grantAppRole(directory, { principalId, resourceId, appRoleId: userReadAll }, NOW);
    expect(grant(nobody, graph)).toThrow(unknown);
    expect(grant(client, nobody)).toThrow(unknown);
  });
});
