import { describe, expect, it } from "vitest";
import { applicationBody, applicationProperties } from "../../dev/stand-ins/providers/application-properties.ts";
import { UNKNOWN } from "../../dev/stand-ins/providers/property-values.ts";
import { BODY, FROM_GRAPH, ID, INPUTS, OWNER, PROPERTIES, READ, STATE, UNSET } from "./application-sample.ts";
import { about, CALLER, type Exchange, graphRefusal, ORIGIN, refused, scripted } from "./scripted-graph.ts";

const DUPLICATE =
  `An existing "azuread_application" with name "esia" (ID: "${OWNER}") was found and ` +
  "`prevent_duplicate_names` was specified. To be managed via Terraform, this resource needs to be imported into the " +
  'State. Please see the resource documentation for "azuread_application" for more information.';
const named = (...ids: string[]) => ({
  asks: "GET /v1.0/applications?$filter=displayName eq 'esia'",
  answers: { status: 200, body: { value: ids.map((id) => ({ id, displayName: "esia" })) } },
});
const NO = graphRefusal(403, "Authorization_RequestDenied", "Insufficient privileges");
const MADE = {
  asks: "POST /v1.0/applications",
  body: { ...BODY, "owners@odata.bind": [`${ORIGIN}/v1.0/directoryObjects/${CALLER}`] },
  answers: { status: 201, body: FROM_GRAPH },
};
const RENAMED = {
  asks: `PATCH /v1.0/applications/${ID}`,
  body: { displayName: "TERRAFORM_UPDATE_{id}" },
  answers: { status: 204 },
};
const NAMED = { ...RENAMED, body: { displayName: "esia" } };
const LEFT = { asks: `DELETE /v1.0/applications/${ID}/owners/${CALLER}/$ref`, answers: { status: 204 } };

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
  it("is made with its maker as first owner, who leaves once every copy of Entra knows it", async () => {
    const { plugin, left } = await scripted([MADE, RENAMED, NAMED, LEFT, ...READ]);
    const made = await plugin.create(about("Application", { inputs: INPUTS }));
    expect(made).toEqual({ id: `/applications/${ID}`, properties: STATE });
    expect(left).toEqual([]);
  });

  it("is waited for while Entra does not know it everywhere yet", async () => {
    const { plugin, waits, left } = await scripted([
      MADE,
      { ...RENAMED, answers: graphRefusal(404, "Request_ResourceNotFound", "not yet") },
      { ...RENAMED, answers: graphRefusal(409, "Directory_ConcurrencyViolation", "busy") },
      RENAMED,
      NAMED,
      LEFT,
      ...READ,
    ]);
    await plugin.create(about("Application", { inputs: INPUTS }));
    expect(waits).toEqual([1000, 2000]);
    expect(left).toEqual([]);
  });

  it.each([
    ["be renamed", [{ ...RENAMED, answers: NO }], `Failed to patch application with object ID "${ID}" after creating`],
    [
      "lose its maker",
      [RENAMED, NAMED, { ...LEFT, answers: NO }],
      `Could not remove initial owner from application with object ID: "${ID}"`,
    ],
    [
      "be read",
      [RENAMED, NAMED, LEFT, { ...READ[0], answers: NO }],
      `[id] Retrieving Application (Application: "${ID}")`,
    ],
  ])("stays in the state when it cannot %s", async (_what, after, doing) => {
    const { plugin } = await scripted([MADE, ...(after as Exchange[])]);
    await expect(plugin.create(about("Application", { inputs: INPUTS }))).rejects.toMatchObject({
      message: `${doing}: ${refused(403, "Authorization_RequestDenied", "Insufficient privileges")}`,
      made: { id: `/applications/${ID}`, properties: { ...INPUTS, id: `/applications/${ID}` } },
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

  it("that keeps its name is not looked for before it is changed", async () => {
    const { plugin } = await scripted([]);
    const inputs = { ...INPUTS, preventDuplicateNames: true };
    const question = { id: `/applications/${ID}`, state: PROPERTIES, inputs };
    expect(await plugin.diff(about("Application", question))).toEqual({ preventDuplicateNames: "add" });
  });

  it("may keep its own name", async () => {
    const { requiredResourceAccess: _, ...rest } = BODY;
    const change = { asks: `PATCH /v1.0/applications/${ID}`, body: { ...UNSET, ...rest }, answers: { status: 204 } };
    const { plugin, left } = await scripted([named(ID), change, ...READ]);
    const inputs = { ...INPUTS, preventDuplicateNames: true };
    await plugin.update(about("Application", { id: `/applications/${ID}`, state: PROPERTIES, inputs }));
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
