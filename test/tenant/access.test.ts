import { generateKeyPair, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID, OPERATOR_OBJECT_ID, revokeRole } from "../../dev/tenant/seed.ts";
import { removeManagementApi } from "../../dev/tenant/service-principals.ts";
import { codeOf, idOf, MANAGEMENT, START, useTenant } from "./client.ts";

const used = useTenant();
const NOBODY = "11111111-2222-3333-4444-555555555555";

describe("a call to Graph is refused", () => {
  test("without a token, in Graph's shape", async () => {
    const answer = await used.send("GET", "/v1.0/applications");
    const guid = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.body).toEqual({
      error: {
        code: "InvalidAuthenticationToken",
        message: "Access token is empty.",
        innerError: { date: "2026-10-01T12:00:00", "request-id": guid, "client-request-id": guid },
      },
    });
  });

  test("with what is no token", async () => {
    const answer = await used.send("GET", "/v1.0/applications", { token: "abc" });
    expect(answer.status).toBe(401);
    expect(codeOf(answer)).toBe("InvalidAuthenticationToken");
  });

  test("with a token that has expired on the tenant's clock", async () => {
    const token = await used.token();
    used.tenant.clock.set(() => new Date("2026-10-01T13:00:01Z"));
    const answer = await used.send("GET", "/v1.0/applications", { token });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { message: "Lifetime validation failed, the token is expired." } },
    });
  });

  test("with a token for the Management API", async () => {
    const answer = await used.send("GET", "/v1.0/applications", { token: await used.token(MANAGEMENT) });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { message: "Access token validation failure. Invalid audience." } },
    });
  });

  test("with a token that somebody else signed", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const token = await new SignJWT({ roles: ["Application.ReadWrite.All"] })
      .setProtectedHeader({ alg: "RS256" })
      .setAudience("https://graph.microsoft.com")
      .setIssuer(`https://sts.windows.net/${used.tenant.tenantId}/`)
      .sign(privateKey);
    expect((await used.send("GET", "/v1.0/applications", { token })).status).toBe(401);
  });
});

