import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, it } from "vitest";
import { delegatedRows } from "../../commands/adopt/delegated.ts";
import { look } from "../../commands/adopt/look.ts";
import { grantRole, OPERATOR_CLIENT_ID, revokeRole } from "../../dev/tenant/seed.ts";
import { reader, remover } from "../../microsoft/client.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { readSettings } from "../../settings.ts";
import { NEW } from "../doctor/given.ts";
import { configuration } from "../support/project-config.ts";
import { GRAPH as GRAPH_SCOPE, START, useTenant } from "../tenant/client.ts";
import { type EsiaApp, GRAPH_ID, provision } from "../verify/esia-app.ts";
import { around, GRAPH, PRINCIPAL } from "./given.ts";

const USER = "5d0a7c3b-2d1e-4a6f-b7c4-91b0e86a0e03";

describe("what people consented to", () => {
  const where = { stack: "acme", tenantId: "t", graphRoot: "https://graph.microsoft.com" };

  it("is shown, by name where the API is known and for whom, with the command that removes it", () => {
    const ours = { clientId: PRINCIPAL };
    const value = [
      {
        id: "d1",
        ...ours,
        resourceId: GRAPH,
        scope: "User.Read openid",
        consentType: "AllPrincipals",
        principalId: null,
      },
      { id: "-d2", ...ours, resourceId: "x", scope: " full ", consentType: "Principal", principalId: USER },
    ];
    expect(delegatedRows(around({ delegated: { value } }), where)).toEqual([
      {
        check: "Delegated grants",
        result: "warn",
        detail:
          "User.Read openid of Microsoft Graph, for everybody (AllPrincipals): ESIA signs nobody in. A run leaves it.",
        next: "If nobody needs it: 'npm run adopt -- --stack acme --remove-grant d1 --yes'.",
      },
      {
        check: "Delegated grants",
        result: "warn",
        detail: `full of API x, for user ${USER} (Principal): ESIA signs nobody in. A run leaves it.`,
        // An id may begin with a hyphen: without the sign it would be read as an option.
        next: "If nobody needs it: 'npm run adopt -- --stack acme --remove-grant=-d2 --yes'.",
      },
    ]);
    expect(delegatedRows(around(), where)).toEqual([]);
  });

  it("is not said to be nothing where it could not be read", () => {
    const unread = new RequestFailed("refused", "graph.microsoft.com", "answered 403", { status: 403 });
    expect(delegatedRows(around({ delegated: { unread } }), where)).toEqual([
      {
        check: "Delegated grants",
        result: "unknown",
        detail: "What people consented to is not readable with this sign-in: graph.microsoft.com answered 403.",
      },
    ]);
  });
});

