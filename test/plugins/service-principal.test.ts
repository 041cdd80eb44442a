import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../dev/stand-ins/providers/property-values.ts";
import { principalProperties } from "../../dev/stand-ins/providers/service-principal-properties.ts";
import { about, CALLER, graphRefusal, ORIGIN, refused, scripted } from "./scripted-graph.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const MANAGEMENT = "c5393580-f805-4401-95e8-94b7a6ef2fc2";
const FROM_GRAPH = {
  id: ID,
  accountEnabled: true,
  appId: MANAGEMENT,
  appOwnerOrganizationId: "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
  appRoleAssignmentRequired: false,
  appRoles: [
    {
      allowedMemberTypes: ["Application"],
      description: "Reads activity",
      displayName: "Read activity data",
      id: "594c1fb6-4f81-4475-ae41-0c394909246c",
      isEnabled: true,
      value: "ActivityFeed.Read",
    },
  ],
  description: null,
  displayName: "Office 365 Management APIs",
  homepage: null,
  notes: null,
  oauth2PermissionScopes: [
    {
      adminConsentDescription: "Reads activity",
      adminConsentDisplayName: "Read activity data",
      id: "594c1fb6-4f81-4475-ae41-0c394909246c",
      isEnabled: true,
      type: "Admin",
      userConsentDescription: null,
      userConsentDisplayName: null,
      value: "ActivityFeed.Read",
    },
  ],
  replyUrls: [],
  servicePrincipalNames: ["https://manage.office.com", MANAGEMENT],
  servicePrincipalType: "Application",
  signInAudience: "AzureADMultipleOrgs",
  tags: [],
};
const PROPERTIES = {
  accountEnabled: true,
  appRoleAssignmentRequired: false,
  appRoleIds: { "ActivityFeed.Read": "594c1fb6-4f81-4475-ae41-0c394909246c" },
  appRoles: [
    {
      allowedMemberTypes: ["Application"],
      description: "Reads activity",
      displayName: "Read activity data",
      enabled: true,
      id: "594c1fb6-4f81-4475-ae41-0c394909246c",
      value: "ActivityFeed.Read",
    },
  ],
  applicationTenantId: "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
  clientId: MANAGEMENT,
  description: "",
  displayName: "Office 365 Management APIs",
  featureTags: [{ customSingleSignOn: false, enterprise: false, gallery: false, hide: false }],
  features: [
    { customSingleSignOnApp: false, enterpriseApplication: false, galleryApplication: false, visibleToUsers: true },
  ],
  homepageUrl: "",
  logoutUrl: "",
  notes: "",
  oauth2PermissionScopeIds: { "ActivityFeed.Read": "594c1fb6-4f81-4475-ae41-0c394909246c" },
  oauth2PermissionScopes: [
    {
      adminConsentDescription: "Reads activity",
      adminConsentDisplayName: "Read activity data",
      enabled: true,
      id: "594c1fb6-4f81-4475-ae41-0c394909246c",
      type: "Admin",
      userConsentDescription: "",
      userConsentDisplayName: "",
      value: "ActivityFeed.Read",
    },
  ],
  objectId: ID,
  redirectUris: [],
  samlMetadataUrl: "",
  servicePrincipalNames: ["https://manage.office.com"],
  signInAudience: "AzureADMultipleOrgs",
  tags: [],
  type: "Application",
};
const INPUTS = { clientId: MANAGEMENT, accountEnabled: true };
const POST = {
  asks: "POST /v1.0/servicePrincipals",
  body: {
    accountEnabled: true,
    appId: MANAGEMENT,
    appRoleAssignmentRequired: false,
    description: "TERRAFORM_UPDATE_{id}",
    notes: null,
    "owners@odata.bind": [`${ORIGIN}/v1.0/directoryObjects/${CALLER}`],
    tags: [],
  },
  answers: { status: 201, body: FROM_GRAPH },
};
const LOOKUP = {
  asks: `GET /v1.0/servicePrincipals?$filter=appId eq '${MANAGEMENT}'`,
  answers: { status: 200, body: { value: [] } },
};
const DESCRIBE = {
  asks: `PATCH /v1.0/servicePrincipals/${ID}`,
  body: { description: null },
  answers: { status: 204 },
};
const READ = [
  { asks: `GET /v1.0/servicePrincipals/${ID}`, answers: { status: 200, body: FROM_GRAPH } },
  { asks: `GET /beta/servicePrincipals/${ID}?$select=samlMetadataUrl`, answers: { status: 200, body: {} } },
  { asks: `GET /v1.0/servicePrincipals/${ID}/owners`, answers: { status: 200, body: { value: [] } } },
];
const LEAVE = { asks: `DELETE /v1.0/servicePrincipals/${ID}/owners/${CALLER}/$ref`, answers: { status: 204 } };

