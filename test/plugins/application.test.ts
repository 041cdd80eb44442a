import { describe, expect, it } from "vitest";
import { applicationBody, applicationProperties } from "../../dev/engine/plugins/application-properties.ts";
import { UNKNOWN } from "../../dev/engine/plugins/property-values.ts";
import { BODY, FROM_GRAPH, ID, INPUTS, OWNER, PROPERTIES, STATE } from "./application-sample.ts";
import { about, CALLER, graphRefusal, ORIGIN, scripted } from "./scripted-graph.ts";

const DUPLICATE =
  `An existing "azuread_application" with name "esia" (ID: "${OWNER}") was found and ` +
  "`prevent_duplicate_names` was specified. To be managed via Terraform, this resource needs to be imported into the " +
  'State. Please see the resource documentation for "azuread_application" for more information.';
const named = (...ids: string[]) => ({
  asks: "GET /v1.0/applications?$filter=displayName eq 'esia'",
  answers: { status: 200, body: { value: ids.map((id) => ({ id, displayName: "esia" })) } },
});
describe("an application's properties", () => {
  it("are written for Graph with every text that is not set as null", () => {
    expect(applicationBody(INPUTS)).toEqual(BODY);
  });

  it("are read from Graph with every null as an empty text", () => {
    expect(applicationProperties(FROM_GRAPH, [], {})).toEqual(PROPERTIES);
  });

  it("keep the order of sets that only come back in another one", () => {
    const reordered = { ...FROM_GRAPH, tags: ["mark", "HideApp"] };
    expect(applicationProperties(reordered, [], INPUTS)["tags"]).toEqual(["HideApp", "mark"]);
  });

  it("show a tag that somebody has added", () => {
    const edited = { ...FROM_GRAPH, tags: ["mark", "HideApp", "theirs"] };
    expect(applicationProperties(edited, [], INPUTS)["tags"]).toEqual(["mark", "HideApp", "theirs"]);
  });
});

describe("an application", () => {
  it("is made with its maker as first owner, who then leaves", async () => {
    const { plugin, left } = await scripted([
      {
        asks: "POST /v1.0/applications",
        body: { ...BODY, "owners@odata.bind": [`${ORIGIN}/v1.0/directoryObjects/${CALLER}`] },
        answers: { status: 201, body: FROM_GRAPH },
      },
      { asks: `DELETE /v1.0/applications/${ID}/owners/${CALLER}/$ref`, answers: { status: 204 } },
    ]);
    const made = await plugin.create(about("Application", { inputs: INPUTS }));
    expect(made).toEqual({ id: `/applications/${ID}`, properties: STATE });
    expect(left).toEqual([]);
  });

  it("stays in the state, owners and all, when its maker cannot leave the owners", async () => {
    const { plugin } = await scripted([
      {
        asks: "POST /v1.0/applications",
        body: { ...BODY, "owners@odata.bind": [`${ORIGIN}/v1.0/directoryObjects/${CALLER}`] },
        answers: { status: 201, body: FROM_GRAPH },
      },
      {
        asks: `DELETE /v1.0/applications/${ID}/owners/${CALLER}/$ref`,
        answers: graphRefusal(403, "Authorization_RequestDenied", "Insufficient privileges"),
      },
    ]);
    await expect(plugin.create(about("Application", { inputs: INPUTS }))).rejects.toMatchObject({
      message:
        "Could not remove initial owner from application: 403 Authorization_RequestDenied: Insufficient privileges",
      made: { id: `/applications/${ID}`, properties: { ...STATE, owners: [CALLER] } },
    });
  });

  it("is not made a second time under a name that is to be unique, and the preview says so", async () => {
    const { plugin } = await scripted([named(OWNER)]);
    const inputs = { ...INPUTS, preventDuplicateNames: true };
    await expect(plugin.create(about("Application", { inputs, preview: true }))).rejects.toThrow(DUPLICATE);
  });

  it("is not renamed to a taken name", async () => {
    const { plugin } = await scripted([named(OWNER)]);
    const question = { id: `/applications/${ID}`, state: { ...PROPERTIES, displayName: "old" } };
    const inputs = { ...INPUTS, preventDuplicateNames: true };
    await expect(plugin.diff(about("Application", { ...question, inputs }))).rejects.toThrow(DUPLICATE);
  });

  it("may keep its own name", async () => {
    const { plugin, left } = await scripted([named(ID)]);
    const inputs = { ...INPUTS, preventDuplicateNames: true };
    const question = { id: `/applications/${ID}`, state: PROPERTIES, inputs };
    expect(await plugin.diff(about("Application", question))).toEqual({ preventDuplicateNames: "add" });
    expect(left).toEqual([]);
  });

  it("shows its inputs and nothing else in a preview, without asking Graph", async () => {
    const { plugin } = await scripted([]);
    const { inputs } = plugin.check(about("Application", { inputs: { displayName: "esia", notes: UNKNOWN } }));
    expect((await plugin.create(about("Application", { inputs, preview: true }))).properties).toEqual({
      appRoleIds: UNKNOWN,
      clientId: UNKNOWN,
      description: null,
      disabledByMicrosoft: UNKNOWN,
      displayName: "esia",
      fallbackPublicClientEnabled: null,
      featureTags: UNKNOWN,
      logoUrl: UNKNOWN,
      notes: UNKNOWN,
      oauth2PermissionScopeIds: UNKNOWN,
      objectId: UNKNOWN,
      owners: null,
      preventDuplicateNames: null,
      publisherDomain: UNKNOWN,
      requiredResourceAccesses: null,
      serviceManagementReference: null,
      signInAudience: "AzureADMyOrg",
      tags: UNKNOWN,
      templateId: UNKNOWN,
    });
  });
});
