/** The program with esia:pipeline: what it declares of the identity, and what it leaves when that identity is signed in. */
import { describe, expect, it } from "vitest";
import { GRAPH, MANAGEMENT, OWNED_BY, PIPELINE, ROLE_IDS, TENANT_ID } from "../support/mock-tenant.ts";
import { type Circumstances, type Run, runProgram } from "../support/run-program.ts";

const config = { "esia:pipeline": { github: "contoso/esia", environment: "production" } };
const SUBJECT = "repo:contoso/esia:environment:production";
const ISSUER = "https://token.actions.githubusercontent.com";
const MARK = "c0000000-0000-4000-8000-000000000001";
const SOMEBODY = "aa000000-0000-4000-8000-000000000001";

const MANAGEMENT_ROLES = ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"];
const grants = Object.fromEntries(
  Object.entries(ROLE_IDS).map(([role, appRoleId]) => [
    `grant-${role}`,
    { appRoleId, resourceObjectId: (MANAGEMENT_ROLES.includes(role) ? MANAGEMENT : GRAPH).objectId },
  ]),
);
/** A state that a first run with a pipeline left. */
const HELD = {
  stack: { secretNumber: 1 },
  mark: {},
  application: { displayName: "esia", owners: [PIPELINE.objectId] },
  "service-principal": { applicationTenantId: TENANT_ID },
  ...grants,
  "secret-1": { keyId: "k1", startDate: "2026-11-23T09:30:00Z", endDate: "2028-11-22T00:00:00Z" },
  pipeline: { displayName: "esia pipeline" },
  "pipeline-principal": { objectId: PIPELINE.objectId },
  "pipeline-credential": { issuer: ISSUER, subject: SUBJECT, audiences: ["api://AzureADTokenExchange"] },
  "pipeline-right": { appRoleId: OWNED_BY, resourceObjectId: GRAPH.objectId },
};
const DUE = { ESIA_AS_OF: "2028-08-25" };

const named = ({ resources }: Run, name: string) => resources.find((resource) => resource.name === name);
const names = ({ resources }: Run) => resources.map(({ name }) => name).sort();
const asPipeline = (circumstances: Circumstances = {}) =>
  runProgram({ held: HELD, config, operator: PIPELINE.objectId, ...circumstances });

describe("the pipeline's identity", () => {
  it("is an application of its own with a principal, a credential without a secret, and one role", async () => {
    const run = await runProgram({ config });
    expect(named(run, "pipeline")?.inputs).toEqual({
      displayName: "esia pipeline",
      signInAudience: "AzureADMyOrg",
      preventDuplicateNames: true,
      fallbackPublicClientEnabled: false,
      requiredResourceAccesses: [{ resourceAppId: GRAPH.clientId, resourceAccesses: [{ id: OWNED_BY, type: "Role" }] }],
      tags: ["HideApp", `esia-pipeline:${MARK}`],
      notes:
        "Signs in for the unattended runs that renew the keys of ESIA's application. Made and kept by Pulumi, project esia: " +
        "change it there, not here.",
    });
    expect(named(run, "pipeline-principal")?.inputs).toEqual({
      clientId: PIPELINE.clientId,
      appRoleAssignmentRequired: true,
      tags: ["HideApp"],
    });
    expect(named(run, "pipeline-credential")?.inputs).toEqual({
      applicationId: "/applications/d3",
      displayName: "pipeline",
      issuer: ISSUER,
      subject: SUBJECT,
      audiences: ["api://AzureADTokenExchange"],
    });
    expect(named(run, "pipeline-right")?.inputs).toEqual({
      appRoleId: OWNED_BY,
      principalObjectId: PIPELINE.objectId,
      resourceObjectId: GRAPH.objectId,
    });
    expect(run.outputs["pipelineClientId"]).toBe(PIPELINE.clientId);
    expect(run.secretOutputs).toEqual(["clientSecret"]);
  });

  it("owns ESIA's application, and neither that one's principal nor itself", async () => {
    const run = await runProgram({ config });
    expect(named(run, "application")?.inputs["owners"]).toEqual([PIPELINE.objectId]);
    for (const name of ["service-principal", "pipeline", "pipeline-principal"]) {
      expect(named(run, name)?.inputs).not.toHaveProperty("owners");
    }
    const listed = await runProgram({ config: { ...config, "esia:owners": [SOMEBODY] } });
    expect(named(listed, "application")?.inputs["owners"]).toEqual([SOMEBODY, PIPELINE.objectId]);
    expect(named(listed, "service-principal")?.inputs["owners"]).toEqual([SOMEBODY]);
  });

  it("is made an owner beside those that an application has already", async () => {
    const { application, pipeline, "pipeline-principal": _, ...before } = HELD;
    const run = await runProgram({
      config,
      held: { ...before, application: { displayName: "esia", owners: [SOMEBODY] } },
    });
    expect(pipeline).toBeDefined();
    expect(application).toBeDefined();
    expect(named(run, "application")?.inputs).not.toHaveProperty("owners");
    expect(named(run, "pipeline-ownership")?.inputs).toEqual({
      applicationId: "/applications/d1",
      ownerObjectId: PIPELINE.objectId,
    });
  });

  it("is told of, with what it can do, by the run that makes it alone", async () => {
    const said = (run: Run) => run.log.filter((line) => line.includes("This run makes the pipeline's identity."));
    expect(said(await runProgram({ config }))).toHaveLength(1);
    expect(said(await runProgram({ config, held: HELD }))).toEqual([]);
    expect(said(await runProgram())).toEqual([]);
  });

  it("goes when the setting is removed", async () => {
    const run = await runProgram({ held: HELD });
    expect(names(run).filter((name) => name.startsWith("pipeline"))).toEqual([]);
    expect(named(run, "application")?.inputs).not.toHaveProperty("owners");
    expect(run.outputs).not.toHaveProperty("pipelineClientId");
  });

  it("refuses a tenant whose Graph does not offer its role, before anything is declared", async () => {
    const appRoles = GRAPH.appRoles.filter(({ id }) => id !== OWNED_BY);
    await expect(runProgram({ config, apis: [{ ...GRAPH, appRoles }, MANAGEMENT] })).rejects.toThrow(
      "Microsoft Graph does not offer the application role Application.ReadWrite.OwnedBy in this tenant",
    );
  });
});