describe("a removal by id of what people consented to", () => {
  const used = useTenant();
  let app: EsiaApp;
  const left = () => used.tenant.directory.delegatedGrants?.map(({ id }) => id);
  const removals = () =>
    used.tenant.requests.filter(({ method }) => method === "DELETE").map(({ path, status }) => `${path} ${status}`);
  const holds = (role: string) => grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, GRAPH_ID, role, START);

  beforeEach(() => {
    const { directory } = used.tenant;
    app = provision(used.tenant);
    const principalOf = (appId: string) =>
      directory.servicePrincipals.find(({ graph }) => graph.appId === appId)?.graph.id ?? "";
    const clientId = principalOf(app.target.values.clientId);
    const given = { resourceId: principalOf(GRAPH_ID), scope: "User.Read" };
    directory.delegatedGrants = [
      { id: "for-all", clientId, consentType: "AllPrincipals", principalId: null, ...given },
      { id: "for-one", clientId, consentType: "Principal", principalId: USER, ...given },
      {
        id: "anothers",
        clientId: principalOf(OPERATOR_CLIENT_ID),
        consentType: "AllPrincipals",
        principalId: null,
        ...given,
      },
    ];
    holds("Directory.Read.All");
  });

  /** What the command does once it is signed in. */
  async function removed(id: string, yes = true) {
    const { tenant } = used;
    const root = `https://${tenant.metadataHost}`;
    const ca = readFileSync(tenant.environment["SSL_CERT_FILE"] ?? "", "utf8");
    const source = { root, token: await used.token(GRAPH_SCOPE), ca, env: {}, again: async () => false };
    const rows = await look({
      stack: "acme",
      clientId: undefined,
      remove: { kind: "grant", id },
      yes,
      state: { ...NEW, application: { objectId: app.id, clientId: app.target.values.clientId } },
      config: {},
      settings: readSettings(configuration(), (words) => `'pulumi ${words}'`).settings,
      graph: reader(source),
      removing: remover(source),
      pulumi: () => Promise.reject(new Error("Pulumi is not asked.")),
      where: { stack: "acme", tenantId: tenant.tenantId, graphRoot: root },
      asksForSignIns: false,
      now: Temporal.Instant.fromEpochMilliseconds(START.getTime()),
    });
    expect(tenant.strictRefusals).toEqual([]);
    return rows;
  }

  it("shows scope and whom it is for, and removes nothing without --yes", async () => {
    expect(await removed("for-one", false)).toEqual([
      {
        check: "Grant to remove",
        result: "warn",
        detail: `User.Read of Microsoft Graph, for user ${USER} (Principal), delegated grant for-one. Nothing was removed.`,
        next: "To remove it: 'npm run adopt -- --stack acme --remove-grant for-one --yes'.",
      },
    ]);
    expect(removals()).toEqual([]);
    expect(left()).toEqual(["for-all", "for-one", "anothers"]);
  });

  it("takes that grant alone, and nothing of the application's own roles", async () => {
    holds("DelegatedPermissionGrant.ReadWrite.All");
    const roles = used.tenant.directory.appRoleAssignments.length;
    expect(await removed("for-all")).toEqual([
      {
        check: "Grant to remove",
        result: "pass",
        detail: "Removed: User.Read of Microsoft Graph, for everybody (AllPrincipals), delegated grant for-all.",
      },
    ]);
    expect(removals()).toEqual(["/v1.0/oauth2PermissionGrants/for-all 204"]);
    expect(left()).toEqual(["for-one", "anothers"]);
    expect(used.tenant.directory.appRoleAssignments).toHaveLength(roles);
  });

  it.each(["anothers", "for", "FOR-ALL"])("refuses %s, which is no grant of the application's", async (id) => {
    holds("DelegatedPermissionGrant.ReadWrite.All");
    expect(await removed(id)).toEqual([
      {
        check: "Grant to remove",
        result: "fail",
        detail: `The application has no grant ${id}.`,
        next: "'npm run adopt -- --stack acme' lists those beyond ESIA's.",
      },
    ]);
    expect(removals()).toEqual([]);
    expect(left()).toEqual(["for-all", "for-one", "anothers"]);
  });

  it("that Graph refuses names the right that it takes, of a person and of an application", async () => {
    expect(await removed("for-all")).toEqual([
      {
        check: "Grant to remove",
        result: "fail",
        detail: `Not removed: ${used.tenant.metadataHost} answered 403 Authorization_RequestDenied.`,
        next:
          "It takes the role Cloud Application Administrator of a person who signs in, or of an application Microsoft Graph's " +
          "DelegatedPermissionGrant.ReadWrite.All, with consent. Then run this again, signed in anew.",
      },
    ]);
    expect(left()).toEqual(["for-all", "for-one", "anothers"]);
  });

  it("that somebody else was quicker with is gone already", async () => {
    holds("DelegatedPermissionGrant.ReadWrite.All");
    const { directory, faults } = used.tenant;
    const quicker = async () => {
      directory.delegatedGrants = directory.delegatedGrants?.filter(({ id }) => id !== "for-one") ?? [];
    };
    faults.add({ method: "DELETE", path: /oauth2PermissionGrants/, action: { before: quicker } });
    expect(await removed("for-one")).toEqual([
      {
        check: "Grant to remove",
        result: "pass",
        detail: `Gone already: User.Read of Microsoft Graph, for user ${USER} (Principal), delegated grant for-one.`,
      },
    ]);
    expect(removals()).toEqual(["/v1.0/oauth2PermissionGrants/for-one 404"]);
    expect(left()).toEqual(["for-all", "anothers"]);
  });

  it("whose answer was lost is asked of the tenant, and sent once", async () => {
    holds("DelegatedPermissionGrant.ReadWrite.All");
    used.tenant.faults.add({ method: "DELETE", path: /oauth2PermissionGrants/, action: { drop: "after" } });
    const [row] = await removed("for-all");
    expect(row).toMatchObject({ result: "pass" });
    expect(row?.detail).toMatch(/^Removed: User\.Read/);
    expect(removals()).toHaveLength(1);
  });

  it("is not begun where what people consented to may not be read, and says what reading takes", async () => {
    revokeRole(used.tenant.directory, OPERATOR_CLIENT_ID, GRAPH_ID, "Directory.Read.All");
    expect(await removed("for-all")).toEqual([
      {
        check: "Grant to remove",
        result: "fail",
        detail: `No role is granted by for-all, and what people consented to was not read: ${used.tenant.metadataHost} answered 403 Authorization_RequestDenied.`,
        next: "Reading that takes a person's sign-in, or of an application Microsoft Graph's Directory.Read.All, with consent.",
      },
    ]);
    expect(removals()).toEqual([]);
  });
});
