import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../dev/stand-ins/providers/property-values.ts";
import { about, graphRefusal, refused, scripted } from "./scripted-graph.ts";

const RESOURCE = "11111111-1111-4111-8111-111111111111";
const PRINCIPAL = "22222222-2222-4222-8222-222222222222";
const ROLE = "230c1aed-a721-4c5d-9cb4-a90514e508ef";
const PATH = `/servicePrincipals/${RESOURCE}/appRoleAssignedTo`;
const INPUTS = { appRoleId: ROLE, principalObjectId: PRINCIPAL, resourceObjectId: RESOURCE };
const POST = {
  asks: `POST /v1.0${PATH}`,
  body: { appRoleId: ROLE, principalId: PRINCIPAL, resourceId: RESOURCE },
};
const RESOURCE_READ = { asks: `GET /v1.0/servicePrincipals/${RESOURCE}`, answers: { status: 200, body: {} } };
const FROM_GRAPH = {
  appRoleId: ROLE,
  id: "grant_1",
  principalDisplayName: "esia",
  principalId: PRINCIPAL,
  principalType: "ServicePrincipal",
  resourceDisplayName: "Microsoft Graph",
  resourceId: RESOURCE,
};
const READ = { asks: `GET /v1.0${PATH}/grant_1`, answers: { status: 200, body: FROM_GRAPH } };
const STATE = {
  ...INPUTS,
  principalDisplayName: "esia",
  principalType: "ServicePrincipal",
  resourceDisplayName: "Microsoft Graph",
};

describe("a grant", () => {
  it("is made at the API's service principal", async () => {
    const { plugin } = await scripted([RESOURCE_READ, { ...POST, answers: { status: 201, body: FROM_GRAPH } }, READ]);
    expect(await plugin.create(about("AppRoleAssignment", { inputs: INPUTS }))).toEqual({
      id: `${PATH}/grant_1`,
      properties: { ...STATE, id: `${PATH}/grant_1`, __meta: '{"schema_version":"1"}' },
    });
  });

  it("that the state does not know but the tenant has is an error, not a success", async () => {
    const message = "Permission being assigned already exists on the object";
    const answers = graphRefusal(400, "Request_BadRequest", message);
    const { plugin } = await scripted([RESOURCE_READ, { ...POST, answers }]);
    await expect(plugin.create(about("AppRoleAssignment", { inputs: INPUTS }))).rejects.toThrow(
      `Could not create app role assignment: ${refused(400, "Request_BadRequest", message)}`,
    );
  });

  it("is waited for while the directory does not know the principal yet", async () => {
    const { plugin, waits } = await scripted([
      RESOURCE_READ,
      { ...POST, answers: graphRefusal(404, "Request_ResourceNotFound", "not yet") },
      { ...POST, answers: graphRefusal(400, "Request_BadRequest", "Not a valid reference update.") },
      { ...POST, answers: { status: 201, body: FROM_GRAPH } },
      READ,
    ]);
    await plugin.create(about("AppRoleAssignment", { inputs: INPUTS }));
    expect(waits).toEqual([1000, 2000]);
  });

  it("removed by hand reads as gone", async () => {
    const { plugin } = await scripted([
      { asks: `GET /v1.0${PATH}/grant_1`, answers: graphRefusal(404, "Request_ResourceNotFound", "gone") },
    ]);
    expect(await plugin.read(about("AppRoleAssignment", { id: `${PATH}/grant_1`, state: STATE }))).toBeUndefined();
  });

  it("removed by hand cannot be removed once more", async () => {
    const { plugin } = await scripted([
      { asks: `DELETE /v1.0${PATH}/grant_1`, answers: graphRefusal(404, "Request_ResourceNotFound", "gone") },
    ]);
    const gone = refused(404, "Request_ResourceNotFound", "gone");
    await expect(plugin.delete(about("AppRoleAssignment", { id: `${PATH}/grant_1` }))).rejects.toThrow(
      `Deleting Service Principal Id App Role Assigned To (Service Principal: "${RESOURCE}"\n` +
        `App Role Assignment: "grant_1"): ${gone}: ${gone}`,
    );
  });

  it("is imported by its id", async () => {
    const { plugin } = await scripted([
      { asks: `GET /v1.0${PATH}/grant_1`, answers: { status: 200, body: FROM_GRAPH } },
    ]);
    expect((await plugin.read(about("AppRoleAssignment", { id: `${PATH}/grant_1` })))?.inputs).toEqual(INPUTS);
  });

  it.each(["grant_1", `${RESOURCE}/appRoleAssignment/grant_1`])("is not imported by %s", async (id) => {
    const { plugin } = await scripted([]);
    await expect(plugin.read(about("AppRoleAssignment", { id }))).rejects.toThrow(
      `The id of a grant must be /servicePrincipals/<object id>/appRoleAssignedTo/<id>, not "${id}".`,
    );
  });

  it("is another one with another role, principal or API", async () => {
    const { plugin } = await scripted([]);
    const inputs = { appRoleId: PRINCIPAL, principalObjectId: UNKNOWN, resourceObjectId: ROLE };
    expect(await plugin.diff(about("AppRoleAssignment", { state: STATE, inputs }))).toEqual({
      appRoleId: "update-replace",
      principalObjectId: "update-replace",
      resourceObjectId: "update-replace",
    });
  });

  it("is refused without an API and with a role that is no UUID", async () => {
    const { plugin } = await scripted([]);
    const inputs = { appRoleId: "Reports.Read.All", principalObjectId: UNKNOWN };
    expect(plugin.check(about("AppRoleAssignment", { inputs })).failures).toEqual([
      { property: "appRoleId", reason: 'appRoleId of AppRoleAssignment must be a UUID, not "Reports.Read.All".' },
      { property: "resourceObjectId", reason: "resourceObjectId of AppRoleAssignment is required." },
    ]);
  });
});
