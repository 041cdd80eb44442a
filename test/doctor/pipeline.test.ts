import { describe, expect, it } from "vitest";
import { addingOwnersRows, applicationRightRow, type Meeting } from "../../commands/doctor/ownership.ts";
import { owningPipeline, pipelineRow } from "../../commands/doctor/pipeline.ts";
import { rightsRows } from "../../commands/doctor/rights.ts";
import { stateOf } from "../../commands/doctor/stack-state.ts";
import { readSettings } from "../../settings.ts";
import { readExport } from "../../stack/exported.ts";
import { configuration } from "../support/project-config.ts";
import { CLAIMS } from "./given.ts";

const ID = "d0000000-0000-4000-8000-000000000004";
const PIPELINE = { github: "contoso/esia", environment: "production" };
const settings = (set: Record<string, unknown> = {}) =>
  readSettings(configuration({ "esia:grantConsent": false, "esia:pipeline": PIPELINE, ...set }), (words) => words)
    .settings;
const azuread = (type: string, name: string, outputs: object) => ({
  urn: `urn:pulumi:acme::esia::azuread:index/${type}::${name}`,
  type: `azuread:index/${type}`,
  outputs,
});
/** In the order in which a state can hold it: what is the pipeline's comes first. */
const state = stateOf(
  readExport(
    JSON.stringify({
      deployment: {
        resources: [
          azuread("application:Application", "pipeline", {
            displayName: "esia pipeline",
            clientId: "p",
            objectId: "po",
          }),
          azuread("servicePrincipal:ServicePrincipal", "pipeline-principal", { objectId: ID }),
          azuread("appRoleAssignment:AppRoleAssignment", "pipeline-right", { id: "x/r", appRoleId: "r" }),
          azuread(
            "applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
            "pipeline-credential",
            {
              issuer: "https://token.actions.githubusercontent.com",
              subject: "repo:contoso/esia:environment:production",
              audiences: ["api://AzureADTokenExchange"],
            },
          ),
          azuread("application:Application", "application", { displayName: "esia", clientId: "c1", objectId: "o1" }),
          azuread("servicePrincipal:ServicePrincipal", "service-principal", { objectId: "p1" }),
          azuread("appRoleAssignment:AppRoleAssignment", "grant-User.Read.All", { id: "x/g1" }),
        ],
      },
    }),
  ),
);

describe("a state with a pipeline", () => {
  it("is read for ESIA's own application, principal and grants, wherever the pipeline's stand", () => {
    expect(state).toMatchObject({
      application: { clientId: "c1", objectId: "o1" },
      principal: "p1",
      grants: [{ role: "User.Read.All", id: "g1" }],
    });
  });
});

describe("what the pipeline leaves to an administrator", () => {
  const held = state.held.filter(({ name }) => name !== "grant-User.Read.All");

  it("is no question where somebody else is signed in", () => {
    expect(pipelineRow("aa000000-0000-4000-8000-000000000001", settings(), held, "acme")).toBeUndefined();
  });

  it("is nothing where the state has what the settings ask for", () => {
    expect(pipelineRow(ID, settings(), held, "acme")).toEqual({
      check: "Left to an administrator",
      result: "pass",
      detail: "Nothing: the state has all that the settings ask for. Enough to renew.",
    });
  });

  it("fails, with who must run what", () => {
    expect(pipelineRow(ID, settings({ "esia:showNamesInReports": "true" }), state.held, "acme")).toEqual({
      check: "Left to an administrator",
      result: "fail",
      detail:
        "Signed in as the stack's pipeline, which may not do it: taking away User.Read.All; showing names in usage reports. " +
        "Keys are made all the same.",
      next: "Sign in with the rights of a first run (docs/rights.md), then 'pulumi up --stack acme'.",
    });
  });
});

describe("the pipeline as an owner", () => {
  const meeting = (owners: string[], pipeline: string | undefined): Meeting => ({
    settings: { grantConsent: true, omit: [], owners: [] },
    state: { application: { clientId: "c1", objectId: "o1" }, grants: [] },
    owners: { value: owners },
    pipeline,
    stack: "acme",
  });
  const owned = { ...CLAIMS, objectId: ID, roles: ["Application.ReadWrite.OwnedBy"] };

  it("is named by esia:pipeline as well as by esia:owners", () => {
    expect(owningPipeline(settings(), state.held)).toBe(ID);
    expect(owningPipeline(settings(), [])).toBe("new");
    expect(owningPipeline(settings({ "esia:pipeline": {} }), state.held)).toBeUndefined();
    expect(applicationRightRow(owned, meeting([ID], ID))).toEqual({
      check: "Right to renew the key",
      result: "pass",
      detail: "Given by Application.ReadWrite.OwnedBy and ownership of the stack's application.",
    });
    expect(applicationRightRow(owned, meeting([ID], undefined)).result).toBe("warn");
  });

  it("takes the right to grant, also where consent to ESIA's roles is left to others", () => {
    const consents = { grantConsent: false, omit: [], owners: [] };
    const graph = (state: Partial<Meeting["state"]>, pipeline: string | undefined) =>
      rightsRows(CLAIMS, { ...meeting([ID], pipeline), settings: consents, state: { grants: [], ...state } }).at(-1);
    expect(graph({}, undefined)).toMatchObject({ result: "pass" });
    expect(graph({}, "new")).toMatchObject({ check: "Right to grant Graph roles", result: "fail" });
    expect(graph({ pipelineRight: true }, ID)).toMatchObject({ result: "pass" });
    expect(graph({ pipelineRight: true, application: { clientId: "c1", objectId: "o1" } }, undefined)).toMatchObject({
      result: "fail",
      detail: expect.stringContaining("takes away Application.ReadWrite.OwnedBy (the pipeline's)"),
    });
  });

  it("takes Directory.Read.All of an application that makes it one later, and nothing once it is one", () => {
    expect(addingOwnersRows(CLAIMS, meeting([], "new"))).toMatchObject([
      {
        check: "Right to add owners",
        result: "fail",
        detail: expect.stringContaining("The pipeline of esia:pipeline is no owner yet"),
      },
    ]);
    expect(addingOwnersRows(CLAIMS, meeting([ID], ID))).toEqual([]);
    expect(addingOwnersRows({ ...CLAIMS, roles: ["Directory.Read.All"] }, meeting([], "new"))).toEqual([]);
  });
});
