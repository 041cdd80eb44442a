import { describe, expect, it } from "vitest";
import type { Meeting } from "../../commands/doctor/ownership.ts";
import { rightsRows } from "../../commands/doctor/rights.ts";
import { tenantRow } from "../../commands/doctor/sign-in.ts";
import { refused } from "../../microsoft/failure.ts";
import { type Claims, readClaims } from "../../operator/claims.ts";
import { PERMISSIONS } from "../../permissions.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const SELF = "aa000000-0000-4000-8000-000000000001";
const SOMEBODY = "bb000000-0000-4000-8000-000000000002";
const ROLES = {
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
  "Privileged Role Administrator": "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
};
/** What every user's and every application's token holds. */
const EVERY_USER = "b79fbf4d-3ef9-4689-8143-76b194e85509";
const EVERY_APP = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

const app = (...roles: string[]): Claims => ({
  tenantId: TENANT,
  who: "application Operator (client id c)",
  kind: "application",
  clientId: "c",
  objectId: SELF,
  roles,
  directoryRoles: [EVERY_APP],
});
const user = (...directoryRoles: string[]): Claims => ({
  tenantId: TENANT,
  who: "user admin@contoso.com",
  kind: "user",
  clientId: "cli",
  objectId: SELF,
  roles: [],
  directoryRoles: [EVERY_USER, ...directoryRoles],
});

/** Before a first run. */
const first = (settings: Partial<Meeting["settings"]> = {}): Meeting => ({
  settings: { grantConsent: true, omit: [], owners: [], ...settings },
  state: { grants: [] },
  owners: undefined,
  stack: "acme",
});
/** After one: the application and all grants are in the state. */
const later = (owners: string[], settings: Partial<Meeting["settings"]> = {}): Meeting => ({
  ...first({ owners, ...settings }),
  state: { application: { objectId: "o", clientId: "esia-1" }, grants: PERMISSIONS.map(({ role }) => role) },
  owners: { value: owners },
});
const results = (claims: Claims, meeting: Meeting = first()) => rightsRows(claims, meeting).map(({ result }) => result);

describe("before a first run: rights to make the application, grant Management API roles, grant Graph roles", () => {
  it.each([
    [
      ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"],
      ["pass", "pass", "pass"],
    ],
    [
      ["Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All", "Application.Read.All"],
      ["fail", "pass", "pass"],
    ],
    [
      ["Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All"],
      ["fail", "fail", "fail"],
    ],
    [["Application.ReadWrite.All"], ["pass", "fail", "fail"]],
    [["AppRoleAssignment.ReadWrite.All"], ["fail", "fail", "fail"]],
    [
      ["Application.Read.All", "Directory.ReadWrite.All"],
      ["fail", "fail", "fail"],
    ],
    [[], ["fail", "fail", "fail"]],
  ])("of an application with %j", (roles, expected) => {
    expect(results(app(...roles))).toEqual(expected);
  });

  it("of an application that owns what it makes: esia:owners names it", () => {
    const claims = app("Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All", "Application.Read.All");
    expect(results(claims, first({ owners: [SOMEBODY, SELF.toUpperCase()] }))).toEqual(["pass", "pass", "pass"]);
    expect(results(claims, first({ owners: [SOMEBODY] }))).toEqual(["fail", "pass", "pass"]);
  });

  it("of an application that would not own what it makes: said with its object id and the command", () => {
    const [row] = rightsRows(app("Application.ReadWrite.OwnedBy"), first({ owners: [SOMEBODY] }));
    expect(row).toEqual({
      check: "Right to make the application",
      result: "fail",
      detail:
        "Application.ReadWrite.OwnedBy is not enough: azuread takes whoever makes an application out of its owners again, and " +
        "esia:owners does not name the application Operator (client id c). No key could be added, and the application could not " +
        "be removed.",
      next: `'pulumi config set --path "esia:owners[1]" ${SELF} --stack acme', then run doctor again.`,
    });
  });

  it.each([
    ["Global Administrator", ["pass", "pass", "pass"]],
    ["Privileged Role Administrator", ["fail", "pass", "pass"]],
    ["Application Administrator", ["pass", "pass", "fail"]],
    ["Cloud Application Administrator", ["pass", "pass", "fail"]],
  ] as const)("of a user or an application that is %s", (role, expected) => {
    expect(results(user(ROLES[role]))).toEqual(expected);
    const application = { ...app(), directoryRoles: [EVERY_APP, ROLES[role]] };
    expect(results(application)).toEqual(expected);
  });

  it("of a user without any role: nothing may be granted, and making the application depends on the tenant", () => {
    expect(results(user())).toEqual(["fail", "fail", "fail"]);
    expect(rightsRows(user(), first())[0]).toEqual({
      check: "Right to make the application",
      result: "fail",
      detail:
        "The user admin@contoso.com has no role that gives it (Cloud Application Administrator, Application Administrator, " +
        "Global Administrator). Many tenants let every user register applications; whether this one does is not known, and is " +
        "not enough: azuread takes whoever makes an application out of its owners again, and esia:owners does not name him.",
      next:
        "To be sure: activate or ask for the role Cloud Application Administrator, then sign in again ('az login --tenant " +
        `${TENANT} --allow-no-subscriptions'): a sign-in from before does not show it. Else 'pulumi config set --path "esia:owners[0]" ${SELF} --stack acme'.`,
    });
  });

  it("of a user whose token does not say", () => {
    expect(results({ ...user(), directoryRoles: undefined })).toEqual(["fail", "fail", "fail"]);
  });

  it("to grant are not needed where consent is somebody else's", () => {
    expect(rightsRows(app(), first({ grantConsent: false })).slice(1)).toMatchObject([
      { result: "pass", detail: "Not needed: esia:grantConsent is false." },
      { result: "pass", detail: "Not needed: esia:grantConsent is false." },
    ]);
  });

  it("that are missing are named with the least role that gives them, and how to get it", () => {
    expect(rightsRows(user(ROLES["Cloud Application Administrator"]), first())[2]).toEqual({
      check: "Right to grant Graph roles",
      result: "fail",
      detail: "The user admin@contoso.com holds none of Privileged Role Administrator, Global Administrator.",
      next:
        "Activate or ask for the role Privileged Role Administrator, then sign in again ('az login --tenant " +
        `${TENANT} --allow-no-subscriptions'): a sign-in from before does not show it. Or set esia:grantConsent to false: the run then only asks, ` +
        "and the output consentUrl lets somebody else consent.",
    });
    expect(rightsRows(app("Application.ReadWrite.All"), first())[1]?.next).toContain(
      "Let a Privileged Role Administrator add Microsoft Graph's application role AppRoleAssignment.ReadWrite.All to it " +
        "(Entra, App registrations, API permissions) and grant admin consent; a token issued before then does not show it.",
    );
    expect(rightsRows(app("AppRoleAssignment.ReadWrite.All"), first())[1]).toMatchObject({
      detail:
        "AppRoleAssignment.ReadWrite.All alone is not enough: granting takes one of Application.Read.All, " +
        "Application.ReadWrite.All, Directory.Read.All besides.",
      next: expect.stringContaining("Microsoft Graph's application role Application.Read.All to it"),
    });
  });
});

