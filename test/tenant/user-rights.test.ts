import { describe, expect, test } from "vitest";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID, OPERATOR_OBJECT_ID } from "../../dev/tenant/seed.ts";
import { codeOf, idOf, START, useTenant } from "./client.ts";
import { userToken } from "./user-client.ts";

const used = useTenant();
const MANAGEMENT_ROLE = "594c1fb6-4f81-4475-ae41-0c394909246c";
const GRAPH_ROLE = "230c1aed-a721-4c5d-9cb4-a90514e508ef";

/** What Graph answers a user who makes an application, changes another's, grants a role of either API, and reads. */
async function may(user: string) {
  const token = await userToken(used, user);
  const { directory } = used.tenant;
  const principalOf = (appId: string) =>
    directory.servicePrincipals.find(({ graph }) => graph.appId === appId)?.graph.id;
  const operator = directory.applications.find(({ graph }) => graph.appId === OPERATOR_CLIENT_ID)?.graph.id;
  const grant = (resourceId: string | undefined, appRoleId: string) =>
    used.send("POST", `/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
      token,
      json: { appRoleId, principalId: OPERATOR_OBJECT_ID, resourceId },
    });
  return {
    make: (await used.send("POST", "/v1.0/applications", { token, json: { displayName: "made" } })).status,
    changeOthers: (
      await used.send("POST", `/v1.0/applications/${operator}/addPassword`, { token, json: { passwordCredential: {} } })
    ).status,
    takeConsent: (await used.send("DELETE", "/v1.0/oauth2PermissionGrants/none", { token })).status,
    grantManagement: (await grant(principalOf(MANAGEMENT_API_APP_ID), MANAGEMENT_ROLE)).status,
    grantGraph: (await grant(principalOf(MICROSOFT_GRAPH_APP_ID), GRAPH_ROLE)).status,
    readUsers: (await used.send("GET", "/v1.0/users", { token })).status,
    readPolicy: (await used.send("GET", "/v1.0/policies/defaultAppManagementPolicy", { token })).status,
    readReportSettings: (await used.send("GET", "/v1.0/admin/reportSettings", { token })).status,
  };
}

describe("a user's directory roles decide what Graph lets him do through the Azure CLI", () => {
  const through = { readUsers: 200, readPolicy: 403, readReportSettings: 403 };
  test.each([
    [
      "a Global Administrator",
      "admin",
      { make: 201, changeOthers: 200, takeConsent: 404, grantManagement: 201, grantGraph: 201 },
    ],
    [
      "a Cloud Application Administrator",
      "apps",
      { make: 201, changeOthers: 200, takeConsent: 404, grantManagement: 201, grantGraph: 403 },
    ],
    [
      "a Privileged Role Administrator",
      "grants",
      { make: 201, changeOthers: 403, takeConsent: 404, grantManagement: 201, grantGraph: 201 },
    ],
    [
      "whoever has none",
      "nobody",
      { make: 201, changeOthers: 403, takeConsent: 403, grantManagement: 403, grantGraph: 403 },
    ],
  ])("%s", async (_, user, expected) => {
    expect(await may(user)).toEqual({ ...expected, ...through });
  });

  test("who has none makes no application either, where users may not register any", async () => {
    used.tenant.directory.usersMayRegisterApplications = false;
    expect(await may("nobody")).toMatchObject({ make: 403 });
    expect(await may("apps")).toMatchObject({ make: 201 });
  });
});

test("who has no directory role owns what he makes, and may change that alone", async () => {
  const token = await userToken(used, "nobody");
  const made = idOf(await used.send("POST", "/v1.0/applications", { token, json: { displayName: "made" } }));
  const secret = { token, json: { passwordCredential: {} } };
  expect((await used.send("POST", `/v1.0/applications/${made}/addPassword`, secret)).status).toBe(200);
});

test("an application's own roles have nothing to do with directory roles: it grants Graph's by its role alone", async () => {
  grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Policy.Read.All", START);
  const token = await used.token();
  expect((await used.send("GET", "/v1.0/policies/defaultAppManagementPolicy", { token })).status).toBe(200);
});

test("what a user may not do Graph refuses as it refuses an application", async () => {
  const token = await userToken(used, "grants");
  const { id } = used.tenant.directory.applications[0]?.graph ?? { id: "" };
  const answer = await used.send("DELETE", `/v1.0/applications/${id}`, { token });
  expect(answer.status).toBe(403);
  expect(codeOf(answer)).toBe("Authorization_RequestDenied");
});
