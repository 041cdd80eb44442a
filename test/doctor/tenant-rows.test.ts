import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { apiRow } from "../../commands/doctor/apis.ts";
import { applicationRows } from "../../commands/doctor/application.ts";
import type { ApiPrincipal, Application, Grant } from "../../commands/doctor/directory.ts";
import type { StackState } from "../../commands/doctor/stack-state.ts";
import { grantRows, secretRows } from "../../commands/doctor/untracked.ts";
import { noAnswer, refused } from "../../microsoft/failure.ts";
import type { Claims } from "../../operator/claims.ts";
import { GRAPH, MANAGEMENT } from "../support/mock-tenant.ts";

const CLAIMS: Claims = {
  tenantId: "t",
  who: "application Operator (client id c)",
  kind: "application",
  clientId: "c",
  objectId: "o",
  roles: ["Application.ReadWrite.All"],
  directoryRoles: undefined,
};
const unread = {
  unread: refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}'),
};

function principal(api: typeof GRAPH, without: string[] = []): ApiPrincipal {
  return {
    id: api.objectId,
    appId: api.clientId,
    appRoles: api.appRoles
      .filter(({ value }) => !without.includes(value))
      .map(({ enabled, ...role }) => ({ ...role, isEnabled: enabled })),
    oauth2PermissionScopes: api.oauth2PermissionScopes,
  };
}

describe("Microsoft's APIs", () => {
  const context = { omit: [], held: false, claims: CLAIMS, stack: "acme" };

  it("are in the tenant and offer what is asked for", () => {
    expect(apiRow("management", { value: principal(MANAGEMENT) }, context)).toEqual({
      check: "Office 365 Management APIs",
      result: "pass",
      detail: "In the tenant, and offers the 3 roles that are asked for.",
    });
    expect(apiRow("graph", { value: principal(GRAPH) }, { ...context, omit: ["User.Read.All"] })).toMatchObject({
      result: "pass",
      detail: "In the tenant, and offers the 7 roles that are asked for.",
    });
  });

  it("that lack a role fail, with the way to leave it out", () => {
    expect(apiRow("graph", { value: principal(GRAPH, ["Agreement.Read.All"]) }, context)).toEqual({
      check: "Microsoft Graph",
      result: "fail",
      detail: "Microsoft Graph does not offer the application role Agreement.Read.All in this tenant.",
      next: `Leave it out with 'pulumi config set --path "esia:omit[0]" Agreement.Read.All --stack acme', or ask ESIA's support what replaced it.`,
    });
  });

  it("that lack several are left out all at once, behind what is left out already", () => {
    const lacking = principal(GRAPH, ["Agreement.Read.All", "Organization.Read.All"]);
    expect(apiRow("graph", { value: lacking }, { ...context, omit: ["Reports.Read.All"] })).toMatchObject({
      detail:
        "Microsoft Graph does not offer the application role Agreement.Read.All in this tenant. " +
        "Microsoft Graph does not offer the application role Organization.Read.All in this tenant.",
      next:
        `Leave them out with 'pulumi config set --path "esia:omit[1]" Agreement.Read.All --stack acme', then ` +
        `'pulumi config set --path "esia:omit[2]" Organization.Read.All --stack acme', or ask ESIA's support what replaced them.`,
    });
  });

  it("an absent API is no matter where none of its roles is asked for", () => {
    const omit = ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"];
    expect(apiRow("management", { value: undefined }, { ...context, omit, held: false })).toMatchObject({
      result: "pass",
      detail: "Not needed: the stack's settings leave out all its roles.",
    });
  });

  it("the Management API may be absent where the operator can make it", () => {
    expect(apiRow("management", { value: undefined }, context)).toMatchObject({ result: "pass" });
    const administrator = { ...CLAIMS, kind: "user" as const, roles: [] };
    expect(apiRow("management", { value: undefined }, { ...context, claims: administrator })).toMatchObject({
      result: "pass",
    });
  });

  it.each([
    [
      "management",
      { ...context, claims: { ...CLAIMS, roles: ["Application.ReadWrite.OwnedBy"] } },
      "Let an administrator make it once: 'az ad sp create --id c5393580-f805-4401-95e8-94b7a6ef2fc2'.",
    ],
    [
      "management",
      { ...context, held: true },
      "'pulumi refresh --stack acme', so that the state says so too, then 'pulumi up --stack acme' makes it anew.",
    ],
    [
      "graph",
      context,
      "Check that the sign-in is at the right tenant and cloud (azuread:tenantId, azuread:environment).",
    ],
  ] as const)("%s that is absent fails otherwise: %#", (key, given, next) => {
    expect(apiRow(key, { value: undefined }, given)).toMatchObject({ result: "fail", next });
  });

  it("that may not be read are not known", () => {
    expect(apiRow("graph", unread, context)).toEqual({
      check: "Microsoft Graph",
      result: "unknown",
      detail: "Not read: graph.microsoft.com answered 403 Authorization_RequestDenied.",
    });
  });

  it("that do not answer are not known either, with what to look at", () => {
    const silent = { unread: noAnswer("graph.microsoft.com", "ECONNRESET") };
    expect(apiRow("graph", silent, context)).toEqual({
      check: "Microsoft Graph",
      result: "unknown",
      detail: "Not read: graph.microsoft.com gave no answer (ECONNRESET).",
      next: "Check the network, and HTTPS_PROXY and NO_PROXY where a proxy is needed.",
    });
  });
});