describe("without the right role a call is refused with 403", () => {
  const calls: [role: string, method: string, path: string, json?: unknown][] = [
    ["Application.ReadWrite.All", "GET", "/v1.0/applications"],
    ["Application.ReadWrite.All", "GET", "/v1.0/servicePrincipals"],
    ["Application.ReadWrite.All", "POST", "/v1.0/applications", { displayName: "x" }],
    ["Application.ReadWrite.All", "PATCH", `/v1.0/applications/${NOBODY}`, { displayName: "x" }],
    ["Application.ReadWrite.All", "DELETE", `/v1.0/applications/${NOBODY}`],
    ["Application.ReadWrite.All", "POST", `/v1.0/applications/${NOBODY}/addPassword`, {}],
    ["Application.ReadWrite.All", "POST", "/v1.0/servicePrincipals", { appId: MANAGEMENT_API_APP_ID }],
    ["AppRoleAssignment.ReadWrite.All", "POST", `/v1.0/servicePrincipals/${NOBODY}/appRoleAssignedTo`, {}],
    ["AppRoleAssignment.ReadWrite.All", "DELETE", `/v1.0/servicePrincipals/${NOBODY}/appRoleAssignedTo/x`],
  ];
  test.each(calls)("%s: %s %s", async (role, method, path, json) => {
    revokeRole(used.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role);
    const answer = await used.send(method, path, { token: await used.token(), json });
    expect(answer).toMatchObject({
      status: 403,
      body: {
        error: {
          code: "Authorization_RequestDenied",
          message: "Insufficient privileges to complete the operation.",
        },
      },
    });
  });

  test("a token issued before the role was taken away keeps it", async () => {
    const token = await used.token();
    revokeRole(used.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Application.ReadWrite.All");
    expect((await used.send("GET", "/v1.0/applications", { token })).status).toBe(200);
  });
});

/** Each call with the sets of roles that open it, as the table "Permissions" of its page has them for an application. */
describe("the roles that open a call", () => {
  const SP = "/v1.0/servicePrincipals";
  const READERS = [
    "Application.Read.All",
    "Application.ReadWrite.OwnedBy",
    "Application.ReadWrite.All",
    "Directory.Read.All",
  ];
  const WRITERS = ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"];
  const calls: [title: string, sets: string[], method: string, path: string, json?: unknown][] = [
    ["List applications", READERS, "GET", "/v1.0/applications"],
    ["Get application", READERS.slice(0, 3), "GET", `/v1.0/applications/${NOBODY}`],
    ["Create application", WRITERS, "POST", "/v1.0/applications", { displayName: "x" }],
    ["Update application", WRITERS, "PATCH", `/v1.0/applications/${NOBODY}`, { notes: "x" }],
    ["Delete application", WRITERS, "DELETE", `/v1.0/applications/${NOBODY}`],
    ["application: addPassword", WRITERS, "POST", `/v1.0/applications/${NOBODY}/addPassword`, {}],
    ["application: removePassword", WRITERS, "POST", `/v1.0/applications/${NOBODY}/removePassword`, { keyId: NOBODY }],
    ["Get federatedIdentityCredential", WRITERS, "GET", `/v1.0/applications/${NOBODY}/federatedIdentityCredentials/x`],
    ["List federatedIdentityCredentials", WRITERS, "GET", `/v1.0/applications/${NOBODY}/federatedIdentityCredentials`],
    [
      "Create federatedIdentityCredential",
      WRITERS,
      "POST",
      `/v1.0/applications/${NOBODY}/federatedIdentityCredentials`,
      { name: "x", issuer: "https://a.example", subject: "s", audiences: ["a"] },
    ],
    [
      "Delete federatedIdentityCredential",
      WRITERS,
      "DELETE",
      `/v1.0/applications/${NOBODY}/federatedIdentityCredentials/x`,
    ],
    ["List owners of an application", READERS, "GET", `/v1.0/applications/${NOBODY}/owners`],
    [
      "Add owner",
      WRITERS.map((role) => `${role} and Directory.Read.All`),
      "POST",
      `/v1.0/applications/${NOBODY}/owners/$ref`,
      { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${OPERATOR_OBJECT_ID}` },
    ],
    ["Remove application owner", WRITERS, "DELETE", `/v1.0/applications/${NOBODY}/owners/${NOBODY}/$ref`],
    [
      "List deletedItems",
      ["Application.Read.All", "Application.ReadWrite.All"],
      "GET",
      "/v1.0/directory/deletedItems/microsoft.graph.application",
    ],
    ["Get deleted item", READERS, "GET", `/v1.0/directory/deletedItems/${NOBODY}`],
    ["Restore deleted item", WRITERS, "POST", `/v1.0/directory/deletedItems/${NOBODY}/restore`],
    ["Permanently delete item", WRITERS, "DELETE", `/v1.0/directory/deletedItems/${NOBODY}`],
    ["List servicePrincipals", READERS, "GET", SP],
    ["Get servicePrincipal", READERS, "GET", `${SP}/${NOBODY}`],
    ["Create serviceprincipal", WRITERS, "POST", SP, { appId: OPERATOR_CLIENT_ID }],
    ["Update servicePrincipal", WRITERS, "PATCH", `${SP}/${NOBODY}`, { tags: [] }],
    ["Delete servicePrincipal", WRITERS, "DELETE", `${SP}/${NOBODY}`],
    ["List owners of servicePrincipal", READERS, "GET", `${SP}/${NOBODY}/owners`],
    [
      "servicePrincipal: Add owner",
      WRITERS.map((role) => `${role} and Directory.Read.All`),
      "POST",
      `${SP}/${NOBODY}/owners/$ref`,
      { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${OPERATOR_OBJECT_ID}` },
    ],
    ["servicePrincipal: Remove owner", WRITERS, "DELETE", `${SP}/${NOBODY}/owners/${NOBODY}/$ref`],
    ["List appRoleAssignments granted for a service principal", READERS, "GET", `${SP}/${NOBODY}/appRoleAssignedTo`],
    ["List appRoleAssignments granted to a service principal", READERS, "GET", `${SP}/${NOBODY}/appRoleAssignments`],
    ["Get appRoleAssignment", READERS, "GET", `${SP}/${NOBODY}/appRoleAssignedTo/x`],
    [
      "Grant an appRoleAssignment for a service principal",
      ["Application.Read.All", "Directory.Read.All", "Application.ReadWrite.All"].map(
        (role) => `AppRoleAssignment.ReadWrite.All and ${role}`,
      ),
      "POST",
      `${SP}/${NOBODY}/appRoleAssignedTo`,
      { appRoleId: NOBODY, principalId: NOBODY, resourceId: NOBODY },
    ],
    [
      "List oauth2PermissionGrants granted to a service principal",
      ["Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All"],
      "GET",
      `${SP}/${NOBODY}/oauth2PermissionGrants`,
    ],
    [
      "Delete oAuth2PermissionGrant",
      ["DelegatedPermissionGrant.ReadWrite.All"],
      "DELETE",
      "/v1.0/oauth2PermissionGrants/x",
    ],
    ["Delete appRoleAssignment", ["AppRoleAssignment.ReadWrite.All"], "DELETE", `${SP}/${NOBODY}/appRoleAssignedTo/x`],
  ];
  const ALL = [
    ...new Set([...READERS, ...WRITERS, "AppRoleAssignment.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"]),
  ];
  const tokenWith = (roles: readonly string[]) => {
    const { directory } = used.tenant;
    for (const role of ALL) revokeRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role);
    for (const role of roles) grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role, START);
    return used.token();
  };

  test.each(calls)("%s: %j, and nothing less", async (_, sets, method, path, json) => {
    const refused = async (roles: readonly string[]) =>
      (await used.send(method, path, { token: await tokenWith(roles), json })).status === 403;
    const enough = sets.map((set) => set.split(" and "));
    for (const roles of enough) expect({ roles, refused: await refused(roles) }).toEqual({ roles, refused: false });
    // Each role by itself, and each set without one of its roles, unless that is another set.
    const less = [...ALL.map((role) => [role]), ...enough.map((roles) => roles.slice(1))].filter(
      (roles) => !enough.some((set) => set.every((role) => roles.includes(role))),
    );
    for (const roles of less) expect({ roles, refused: await refused(roles) }).toEqual({ roles, refused: true });
  });

  test("AppRoleAssignment.ReadWrite.All reads no grants", async () => {
    const token = await tokenWith(["AppRoleAssignment.ReadWrite.All"]);
    expect((await used.send("GET", `${SP}/${OPERATOR_OBJECT_ID}/appRoleAssignments`, { token })).status).toBe(403);
  });
});

