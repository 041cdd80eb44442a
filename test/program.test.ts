import { describe, expect, it } from "vitest";
import { GRAPH, MANAGEMENT, ROLE_IDS } from "./support/mock-tenant.ts";
import { type Circumstances, type Registered, runProgram } from "./support/run-program.ts";

const APPLICATION = "azuread:index/application:Application";
const PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal";
const GRANT = "azuread:index/appRoleAssignment:AppRoleAssignment";
const SECRET = "azuread:index/applicationPassword:ApplicationPassword";
const NOTES =
  "Lets ESIA monitor this Microsoft 365 tenant. Made and kept by Pulumi, project esia: change it there, not here.";
const MANAGEMENT_ROLES = ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"];

function request(appId: string, roles: string[]) {
  return { resourceAppId: appId, resourceAccesses: roles.map((role) => ({ id: ROLE_IDS[role], type: "Role" })) };
}

function grant(role: string): Registered {
  const resourceObjectId = MANAGEMENT_ROLES.includes(role) ? MANAGEMENT.objectId : GRAPH.objectId;
  return {
    type: GRANT,
    name: `grant-${role}`,
    inputs: { appRoleId: ROLE_IDS[role], principalObjectId: "d2", resourceObjectId },
  };
}

const byName = (resources: Registered[]) => Object.fromEntries(resources.map((resource) => [resource.name, resource]));
const all = Object.keys(ROLE_IDS);

async function inputsOf(name: string, circumstances: Circumstances) {
  return byName((await runProgram(circumstances)).resources)[name]?.inputs;
}