const NEW: StackState = {
  held: [],
  resources: 0,
  managementApi: false,
  keyIds: [],
  grantIds: [],
  grants: [],
  pending: [],
  inClear: [],
};
const RAN: StackState = { ...NEW, mark: "mark-1", application: { objectId: "o1", clientId: "c1" }, keyIds: ["k1"] };

function application(appId: string, more: Partial<Application> = {}): Application {
  return {
    id: `object of ${appId}`,
    appId,
    displayName: "esia",
    createdDateTime: "2026-11-23T10:00:00Z",
    tags: ["HideApp"],
    passwordCredentials: [],
    ...more,
  };
}

describe("applications in the tenant", () => {
  const judge = (found: Application[], state: StackState) =>
    applicationRows({ value: found }, { state, displayName: "esia", stack: "acme" });
  const marked = { tags: ["HideApp", "esia-stack:mark-1"] };

  it("none of that name, before the first run, passes", () => {
    expect(judge([], NEW)).toEqual([
      { check: "Application", result: "pass", detail: `None named "esia" yet: a run makes it.` },
    ]);
  });

  it("the stack's own passes, marked or not", () => {
    expect(judge([application("c1", marked)], RAN)).toMatchObject([
      {
        result: "pass",
        detail: `"esia", client id c1, made 2026-11-23, is the stack's; it carries the stack's mark.`,
      },
    ]);
    expect(judge([application("c1")], RAN)).toMatchObject([{ result: "pass" }]);
  });

  it("the stack's own that is gone fails", () => {
    expect(judge([], RAN)).toMatchObject([
      {
        result: "fail",
        detail:
          "The stack's application (client id c1) is not in this tenant: deleted, or the sign-in is at another tenant.",
      },
    ]);
  });

  it("one with the stack's mark that the state does not hold fails, and is named by its client id", () => {
    expect(judge([application("c9", marked)], { ...NEW, mark: "mark-1" })).toEqual([
      {
        check: "Application",
        result: "fail",
        detail: `"esia", client id c9, made 2026-11-23, carries this stack's mark, but the state does not hold it: an interrupted run left it, or the state was cut.`,
        next:
          "If ESIA's node does not use this client id, remove it: 'az ad app delete --id c9', then 'pulumi up --stack acme'. " +
          "If ESIA uses it, take it into the state: 'pulumi import --protect=false --generate-code=false " +
          "azuread:index/application:Application application /applications/object of c9 --stack acme', then run doctor again.",
      },
    ]);
  });

  it("one whose age nobody knows is named without it", () => {
    expect(judge([application("c9", { createdDateTime: null })], NEW)[0]?.detail).toBe(
      `"esia", client id c9, is there already and not of this stack: a run would refuse to make a second of that name.`,
    );
  });

  it("one of the same name fails before the first run and is a warning after it", () => {
    expect(judge([application("c9", { tags: ["esia-stack:mark-2"] })], NEW)).toEqual([
      {
        check: "Application",
        result: "fail",
        detail: `"esia", client id c9, made 2026-11-23, is there already and not of this stack: a run would refuse to make a second of that name.`,
        next: `Choose another name: 'pulumi config set esia:displayName "esia 2" --stack acme'. Or, when nobody needs the other one: 'az ad app delete --id c9'.`,
      },
    ]);
    expect(judge([application("c1", marked), application("c9")], RAN).map(({ result }) => result)).toEqual([
      "pass",
      "warn",
    ]);
  });

  it("that may not be read are not known", () => {
    expect(applicationRows(unread, { state: RAN, displayName: "esia", stack: "acme" })).toMatchObject([
      { result: "unknown" },
    ]);
  });
});