/** Everything besides keys that may have been asked for since. */
const ASKED: [string, Circumstances, string][] = [
  ["a role that is no longer left out", { held: without("grant-User.Read.All") }, "granting User.Read.All"],
  ["a role that is left out now", { config: { "esia:omit": ["User.Read.All"] } }, "taking away User.Read.All"],
  [
    "consent that is left to others now",
    { config: { "esia:grantConsent": false } },
    "taking away APIConnectors.Read.All, ActivityFeed.Read,",
  ],
  ["an owner", { config: { "esia:owners": [SOMEBODY] } }, "other owners (esia:owners)"],
  ["names in reports", { config: { "esia:showNamesInReports": "true" } }, "showing names in usage reports"],
  [
    "another environment of its own",
    { config: { "esia:pipeline": { github: "contoso/esia", environment: "prod" } } },
    "another issuer, subject or audience of the pipeline (esia:pipeline)",
  ],
  ["no pipeline any more", { config: { "esia:pipeline": {} } }, "removing the pipeline's identity"],
  ["another name", { config: { "esia:displayName": "ESIA" } }, "the name of the pipeline's identity"],
];
function without(name: string) {
  return Object.fromEntries(Object.entries(HELD).filter(([held]) => held !== name));
}

describe.each(ASKED)("signed in as the pipeline, with %s asked for", (_, asked, said) => {
  const circumstances = { held: HELD, ...asked, config: { ...config, ...asked.config } };
  const held = Object.keys(circumstances.held).filter((name) => name !== "stack");

  it.each([
    ["a run with nothing due", {}, []],
    ["a run that makes a due key", DUE, ["secret-2"]],
  ])("%s declares what the state holds as it is, and says who must do the rest", async (_title, environment, made) => {
    const run = await asPipeline({ ...circumstances, environment });
    expect(names(run)).toEqual([...held, ...made].sort());
    for (const [name, { appRoleId, resourceObjectId }] of Object.entries(grants)) {
      if (held.includes(name)) expect(named(run, name)?.inputs).toMatchObject({ appRoleId, resourceObjectId });
    }
    expect(named(run, "pipeline-credential")?.inputs).toMatchObject({ issuer: ISSUER, subject: SUBJECT });
    const warnings = run.log.filter((line) => line.startsWith("warning: Left to an administrator, because"));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(said);
    expect(warnings[0]).toContain("then 'pulumi up --stack test'; until then doctor fails.");
    expect(run.outputs["pipelineClientId"]).toBe(PIPELINE.clientId);
  });
});

describe("signed in as the pipeline", () => {
  it("a run with nothing else asked for leaves nothing to anybody", async () => {
    const run = await asPipeline();
    expect(run.log).toEqual([
      "info: Key 1 works for 730 more days, until 2028-11-22.",
      "info: Runs from 2028-08-24 on renew key 1.",
      "info: Signed in as this stack's pipeline: this run makes and removes keys; roles, owners, names in reports and its own identity stay.",
    ]);
  });

  it("names what people read on the application as the settings do: that is the owner's own", async () => {
    const run = await asPipeline({ config: { ...config, "esia:displayName": "ESIA", "esia:notes": "Ask J. Doe." } });
    expect(named(run, "application")?.inputs).toMatchObject({
      displayName: "ESIA",
      notes: expect.stringContaining("Ask J. Doe."),
    });
    expect(named(run, "pipeline")?.inputs).toMatchObject({ displayName: "esia pipeline" });
  });

  it("a due key is made though the setting of the pipeline itself is wrong", async () => {
    const run = await asPipeline({ config: { "esia:pipeline": { github: "contoso/*" } }, environment: DUE });
    expect(run.outputs).toMatchObject({ secretNumber: 2, pipelineClientId: PIPELINE.clientId });
  });

  it.each(["application", "service-principal"])(
    "refuses a state without ESIA's %s, which it could not make whole",
    async (gone) => {
      for (const environment of [{}, DUE]) {
        await expect(asPipeline({ held: without(gone), environment })).rejects.toThrow(
          `The state does not hold ${gone}, and the pipeline may not make and grant it anew. Nothing was changed.`,
        );
      }
    },
  );

  it("somebody else's run does all of it", async () => {
    const run = await runProgram({
      held: HELD,
      config: { ...config, "esia:omit": ["User.Read.All"] },
      operator: SOMEBODY,
    });
    expect(names(run)).not.toContain("grant-User.Read.All");
    expect(run.log.join()).not.toContain("Left to an administrator");
  });
});