describe("the program", () => {
  it("declares one application, its service principal, 11 grants and one secret, and nothing else", async () => {
    const { resources, log } = await runProgram();
    expect(byName(resources)).toEqual({
      mark: { type: "random:index/randomUuid:RandomUuid", name: "mark", inputs: {} },
      application: {
        type: APPLICATION,
        name: "application",
        inputs: {
          displayName: "esia",
          signInAudience: "AzureADMyOrg",
          preventDuplicateNames: true,
          fallbackPublicClientEnabled: false,
          requiredResourceAccesses: [
            request("c5393580-f805-4401-95e8-94b7a6ef2fc2", MANAGEMENT_ROLES),
            request("00000003-0000-0000-c000-000000000000", all.slice(3)),
          ],
          tags: ["HideApp", "esia-stack:c0000000-0000-4000-8000-000000000001"],
          notes: NOTES,
        },
      },
      "service-principal": {
        type: PRINCIPAL,
        name: "service-principal",
        inputs: {
          clientId: "e0000000-0000-4000-8000-000000000001",
          appRoleAssignmentRequired: true,
          tags: ["HideApp"],
        },
      },
      ...byName(all.map(grant)),
      "secret-1": {
        type: SECRET,
        name: "secret-1",
        inputs: {
          applicationId: "/applications/d1",
          displayName: "ESIA key 1, made 2026-11-23",
          endDate: "2028-11-22T00:00:00Z",
        },
      },
    });
    expect(log).toEqual(["info: Key 1 is made in this run."]);
  });

  it("gives the three values of ESIA's form, their dates and the next steps, with the key as a secret", async () => {
    const { outputs, secretOutputs } = await runProgram();
    expect(outputs).toEqual({
      tenantId: "a0000000-0000-4000-8000-000000000001",
      clientId: "e0000000-0000-4000-8000-000000000001",
      clientSecret: "value-of-secret-1",
      secretNumber: 1,
      secretKeyId: "key-id-of-secret-1",
      secretExpires: "2028-11-22T00:00:00Z",
      rotatesFrom: "2028-08-24",
      applicationUrl:
        "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/e0000000-0000-4000-8000-000000000001",
      renewNow: ["pulumi config set esia:rotateTo 2 --stack test", "pulumi up --stack test"],
      cutOff: [
        "pulumi config set esia:rotateTo 2 --stack test",
        "pulumi config set esia:retireUpTo 1 --stack test",
        "pulumi up --stack test",
      ],
      nextSteps: [
        "In ESIA, open the node of type Microsoft 365 and fill in its three fields:",
        "Tenant ID: a0000000-0000-4000-8000-000000000001",
        "Client ID: e0000000-0000-4000-8000-000000000001",
        "key: 'pulumi stack output clientSecret --show-secrets --stack test' prints key 1",
        "Run 'pulumi up --stack test' again once a month: it renews the key when it is due.",
      ],
    });
    expect(secretOutputs).toEqual(["clientSecret"]);
  });

  it("puts the operator's own settings on the application", async () => {
    const owners = ["aa000000-0000-4000-8000-000000000001"];
    const { resources } = await runProgram({
      config: {
        "esia:displayName": "ESIA of Contoso",
        "esia:secretMonths": 6,
        "esia:owners": owners,
        "esia:serviceManagementReference": "CMDB-7",
        "esia:notes": "Asked for by J. Doe.",
      },
    });
    const { application, "service-principal": principal, "secret-1": secret } = byName(resources);
    expect(application?.inputs).toMatchObject({
      displayName: "ESIA of Contoso",
      owners,
      serviceManagementReference: "CMDB-7",
      notes: `${NOTES}\n\nAsked for by J. Doe.`,
    });
    expect(principal?.inputs).toMatchObject({ owners });
    expect(secret?.inputs).toMatchObject({ endDate: "2027-05-22T00:00:00Z" });
  });

  it.each([
    [24, "once a month"],
    [6, "once a month"],
    [5, "every two weeks"],
    [3, "every two weeks"],
    [2, "every week"],
    [1, "every week"],
  ])("says of keys of %i months that a run is needed %s", async (months, often) => {
    const { outputs } = await runProgram({ config: { "esia:secretMonths": months } });
    expect((outputs["nextSteps"] as string[]).at(-1)).toBe(
      `Run 'pulumi up --stack test' again ${often}: it renews the key when it is due.`,
    );
  });

  it("declares only the request when consent is left to others, and says where it is given", async () => {
    const { resources, outputs } = await runProgram({ config: { "esia:grantConsent": false } });
    expect(Object.keys(byName(resources)).sort()).toEqual(["application", "mark", "secret-1", "service-principal"]);
    expect(byName(resources)["application"]?.inputs["requiredResourceAccesses"]).toHaveLength(2);
    expect(outputs["consentUrl"]).toBe(
      "https://login.microsoftonline.com/a0000000-0000-4000-8000-000000000001/adminconsent?client_id=e0000000-0000-4000-8000-000000000001",
    );
    expect((outputs["nextSteps"] as string[]).slice(0, 2)).toEqual([
      'A Privileged Role Administrator opens the page applicationUrl (see the outputs) and chooses "Grant admin consent";',
      "or accepts at consentUrl. If that ends on AADSTS500113, for want of a redirect address, the consent counts all the same.",
    ]);
  });

  it("gives a national cloud's addresses", async () => {
    const { outputs } = await runProgram({
      config: { "esia:grantConsent": false, "azuread:environment": "usgovernment" },
    });
    expect(outputs["consentUrl"]).toMatch(/^https:\/\/login\.microsoftonline\.us\//);
    expect(outputs["applicationUrl"]).toMatch(/^https:\/\/entra\.microsoft\.us\//);
  });

  it.each([
    ["names a cloud where the stack does not", "china", /^https:\/\/entra\.microsoftonline\.cn\//],
    ["says nothing when it is empty", "", /^https:\/\/entra\.microsoft\.com\//],
  ])("ARM_ENVIRONMENT %s", async (_, value, portal) => {
    const { outputs } = await runProgram({ environment: { ARM_ENVIRONMENT: value } });
    expect(outputs["applicationUrl"]).toMatch(portal);
  });

  it("says which day it takes for today, where that is made up", async () => {
    const { log } = await runProgram({ environment: { ESIA_AS_OF: "2026-11-23" }, saysDay: true });
    expect(log).toContain("info: ESIA_AS_OF is set: this run takes 2026-11-23 for today.");
  });

  it("says that it takes live grants away, before it does", async () => {
    const ofGraph = { resourceObjectId: GRAPH.objectId };
    const held = { "grant-User.Read.All": ofGraph, "grant-ServiceHealth.Read": {}, "grant-Reports.Read.All": ofGraph };
    const { log } = await runProgram({ held, config: { "esia:omit": ["User.Read.All", "ServiceHealth.Read"] } });
    expect(log).toContain(
      "warning: This run takes away what is granted now: ServiceHealth.Read, User.Read.All. " +
        "ESIA loses it at once; undo the change of esia:omit or esia:grantConsent to keep it.",
    );
    const taken = await runProgram({ held, config: { "esia:grantConsent": false } });
    expect(taken.log.join()).toContain(
      "takes away what is granted now: ServiceHealth.Read, Reports.Read.All, User.Read.All.",
    );
  });
});

describe.each(all)("leaving out %s", (role) => {
  it("takes it out of the request and the grants, and nothing else", async () => {
    const { resources } = await runProgram({ config: { "esia:omit": [role] } });
    const left = all.filter((other) => other !== role);
    expect(resources.filter(({ type }) => type === GRANT)).toEqual(left.map(grant));
    expect(byName(resources)["application"]?.inputs["requiredResourceAccesses"]).toEqual([
      request(
        MANAGEMENT.clientId,
        MANAGEMENT_ROLES.filter((other) => other !== role),
      ),
      request(
        GRAPH.clientId,
        all.slice(3).filter((other) => other !== role),
      ),
    ]);
  });
});

describe("a tenant without the Management APIs", () => {
  it("gets no principal of them where all their roles are left out, and the roles of Graph all the same", async () => {
    const { resources, log } = await runProgram({ config: { "esia:omit": all.slice(0, 3) }, apis: [GRAPH] });
    expect(byName(resources)["management-api"]).toBeUndefined();
    expect(resources.filter(({ type }) => type === GRANT)).toEqual(all.slice(3).map(grant));
    expect(log.join()).not.toContain("has no service principal");
  });
});

describe("the keys", () => {
  const endDate = "2028-11-22T00:00:00Z";
  const first = { keyId: "k1", startDate: "2026-11-23T09:30:00Z", endDate };

  it("stay as they were made, whatever the day and the settings are now", async () => {
    const inputs = await inputsOf("secret-1", {
      held: { "secret-1": first },
      config: { "esia:secretMonths": 3 },
      environment: { ESIA_AS_OF: "2027-06-01" },
    });
    expect(inputs).toMatchObject({ endDate });
  });

  it("overlap: a renewal declares the new one beside the old one, and names both", async () => {
    const { resources, outputs, log } = await runProgram({
      held: { "secret-1": first },
      environment: { ESIA_AS_OF: "2028-08-25" },
    });
    expect(resources.filter(({ type }) => type === SECRET).map(({ name }) => name)).toEqual(["secret-2", "secret-1"]);
    expect(outputs).toMatchObject({
      clientSecret: "value-of-secret-2",
      secretNumber: 2,
      secretExpires: "2030-08-24T00:00:00Z",
      previousSecret: { number: 1, keyId: "k1", expires: "2028-11-22T00:00:00Z" },
      olderSecrets: [{ number: 1, keyId: "k1", expires: "2028-11-22T00:00:00Z" }],
    });
    expect(log).toEqual([
      "info: Key 1 works for 89 more days, until 2028-11-22.",
      "info: This run makes key 2: type it into ESIA before 2028-11-22. When ESIA uses key 2, 'pulumi config set " +
        "esia:retireUpTo 1 --stack test' and 'pulumi up --stack test' remove key 1; or wait until it ends.",
    ]);
  });
});

describe("the Management API's service principal", () => {
  it("is made when it is absent, and the preview says what it cannot show yet", async () => {
    const { resources, log } = await runProgram({ apis: [GRAPH], preview: true });
    expect(byName(resources)["management-api"]).toEqual({
      type: PRINCIPAL,
      name: "management-api",
      inputs: { clientId: "c5393580-f805-4401-95e8-94b7a6ef2fc2" },
    });
    expect(log).toContain(
      "info: The tenant has no service principal of the Office 365 Management APIs yet: this run makes it. " +
        "Only then can its roles be checked and granted, so the preview cannot show their ids.",
    );
  });

  it("is not taken for absent when its look-up fails", async () => {
    const unanswered = { ...MANAGEMENT, failure: "unexpected status 503 (503 Service Unavailable)" };
    await expect(runProgram({ apis: [GRAPH, unanswered] })).rejects.toThrow(
      "unexpected status 503 (503 Service Unavailable)",
    );
  });

  it("is not declared when it was there before", async () => {
    expect(await inputsOf("management-api", {})).toBeUndefined();
  });

  it("stays declared once it was made", async () => {
    expect(await inputsOf("management-api", { held: { "management-api": {} } })).toEqual({
      clientId: "c5393580-f805-4401-95e8-94b7a6ef2fc2",
    });
  });

  it("is asked back by a refresh when somebody deleted it", async () => {
    await expect(runProgram({ apis: [GRAPH], held: { "management-api": {} } })).rejects.toThrow(
      "Run 'pulumi refresh --stack test'",
    );
  });
});

describe("a credential of the operator's in the stack's configuration", () => {
  const config = { "azuread:clientSecret": "abc8Q~0123456789" };
  const warnings = async (keys: string[]) => {
    const environment = { PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(keys) };
    const { log } = await runProgram({ config, environment });
    return log.filter((line) => line.startsWith("warning: azuread:clientSecret"));
  };

  it("in clear is a warning that does not repeat it, and encrypted none", async () => {
    const said = await warnings([]);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^warning: azuread:clientSecret is in clear in the stack's configuration/);
    expect(said[0]).not.toContain("abc8Q~");
    expect(await warnings(["azuread:clientSecret"])).toEqual([]);
  });
});

describe("the program ends before it declares anything", () => {
  it.each<[string, Circumstances, string]>([
    ["when a setting is refused", { config: { "esia:secretMonths": 25 } }, "esia:secretMonths must be a whole number"],
    ["when azuread's cloud is unknown", { config: { "azuread:environment": "moon" } }, "azuread:environment is"],
    [
      "when ESIA_AS_OF would reach a real tenant",
      { environment: { ARM_METADATA_HOSTNAME: "" } },
      "ESIA_AS_OF is set: it shows what a run on another day would do",
    ],
    [
      "when the state is another stack's",
      { heldBy: "old", held: { mark: {} } },
      "The state of stack test was imported from stack old",
    ],
    [
      "when the state's keys cannot be understood",
      { held: { "secret-1": {} } },
      "The state holds secret-1 without a key id.",
    ],
    [
      "when a role is not offered",
      { apis: [{ ...GRAPH, appRoles: GRAPH.appRoles.slice(1) }, MANAGEMENT] },
      "Microsoft Graph does not offer the application role Agreement.Read.All in this tenant.",
    ],
    [
      "when a role is offered only as a delegated permission",
      { apis: [GRAPH, { ...MANAGEMENT, appRoles: [] }] },
      "Office 365 Management APIs offers ActivityFeed.Read only as a delegated permission",
    ],
  ])("%s", async (_, circumstances, message) => {
    await expect(runProgram(circumstances)).rejects.toThrow(message);
  });
});
