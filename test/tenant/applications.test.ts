import { beforeEach, describe, expect, test } from "vitest";
import { grantAppRole } from "../../dev/tenant/grants.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { ADMINISTRATOR_ID, grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { codeOf, GRAPH, idOf, query, START, useTenant } from "./client.ts";

const used = useTenant();
let token: string;
beforeEach(async () => {
  token = await used.token();
});

async function make(json: Record<string, unknown> = {}) {
  return used.send("POST", "/v1.0/applications", { token, json: { displayName: "esia", ...json } });
}

/** An application with its service principal, one grant and one secret. */
async function makeWhole() {
  const application = await make();
  const id = idOf(application);
  const { appId } = application.body as { appId: string };
  const principal = await used.send("POST", "/v1.0/servicePrincipals", { token, json: { appId } });
  grantRole(used.tenant.directory, appId, MICROSOFT_GRAPH_APP_ID, "User.Read.All", START);
  const secret = await used.send("POST", `/v1.0/applications/${id}/addPassword`, { token, json: {} });
  return { id, appId, principalId: idOf(principal), secret: (secret.body as { secretText: string }).secretText };
}

describe("an application", () => {
  test("gets Graph's defaults for what the caller leaves out", async () => {
    const made = await make();
    expect(made).toMatchObject({
      status: 201,
      body: {
        "@odata.context": `https://${used.tenant.metadataHost}/v1.0/$metadata#applications/$entity`,
        createdDateTime: "2026-10-01T12:00:00Z",
        displayName: "esia",
        identifierUris: [],
        passwordCredentials: [],
        publisherDomain: "embedded.onmicrosoft.com",
        requiredResourceAccess: [],
        signInAudience: "AzureADMyOrg",
        web: { implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false } },
      },
    });
  });

  test("may share its display name with another", async () => {
    await make();
    expect((await make()).status).toBe(201);
  });

  test("keeps what a change does not name, also inside an object", async () => {
    const id = idOf(await make({ notes: "kept", api: { requestedAccessTokenVersion: 2 } }));
    await used.send("PATCH", `/v1.0/applications/${id}`, {
      token,
      json: { tags: ["b"], api: { acceptMappedClaims: null } },
    });
    const read = await used.send("GET", `/v1.0/applications/${id}`, { token });
    expect(read.body).toMatchObject({ notes: "kept", tags: ["b"], api: { requestedAccessTokenVersion: 2 } });
  });

  test("hands a new display name on to its service principal", async () => {
    const { id, principalId } = await makeWhole();
    await used.send("PATCH", `/v1.0/applications/${id}`, { token, json: { displayName: "renamed" } });
    const read = await used.send("GET", `/v1.0/servicePrincipals/${principalId}`, { token });
    expect(read.body).toMatchObject({ displayName: "renamed", appDisplayName: "renamed" });
  });

  const filters = [["displayName eq 'ESIA''s'"], ["tags/any(t:t eq 'mark:1')"], ["tags/any(tag: tag eq 'mark:1')"]];
  test.each(filters)("is found by %s", async (filter) => {
    const id = idOf(await make({ displayName: "esia's", tags: ["HideApp", "mark:1"] }));
    await make({ displayName: "another" });
    const found = await used.send("GET", `/v1.0/applications${query({ $filter: filter, $select: "id" })}`, { token });
    expect(found.body).toMatchObject({ value: [{ id }] });
  });

  test("is listed page by page with $top", async () => {
    await make({ displayName: "second" });
    const first = await used.send("GET", `/v1.0/applications${query({ $top: "1", $select: "displayName" })}`, {
      token,
    });
    expect(first.body).toMatchObject({ value: [{ displayName: "Operator" }] });
    const next = (first.body as { "@odata.nextLink": string })["@odata.nextLink"];
    const last = await used.send("GET", next.slice(next.indexOf("/v1.0")), { token });
    expect(last.body).toMatchObject({ value: [{ displayName: "second" }] });
    expect(last.body).not.toHaveProperty("@odata.nextLink");
  });

  test("that nobody made is not found", async () => {
    const answer = await used.send("GET", "/v1.0/applications/11111111-2222-3333-4444-555555555555", { token });
    expect(answer.status).toBe(404);
    expect(codeOf(answer)).toBe("Request_ResourceNotFound");
  });
});