describe("after a first run: rights to renew the key, grant Management API roles, grant Graph roles", () => {
  const renewer = app("Application.ReadWrite.OwnedBy");

  it("of an application that owns the stack's: enough to renew, not to grant", () => {
    expect(rightsRows(renewer, later([SELF]))).toEqual([
      {
        check: "Right to renew the key",
        result: "pass",
        detail: "Given by Application.ReadWrite.OwnedBy and ownership of the stack's application.",
      },
      {
        check: "Right to grant Management API roles",
        result: "pass",
        detail:
          "Not needed to renew: the state holds all 3 grants. Enough to renew, not to grant: another choice of roles and " +
          "'pulumi destroy --stack acme' take AppRoleAssignment.ReadWrite.All and Application.Read.All.",
      },
      {
        check: "Right to grant Graph roles",
        result: "pass",
        detail:
          "Not needed to renew: the state holds all 8 grants. Enough to renew, not to grant: another choice of roles and " +
          "'pulumi destroy --stack acme' take AppRoleAssignment.ReadWrite.All and Application.Read.All.",
      },
    ]);
  });

  it("of an application that does not own it: no key can be renewed, and how it becomes an owner", () => {
    expect(rightsRows(renewer, later([]))[0]).toEqual({
      check: "Right to renew the key",
      result: "fail",
      detail:
        "Application.ReadWrite.OwnedBy reaches what its holder owns, and the application Operator (client id c) is no owner of " +
        "the stack's application: no key can be renewed.",
      next:
        `Let somebody who may make it an owner: 'az ad app owner add --id esia-1 --owner-object-id ${SELF}', and so that no run ` +
        `takes that away: 'pulumi config set --path "esia:owners[0]" ${SELF} --stack acme'.`,
    });
  });

  it("of an owner whom a later run takes out: a warning", () => {
    const meeting = { ...later([]), owners: { value: [SELF] } };
    expect(rightsRows(renewer, meeting)[0]).toMatchObject({
      result: "warn",
      next: `'pulumi config set --path "esia:owners[0]" ${SELF} --stack acme'.`,
    });
  });

  it("of an application without Graph's roles: owning it is not enough", () => {
    expect(results(app("Application.Read.All"), later([SELF]))[0]).toBe("fail");
  });

  it("that rests on owners which cannot be read fails", () => {
    const unread = {
      unread: refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}'),
    };
    expect(rightsRows(renewer, { ...later([SELF]), owners: unread })[0]).toMatchObject({
      result: "fail",
      detail:
        "It takes ownership of the stack's application, whose owners were not read: graph.microsoft.com answered 403 Authorization_RequestDenied.",
    });
  });

  it.each([
    ["another role is asked for", { omit: ["User.Read.All"] }, "takes away User.Read.All.", "pass"],
    ["consent is left to others", { grantConsent: false }, "takes away Agreement.Read.All, ", "fail"],
  ])("when %s: they are needed again", (_, settings, change, managementResult) => {
    const [renew, management, graph] = rightsRows(renewer, later([SELF], settings));
    expect([renew?.result, management?.result, graph?.result]).toEqual(["pass", managementResult, "fail"]);
    expect(graph?.detail).toContain(`The next run ${change}`);
  });

  it("when a grant is not in the state: they are needed", () => {
    const meeting = later([SELF]);
    const grants = meeting.state.grants.filter((role) => role !== "User.Read.All");
    const row = rightsRows(renewer, { ...meeting, state: { ...meeting.state, grants } })[2];
    expect(row).toMatchObject({
      result: "fail",
      detail: expect.stringContaining("The next run grants User.Read.All."),
    });
  });

  it("of a user who owns it, and of one who does not", () => {
    expect(results(user(), later([SELF]))).toEqual(["pass", "pass", "pass"]);
    expect(results(user(), later([]))).toEqual(["fail", "pass", "pass"]);
    expect(results({ ...user(), directoryRoles: undefined }, later([]))).toEqual(["fail", "pass", "pass"]);
    expect(results(user(ROLES["Cloud Application Administrator"]), later([]))).toEqual(["pass", "pass", "pass"]);
  });

  it("an owner more takes Directory.Read.All besides, of an application", () => {
    const meeting = { ...later([SELF, SOMEBODY]), owners: { value: [SELF] } };
    const rows = (claims: Claims) => rightsRows(claims, meeting).filter(({ check }) => check === "Right to add owners");
    expect(rows(renewer)).toMatchObject([{ result: "fail", detail: expect.stringContaining(SOMEBODY) }]);
    expect(rows(app("Application.ReadWrite.All"))).toHaveLength(1);
    expect(rows(app("Application.ReadWrite.All", "Directory.Read.All"))).toEqual([]);
    expect(rows(user())).toEqual([]);
    expect(rightsRows(renewer, later([SELF])).map(({ check }) => check)).not.toContain("Right to add owners");
  });
});