describe("a service principal", () => {
  it("of Microsoft's own has the roles and scopes that Graph answers, and its description alone is patched in its making", async () => {
    const { plugin, left } = await scripted([LOOKUP, POST, DESCRIBE, LEAVE, ...READ]);
    const made = await plugin.create(about("ServicePrincipal", { inputs: INPUTS }));
    const id = `/servicePrincipals/${ID}`;
    const state = { ...PROPERTIES, owners: [], id, __meta: '{"schema_version":"1"}' };
    expect(made).toEqual({ id, properties: state });
    expect(left).toEqual([]);
  });

  it("is read with every role, whatever else Graph says", () => {
    expect(principalProperties(FROM_GRAPH)).toEqual(PROPERTIES);
  });

  it("is waited for while the directory does not know its application yet", async () => {
    const message = `The appId '${MANAGEMENT}' of the service principal does not reference a valid application object.`;
    const lagging = { ...POST, answers: graphRefusal(400, "Request_BadRequest", message) };
    const { plugin, waits, left } = await scripted([LOOKUP, lagging, lagging, POST, DESCRIBE, LEAVE, ...READ]);
    await plugin.create(about("ServicePrincipal", { inputs: INPUTS }));
    expect(waits).toEqual([1000, 2000]);
    expect(left).toEqual([]);
  });

  it("stays in the state when its description cannot be changed", async () => {
    const no = graphRefusal(403, "Authorization_RequestDenied", "Insufficient privileges");
    const { plugin } = await scripted([LOOKUP, POST, { ...DESCRIBE, answers: no }]);
    await expect(plugin.create(about("ServicePrincipal", { inputs: INPUTS }))).rejects.toMatchObject({
      message: `Failed to patch service principal after creating: ${refused(403, "Authorization_RequestDenied", "Insufficient privileges")}`,
      made: { id: `/servicePrincipals/${ID}` },
    });
  });

  it("that is gone already is not deleted: azuread makes that an error", async () => {
    const answers = graphRefusal(404, "Request_ResourceNotFound", "gone");
    const { plugin } = await scripted([{ asks: `DELETE /v1.0/servicePrincipals/${ID}`, answers }]);
    await expect(plugin.delete(about("ServicePrincipal", { id: `/servicePrincipals/${ID}` }))).rejects.toThrow(
      `Deleting Service Principal (Service Principal: "${ID}"): ${refused(404, "Request_ResourceNotFound", "gone")}`,
    );
  });

  it("that is there already is not taken over", async () => {
    const { plugin } = await scripted([{ ...LOOKUP, answers: { status: 200, body: { value: [FROM_GRAPH] } } }]);
    await expect(plugin.create(about("ServicePrincipal", { inputs: INPUTS }))).rejects.toThrow(
      `A resource with the ID "${ID}" already exists: To be managed via Terraform, this resource needs to be imported ` +
        'into the State. Please see the resource documentation for "azuread_service_principal" for more information.',
    );
  });

  it("is not adopted by useExisting, which is refused", async () => {
    const { plugin } = await scripted([]);
    const inputs = { clientId: MANAGEMENT, useExisting: true };
    expect(plugin.check(about("ServicePrincipal", { inputs })).failures).toEqual([
      {
        property: "useExisting",
        reason:
          "useExisting of ServicePrincipal is refused: it patches and deletes an object that somebody else made; " +
          "look it up with getServicePrincipals instead.",
      },
    ]);
  });

  it("edited by hand is left alone where the program ignores every property", async () => {
    const { plugin } = await scripted([]);
    const state = { ...PROPERTIES, accountEnabled: false, notes: "by hand", tags: ["theirs"], description: "theirs" };
    const ignored = ["accountEnabled", "appRoleAssignmentRequired", "tags", "notes", "description", "owners"];
    const inputs = { ...INPUTS, notes: "mine" };
    expect(await plugin.diff(about("ServicePrincipal", { state, inputs, ignored }))).toEqual({});
  });

  it('edited by hand is put right where the program ignores "*", as with the real provider', async () => {
    const { plugin } = await scripted([]);
    const state = { ...PROPERTIES, notes: "by hand" };
    const question = { state, inputs: INPUTS, ignored: ["*"] };
    expect(await plugin.diff(about("ServicePrincipal", question))).toEqual({ notes: "delete" });
  });

  it("is replaced with its application, also by one that is not known yet", async () => {
    const { plugin } = await scripted([]);
    const question = { state: PROPERTIES, inputs: { ...INPUTS, clientId: UNKNOWN } };
    expect(await plugin.diff(about("ServicePrincipal", question))).toEqual({ clientId: "update-replace" });
  });

  it("keeps its tags where a program sets none", async () => {
    const { plugin } = await scripted([]);
    const question = { state: { ...PROPERTIES, tags: ["theirs"] }, inputs: INPUTS };
    expect(await plugin.diff(about("ServicePrincipal", question))).toEqual({});
  });

  it("is unknown in a preview as long as its application is", async () => {
    const { plugin } = await scripted([]);
    const { inputs } = plugin.check(about("ServicePrincipal", { inputs: { clientId: UNKNOWN } }));
    const { properties } = await plugin.create(about("ServicePrincipal", { inputs, preview: true }));
    expect(properties).toMatchObject({ clientId: UNKNOWN, objectId: UNKNOWN, appRoles: UNKNOWN, notes: null });
  });
});
