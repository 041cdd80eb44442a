import { describe, expect, it } from "vitest";
import { CALLER, CLIENT, graphRefusal, refused, scripted, TENANT } from "./scripted-graph.ts";

const GRAPH_APP = "00000003-0000-0000-c000-000000000000";
const MANAGEMENT = "c5393580-f805-4401-95e8-94b7a6ef2fc2";
const ID = "11111111-1111-4111-8111-111111111111";
const SELECT =
  "$select=accountEnabled,appId,appOwnerOrganizationId,appRoleAssignmentRequired,displayName,id," +
  "preferredSingleSignOnMode,servicePrincipalNames,servicePrincipalType,signInAudience,tags";
const token = (name: string) => `azuread:index/${name}:${name}`;
const listed = (appId: string, value: unknown[], select = `&${SELECT}`) => ({
  asks: `GET /v1.0/servicePrincipals?$filter=appId eq '${appId}'${select}`,
  answers: { status: 200, body: { value } },
});

describe("getClientConfig", () => {
  it("names tenant, client and caller", async () => {
    const { plugin } = await scripted([]);
    expect(await plugin.invoke(token("getClientConfig"), {})).toEqual({
      clientId: CLIENT,
      id: `${TENANT}-${CLIENT}-${CALLER}`,
      objectId: CALLER,
      tenantId: TENANT,
    });
  });
});

describe("getServicePrincipals", () => {
  const principal = {
    accountEnabled: true,
    appId: GRAPH_APP,
    appOwnerOrganizationId: TENANT,
    appRoleAssignmentRequired: false,
    displayName: "Microsoft Graph",
    id: ID,
    preferredSingleSignOnMode: null,
    servicePrincipalNames: [GRAPH_APP, "https://graph.microsoft.com"],
    servicePrincipalType: "Application",
    signInAudience: "AzureADMultipleOrgs",
    tags: [],
  };

  it("leaves out what is missing where the program says so", async () => {
    const { plugin } = await scripted([listed(GRAPH_APP, [principal]), listed(MANAGEMENT, [])]);
    const args = { clientIds: [GRAPH_APP, MANAGEMENT], ignoreMissing: true };
    expect(await plugin.invoke(token("getServicePrincipals"), args)).toEqual({
      clientIds: [GRAPH_APP],
      displayNames: ["Microsoft Graph"],
      id: "serviceprincipals#2p9TCfNLRyeJ1AdL3Qm8sU_7IR4=",
      ignoreMissing: true,
      objectIds: [ID],
      returnAll: false,
      servicePrincipals: [
        {
          accountEnabled: true,
          appRoleAssignmentRequired: false,
          applicationTenantId: TENANT,
          clientId: GRAPH_APP,
          displayName: "Microsoft Graph",
          objectId: ID,
          preferredSingleSignOnMode: "",
          samlMetadataUrl: "",
          servicePrincipalNames: ["https://graph.microsoft.com"],
          signInAudience: "AzureADMultipleOrgs",
          tags: [],
          type: "Application",
        },
      ],
    });
  });

  it("fails at what is missing where it does not", async () => {
    const { plugin } = await scripted([listed(MANAGEMENT, [])]);
    await expect(plugin.invoke(token("getServicePrincipals"), { clientIds: [MANAGEMENT] })).rejects.toThrow(
      `Service principal not found with application ID: "${MANAGEMENT}"`,
    );
  });

  it.each([
    [
      { returnAll: true },
      "returnAll of getServicePrincipals is not served by this stand-in, which takes clientIds, ignoreMissing.",
    ],
    [
      { displayNames: ["Microsoft Graph"] },
      "displayNames of getServicePrincipals is not served by this stand-in, which takes",
    ],
    [{}, "getServicePrincipals is served only with clientIds."],
    [{ clientIds: ["' or 1 eq 1"] }, 'clientId must be a UUID, not "\' or 1 eq 1".'],
  ])("refuses %j", async (args, reason) => {
    const { plugin } = await scripted([]);
    await expect(plugin.invoke(token("getServicePrincipals"), args)).rejects.toThrow(reason);
  });
});

describe("getServicePrincipal", () => {
  it("gives the ids of an API's roles by name", async () => {
    const appRoles = [{ id: ID, value: "Reports.Read.All", isEnabled: true, allowedMemberTypes: ["Application"] }];
    const { plugin } = await scripted([
      listed(GRAPH_APP, [{ id: ID, appId: GRAPH_APP, appRoles }], ""),
      { asks: `GET /beta/servicePrincipals/${ID}?$select=samlMetadataUrl`, answers: { status: 200, body: {} } },
    ]);
    expect(await plugin.invoke(token("getServicePrincipal"), { clientId: GRAPH_APP })).toMatchObject({
      appRoleIds: { "Reports.Read.All": ID },
      id: `/servicePrincipals/${ID}`,
      objectId: ID,
    });
  });

  it("fails where there is none", async () => {
    const { plugin } = await scripted([listed(MANAGEMENT, [], "")]);
    await expect(plugin.invoke(token("getServicePrincipal"), { clientId: MANAGEMENT })).rejects.toThrow(
      `No service principal found with client ID "${MANAGEMENT}".`,
    );
  });

  it("fails where Graph refuses", async () => {
    const answers = graphRefusal(403, "Authorization_RequestDenied", "Insufficient privileges");
    const { plugin } = await scripted([{ ...listed(GRAPH_APP, [], ""), answers }]);
    await expect(plugin.invoke(token("getServicePrincipal"), { clientId: GRAPH_APP })).rejects.toThrow(
      `Listing service principals for filter "appId eq '${GRAPH_APP}'": ` +
        refused(403, "Authorization_RequestDenied", "Insufficient privileges"),
    );
  });
});

describe("anything else of azuread", () => {
  const only = "install the real provider: pulumi plugin install resource azuread 6.9.1";

  it("is refused as a function", async () => {
    const { plugin } = await scripted([]);
    await expect(plugin.invoke(token("getUser"), {})).rejects.toThrow(
      `azuread:index/getUser:getUser is not served by this stand-in for pulumi-azuread 6.9.1, which has only ` +
        `getClientConfig, getServicePrincipals, getServicePrincipal. For anything else ${only}`,
    );
  });

  it("is refused as a resource", async () => {
    const { plugin } = await scripted([]);
    const question = { type: token("user"), id: "", state: {}, inputs: {}, ignored: [], preview: true };
    expect(() => plugin.check(question)).toThrow(
      `azuread:index/user:user is not served by this stand-in for pulumi-azuread 6.9.1, which has only ` +
        `Application, ServicePrincipal, ApplicationPassword, AppRoleAssignment, ApplicationFederatedIdentityCredential, ` +
        `ApplicationOwner. For anything else ${only}`,
    );
  });
});
