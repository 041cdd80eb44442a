import { describe, expect, it } from "vitest";
import { type Claims, readClaims } from "../../commands/doctor/claims.ts";
import { rightsRows } from "../../commands/doctor/rights.ts";
import { tenantRow } from "../../commands/doctor/sign-in.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const ROLES = {
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
  "Privileged Role Administrator": "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
};
const EVERY_USER = "b79fbf4d-3ef9-4689-8143-76b194e85509";

const app = (...roles: string[]): Claims => ({
  tenantId: TENANT,
  who: "application Operator (client id c)",
  kind: "application",
  clientId: "c",
  roles,
  directoryRoles: undefined,
});
const user = (...directoryRoles: string[]): Claims => ({
  tenantId: TENANT,
  who: "user admin@contoso.com",
  kind: "user",
  clientId: "cli",
  roles: [],
  directoryRoles: [EVERY_USER, ...directoryRoles],
});
const results = (claims: Claims) => rightsRows(claims, true).map(({ result }) => result);

describe("rights to make the application, grant Management API roles, grant Graph roles", () => {
  it.each([
    [
      ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"],
      ["pass", "pass", "pass"],
    ],
    [
      ["Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All"],
      ["pass", "pass", "pass"],
    ],
    [["Application.ReadWrite.All"], ["pass", "fail", "fail"]],
    [["AppRoleAssignment.ReadWrite.All"], ["fail", "pass", "pass"]],
    [
      ["Application.Read.All", "Directory.ReadWrite.All"],
      ["fail", "fail", "fail"],
    ],
    [[], ["fail", "fail", "fail"]],
  ])("of an application with %j", (roles, expected) => {
    expect(results(app(...roles))).toEqual(expected);
  });

  it.each([
    ["Global Administrator", ["pass", "pass", "pass"]],
    ["Privileged Role Administrator", ["unknown", "pass", "pass"]],
    ["Application Administrator", ["pass", "pass", "fail"]],
    ["Cloud Application Administrator", ["pass", "pass", "fail"]],
  ] as const)("of a user who is %s", (role, expected) => {
    expect(results(user(ROLES[role]))).toEqual(expected);
  });

  it("of a user without any role: nothing may be granted, and making the application depends on the tenant", () => {
    expect(results(user())).toEqual(["unknown", "fail", "fail"]);
  });

  it("of an application that holds a directory role", () => {
    const claims = { ...app(), directoryRoles: [ROLES["Cloud Application Administrator"]] };
    expect(results(claims)).toEqual(["pass", "pass", "fail"]);
  });

  it("of a user whose token does not say", () => {
    expect(results({ ...user(), directoryRoles: undefined })).toEqual(["unknown", "unknown", "unknown"]);
  });

  it("to grant are not needed where consent is somebody else's", () => {
    expect(rightsRows(user(), false).map(({ result, detail }) => `${result}: ${detail}`)).toEqual([
      "unknown: The user admin@contoso.com has no role that gives it (Application.ReadWrite.All, Application.ReadWrite.OwnedBy, Cloud Application Administrator, Application Administrator, Global Administrator), but many tenants let every user register applications.",
      "pass: Not needed: esia:grantConsent is false.",
      "pass: Not needed: esia:grantConsent is false.",
    ]);
  });

  it("that are missing are named with the least role that gives them, and how to get it", () => {
    expect(rightsRows(user(ROLES["Cloud Application Administrator"]), true)[2]).toEqual({
      check: "Right to grant Graph roles",
      result: "fail",
      detail:
        "The user admin@contoso.com holds none of AppRoleAssignment.ReadWrite.All, Privileged Role Administrator, Global Administrator.",
      next:
        "Activate or ask for the role Privileged Role Administrator, then sign in again ('az login --tenant " +
        `${TENANT}'): a sign-in from before does not show it. Or set esia:grantConsent to false: the run then only asks, ` +
        "and the output consentUrl lets somebody else consent.",
    });
    expect(rightsRows(app("Application.ReadWrite.All"), true)[1]?.next).toBe(
      "Let a Privileged Role Administrator add Microsoft Graph's application role AppRoleAssignment.ReadWrite.All to it " +
        "(Entra, App registrations, API permissions) and grant admin consent; a token issued before then does not show it.",
    );
  });
});

describe("a token", () => {
  const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`;

  it("for an application has roles and no scopes", () => {
    expect(readClaims(token({ tid: TENANT, appid: "c", app_displayname: "Operator", roles: ["A"] }))).toEqual({
      tenantId: TENANT,
      kind: "application",
      clientId: "c",
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
    ["contoso.onmicrosoft.com", undefined, "pass", `${TENANT}, as azuread:tenantId says.`],
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
      `The sign-in is at ${TENANT}; the stack's application is in ${OTHER}. A run would touch the wrong tenant.`,
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