describe("an owner", () => {
  // "Add owner" takes Directory.Read.All besides.
  beforeEach(async () => {
    grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Directory.Read.All", START);
    token = await used.token();
  });
  const reference = (id: string) => ({ "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });

  test("can be named when the application is made, added and removed", async () => {
    const bind = [reference(ADMINISTRATOR_ID)["@odata.id"]];
    const id = idOf(await make({ "owners@odata.bind": bind }));
    const owners = await used.send("GET", `/v1.0/applications/${id}/owners`, { token });
    expect(owners.body).toMatchObject({ value: [{ "@odata.type": "#microsoft.graph.user", id: ADMINISTRATOR_ID }] });
    expect(
      (await used.send("DELETE", `/v1.0/applications/${id}/owners/${ADMINISTRATOR_ID}/$ref`, { token })).status,
    ).toBe(204);
    const added = await used.send("POST", `/v1.0/applications/${id}/owners/$ref`, {
      token,
      json: reference(ADMINISTRATOR_ID),
    });
    expect(added.status).toBe(204);
  });

  test("that does not exist is refused", async () => {
    const answer = await make({
      "owners@odata.bind": [reference("11111111-2222-3333-4444-555555555555")["@odata.id"]],
    });
    expect(answer.status).toBe(404);
    expect(used.tenant.directory.applications).toHaveLength(1);
  });

  test("is refused the second time", async () => {
    const id = idOf(await make({ "owners@odata.bind": [reference(ADMINISTRATOR_ID)["@odata.id"]] }));
    const answer = await used.send("POST", `/v1.0/applications/${id}/owners/$ref`, {
      token,
      json: reference(ADMINISTRATOR_ID),
    });
    expect(answer.status).toBe(400);
  });

  test("who is none cannot be removed", async () => {
    const id = idOf(await make());
    expect(
      (await used.send("DELETE", `/v1.0/applications/${id}/owners/${ADMINISTRATOR_ID}/$ref`, { token })).status,
    ).toBe(404);
  });
});

describe("a deleted application", () => {
  test("takes its service principal and grants with it, and its secrets open nothing", async () => {
    const { id, appId, principalId, secret } = await makeWhole();
    expect((await used.send("DELETE", `/v1.0/applications/${id}`, { token })).status).toBe(204);
    expect((await used.send("GET", `/v1.0/applications/${id}`, { token })).status).toBe(404);
    expect((await used.send("GET", `/v1.0/servicePrincipals/${principalId}`, { token })).status).toBe(404);
    expect(used.tenant.directory.appRoleAssignments.filter((grant) => grant.principalId === principalId)).toEqual([]);
    await expect(used.token(GRAPH, appId, secret)).rejects.toThrow("AADSTS700016");
  });

  test("comes back with everything it had when it was deleted", async () => {
    const { id, appId, principalId, secret } = await makeWhole();
    await used.send("DELETE", `/v1.0/applications/${id}`, { token });
    expect((await used.send("POST", `/v1.0/directory/deletedItems/${id}/restore`, { token })).status).toBe(200);
    expect((await used.send("GET", `/v1.0/servicePrincipals/${principalId}`, { token })).status).toBe(200);
    expect(await used.token(GRAPH, appId, secret)).toEqual(expect.any(String));
  });

  test("comes back powerless when its grants were removed first", async () => {
    const { id, principalId } = await makeWhole();
    const [grant] = used.tenant.directory.appRoleAssignments.filter((other) => other.principalId === principalId);
    await used.send("DELETE", `/v1.0/servicePrincipals/${grant?.resourceId}/appRoleAssignedTo/${grant?.id}`, { token });
    await used.send("DELETE", `/v1.0/applications/${id}`, { token });
    await used.send("POST", `/v1.0/directory/deletedItems/${id}/restore`, { token });
    const held = await used.send("GET", `/v1.0/servicePrincipals/${principalId}/appRoleAssignments`, { token });
    expect(held.body).toMatchObject({ value: [] });
  });

  test("can be restored for 30 days and no longer", async () => {
    const id = idOf(await make());
    await used.send("DELETE", `/v1.0/applications/${id}`, { token });
    used.tenant.clock.set(() => new Date("2026-10-31T11:59:59Z"));
    token = await used.token();
    expect((await used.send("GET", `/v1.0/directory/deletedItems/${id}`, { token })).status).toBe(200);
    used.tenant.clock.set(() => new Date("2026-10-31T12:00:00Z"));
    expect((await used.send("POST", `/v1.0/directory/deletedItems/${id}/restore`, { token })).status).toBe(404);
  });

  test("can be ended for good", async () => {
    const id = idOf(await make());
    await used.send("DELETE", `/v1.0/applications/${id}`, { token });
    const listed = await used.send("GET", "/v1.0/directory/deletedItems/microsoft.graph.application", { token });
    expect(listed.body).toMatchObject({ value: [{ id }] });
    expect((await used.send("DELETE", `/v1.0/directory/deletedItems/${id}`, { token })).status).toBe(204);
    expect((await used.send("GET", `/v1.0/directory/deletedItems/${id}`, { token })).status).toBe(404);
  });
});

describe("a grant", () => {
  test("is given through the resource, shown on both sides and taken away", async () => {
    const { principalId } = await makeWhole();
    const graph = used.tenant.directory.servicePrincipals.find((other) => other.graph.appId === MICROSOFT_GRAPH_APP_ID);
    const resourceId = graph?.graph.id ?? "";
    const path = `/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`;
    const appRoleId = "7ab1d382-f21e-4acd-a863-ba3e13f7da61";
    const made = await used.send("POST", path, { token, json: { appRoleId, principalId, resourceId } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        appRoleId,
        principalDisplayName: "esia",
        principalId,
        principalType: "ServicePrincipal",
        resourceDisplayName: "Microsoft Graph",
        resourceId,
      },
    });
    expect((await used.send("GET", `${path}/${idOf(made)}`, { token })).status).toBe(200);
    expect((await used.send("DELETE", `${path}/${idOf(made)}`, { token })).status).toBe(204);
    expect((await used.send("GET", `${path}/${idOf(made)}`, { token })).status).toBe(404);
    expect((await used.send("DELETE", `${path}/${idOf(made)}`, { token })).status).toBe(404);
  });

  test("whose body names another resource than the address is refused", async () => {
    const { principalId } = await makeWhole();
    const [graph, management] = used.tenant.directory.servicePrincipals.map((other) => other.graph);
    const before = used.tenant.directory.appRoleAssignments.length;
    const answer = await used.send("POST", `/v1.0/servicePrincipals/${graph?.id}/appRoleAssignedTo`, {
      token,
      json: { appRoleId: "594c1fb6-4f81-4475-ae41-0c394909246c", principalId, resourceId: management?.id },
    });
    expect(answer.status).toBe(400);
    expect(used.tenant.directory.appRoleAssignments).toHaveLength(before);
    expect(() =>
      grantAppRole(
        used.tenant.directory,
        { appRoleId: "594c1fb6-4f81-4475-ae41-0c394909246c", principalId, resourceId: management?.id ?? "" },
        START,
      ),
    ).not.toThrow();
  });
});

describe("a service principal", () => {
  test("shows what people consented to for it, to who may read the directory", async () => {
    const { principalId } = await makeWhole();
    const { directory } = used.tenant;
    const resourceId = directory.servicePrincipals[0]?.graph.id ?? "";
    const grant = { consentType: "AllPrincipals", principalId: null, resourceId, scope: "User.Read" } as const;
    directory.delegatedGrants = [
      { id: "d1", clientId: principalId, ...grant },
      { id: "d2", clientId: resourceId, ...grant },
    ];
    const path = `/v1.0/servicePrincipals/${principalId}/oauth2PermissionGrants`;
    expect((await used.send("GET", path, { token })).status).toBe(403);
    grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Directory.Read.All", START);
    const shown = await used.send("GET", path, { token: await used.token() });
    expect(shown).toMatchObject({
      status: 200,
      body: { value: [{ id: "d1", scope: "User.Read", principalId: null }] },
    });
    expect((shown.body as { value: unknown[] }).value).toHaveLength(1);
    grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "DelegatedPermissionGrant.ReadWrite.All", START);
    const remove = async () =>
      (await used.send("DELETE", "/v1.0/oauth2PermissionGrants/d3", { token: await used.token() })).status;
    directory.delegatedGrants.push({ id: "d3", clientId: principalId, ...grant });
    expect([await remove(), await remove()]).toEqual([204, 404]);
    await used.send("DELETE", `/v1.0/servicePrincipals/${principalId}`, { token });
    expect(directory.delegatedGrants.map(({ id }) => id)).toEqual(["d2"]);
  });
});