describe("Application.ReadWrite.OwnedBy", () => {
  async function ownedByToken(): Promise<string> {
    const { directory } = used.tenant;
    revokeRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Application.ReadWrite.All");
    grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Application.ReadWrite.OwnedBy", START);
    return used.token();
  }

  test("makes the caller an owner of what it makes, and lets it change that", async () => {
    const token = await ownedByToken();
    const made = await used.send("POST", "/v1.0/applications", { token, json: { displayName: "mine" } });
    const changed = await used.send("PATCH", `/v1.0/applications/${idOf(made)}`, { token, json: { notes: "n" } });
    expect(changed.status).toBe(204);
    expect(used.tenant.directory.applications.at(-1)?.owners).toEqual([OPERATOR_OBJECT_ID]);
  });

  test("refuses to change what others own", async () => {
    const made = await used.send("POST", "/v1.0/applications", {
      token: await used.token(),
      json: { displayName: "theirs" },
    });
    const token = await ownedByToken();
    const answer = await used.send("DELETE", `/v1.0/applications/${idOf(made)}`, { token });
    expect(answer.status).toBe(403);
  });

  test("takes itself out of the owners, and can change nothing any more", async () => {
    const token = await ownedByToken();
    const id = idOf(await used.send("POST", "/v1.0/applications", { token, json: { displayName: "mine" } }));
    const left = await used.send("DELETE", `/v1.0/applications/${id}/owners/${OPERATOR_OBJECT_ID}/$ref`, { token });
    expect(left.status).toBe(204);
    const added = await used.send("POST", `/v1.0/applications/${id}/addPassword`, { token, json: {} });
    expect({ status: added.status, code: codeOf(added) }).toEqual({ status: 403, code: "Authorization_RequestDenied" });
    expect((await used.send("DELETE", `/v1.0/applications/${id}`, { token })).status).toBe(403);
  });

  test("refuses to make the service principal of Microsoft's API", async () => {
    removeManagementApi(used.tenant.directory);
    const token = await ownedByToken();
    const answer = await used.send("POST", "/v1.0/servicePrincipals", {
      token,
      json: { appId: MANAGEMENT_API_APP_ID },
    });
    expect(answer).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining("must in the local tenant") } },
    });
  });
});