describe("client secrets on the application", () => {
  const now = Temporal.Instant.from("2026-11-23T12:00:00Z");
  const secret = (keyId: string, endDateTime: string, displayName: string | null = null) => ({
    keyId,
    displayName,
    endDateTime,
  });

  it("that the state knows, or that have ended, pass", () => {
    const own = application("c1", {
      passwordCredentials: [secret("k1", "2028-01-01T00:00:00Z"), secret("k0", "2026-11-23T12:00:00Z")],
    });
    expect(secretRows(own, RAN, now)).toEqual([
      { check: "Client secrets", result: "pass", detail: "1 live, each in the stack's state." },
    ]);
  });

  it("that are live and unknown fail one by one, each with the command that removes it", () => {
    const own = application("c1", {
      passwordCredentials: [
        secret("k1", "2028-01-01T00:00:00Z"),
        secret("k2", "2028-02-01T00:00:00Z", "ESIA key 2, made 2026-02-02"),
        secret("k3", "2026-11-24T00:00:00.1234567Z"),
      ],
    });
    expect(secretRows(own, RAN, now)).toEqual([
      {
        check: "Client secrets",
        result: "fail",
        detail: `"ESIA key 2, made 2026-02-02", key id k2, works until 2028-02-01 and is not in the stack's state: somebody added it, or an interrupted run left it.`,
        next: "When nothing signs in with it: 'az ad app credential delete --id c1 --key-id k2'.",
      },
      {
        check: "Client secrets",
        result: "fail",
        detail:
          "A secret without a name, key id k3, works until 2026-11-24 and is not in the stack's state: somebody added it, or an interrupted run left it.",
        next: "When nothing signs in with it: 'az ad app credential delete --id c1 --key-id k3'.",
      },
    ]);
  });
});

describe("grants on the application", () => {
  const users: Grant = {
    id: "g1",
    appRoleId: "df021288-bdef-4463-88db-98f22de89214",
    resourceId: GRAPH.objectId,
    resourceDisplayName: "Microsoft Graph",
  };
  const mail = { ...users, id: "g2", appRoleId: "810c84a8-4a9e-49e6-bf7d-12d183f40d01" };
  const context = {
    apis: { graph: { value: principal(GRAPH) }, management: { value: principal(MANAGEMENT) } },
    state: { ...RAN, grantIds: ["g1"] },
    omit: [] as string[],
    grantConsent: true,
    graphRoot: "https://graph.microsoft.com",
    stack: "acme",
  };

  it("that the state knows pass", () => {
    expect(grantRows({ value: [users] }, context)).toEqual([
      { check: "Grants", result: "pass", detail: "1 on the application, none beyond what is asked for." },
    ]);
  });

  it("that a run would make again fail, with the import that takes them in", () => {
    expect(grantRows({ value: [users] }, { ...context, state: RAN })).toEqual([
      {
        check: "Grants",
        result: "fail",
        detail:
          "User.Read.All of Microsoft Graph is granted already, and not by this stack: the run that grants it would end in an error.",
        next:
          "Take it into the state: 'pulumi import --protect=false --generate-code=false " +
          "azuread:index/appRoleAssignment:AppRoleAssignment grant-User.Read.All " +
          "/servicePrincipals/b0000000-0000-4000-8000-000000000001/appRoleAssignedTo/g1 --stack acme'.",
      },
    ]);
  });

  it("that somebody else's consent made pass where the run leaves consent to others", () => {
    expect(grantRows({ value: [users] }, { ...context, state: RAN, grantConsent: false })).toMatchObject([
      { result: "pass" },
    ]);
  });

  it.each([
    ["of a role that ESIA does not need", [mail], []],
    ["of a role that is left out", [{ ...users, id: "g2" }], ["User.Read.All"]],
    ["of another API", [{ ...users, id: "g2", resourceId: "other", resourceDisplayName: "Exchange" }], []],
  ])("%s are a warning with the command that removes them", (_, grants, omit) => {
    const [row] = grantRows({ value: grants }, { ...context, omit });
    expect(row?.result).toBe("warn");
    expect(row?.next).toMatch(
      /^If nobody needs it: 'az rest --method DELETE --url https:\/\/graph\.microsoft\.com\/v1\.0\/servicePrincipals\/[^/]+\/appRoleAssignedTo\/g2'\.$/,
    );
  });

  it("that may not be read are not known", () => {
    expect(grantRows(unread, context)).toMatchObject([{ result: "unknown" }]);
  });
});