describe("a token", () => {
  const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`;

  it("for an application has roles and no scopes", () => {
    expect(
      readClaims(token({ tid: TENANT, appid: "c", oid: "object-c", app_displayname: "Operator", roles: ["A"] })),
    ).toEqual({
      tenantId: TENANT,
      kind: "application",
      clientId: "c",
      objectId: "object-c",
      who: "application Operator (client id c)",
      roles: ["A"],
      directoryRoles: undefined,
    });
  });

  it("for a user has scopes and directory roles", () => {
    expect(
      readClaims(token({ tid: TENANT, appid: "cli", upn: "admin@contoso.com", scp: "email", wids: [EVERY_USER] })),
    ).toMatchObject({ kind: "user", who: "user admin@contoso.com", roles: [], directoryRoles: [EVERY_USER] });
  });

  it.each(["", "opaque", "a.b.c"])("%j is none", (text) => {
    expect(() => readClaims(text)).toThrow("What came back is no access token of Entra's.");
  });
});

describe("the tenant", () => {
  it.each([
    [TENANT, TENANT, "pass", `${TENANT}, as azuread:tenantId says.`],
    [TENANT, undefined, "pass", `${TENANT}, as azuread:tenantId says.`],
    [TENANT.toUpperCase(), TENANT, "pass", `${TENANT}, as azuread:tenantId says.`],
    [
      "contoso.onmicrosoft.com",
      "contoso.onmicrosoft.com",
      "pass",
      `${TENANT}, to which azuread:tenantId contoso.onmicrosoft.com led.`,
    ],
    [
      undefined,
      TENANT,
      "warn",
      `${TENANT}. The stack does not pin its tenant: a run with another sign-in would go to that one's.`,
    ],
    [OTHER, undefined, "fail", `The sign-in is at ${TENANT}; azuread:tenantId says ${OTHER}.`],
    [
      TENANT,
      OTHER,
      "fail",
      `The sign-in is at ${TENANT}; the stack's application is in ${OTHER}. The program refuses to run there; ` +
        "'pulumi refresh --stack acme' does not run it, and would empty the state.",
    ],
  ])("pinned to %s, with outputs of %s, is judged %s", (pinned, held, result, detail) => {
    expect(tenantRow({ tenantId: TENANT }, pinned, held, "acme")).toMatchObject({ result, detail });
  });

  it("is pinned by the command that the row gives", () => {
    expect(tenantRow({ tenantId: TENANT }, undefined, undefined, "acme").next).toBe(
      `'pulumi config set azuread:tenantId ${TENANT} --stack acme' pins it.`,
    );
  });
});
