import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MISSPELT, type Offer, PERMISSIONS, roleIds, wantedPermissions } from "../permissions.ts";
import { GRAPH, MANAGEMENT, ROLE_IDS } from "./support/mock-tenant.ts";

const [activityFeed, readDlp] = PERMISSIONS;
if (!activityFeed || !readDlp) throw new Error("the list is empty");

describe("the roles ESIA needs", () => {
  it("are the 3 of the Management API and the 8 of Graph that the wiki means", () => {
    expect(PERMISSIONS.map(({ api, role }) => `${api} ${role}`)).toEqual([
      "management ActivityFeed.Read",
      "management ActivityFeed.ReadDlp",
      "management ServiceHealth.Read",
      "graph Agreement.Read.All",
      "graph APIConnectors.Read.All",
      "graph Application.Read.All",
      "graph Directory.Read.All",
      "graph Organization.Read.All",
      "graph Reports.Read.All",
      "graph ServiceHealth.Read.All",
      "graph User.Read.All",
    ]);
  });

  it("resolve to Microsoft's published ids", () => {
    const of = (api: string) => PERMISSIONS.filter((permission) => permission.api === api);
    expect({ ...roleIds(of("management"), MANAGEMENT), ...roleIds(of("graph"), GRAPH) }).toEqual(ROLE_IDS);
  });

  it("hold only roles that read", () => {
    for (const { role } of PERMISSIONS) expect(role).not.toMatch(/Write|Manage|FullControl|AccessAsUser/);
  });

  it("stand in the README with the same reasons", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    for (const { role, reason } of PERMISSIONS) expect(readme).toMatch(new RegExp(`\\| \`${role}\` \\| ${reason} \\|`));
  });

  it("explain the wiki's two misspelt names", () => {
    expect(MISSPELT).toEqual({
      "ActivityFeed.ReadIp": "ActivityFeed.ReadDlp",
      "APIConnectors.read.all": "APIConnectors.Read.All",
    });
  });

  it("shrink by what is left out, and by nothing else", () => {
    expect(wantedPermissions(["ServiceHealth.Read", "User.Read.All"]).map(({ role }) => role)).toEqual([
      "ActivityFeed.Read",
      "ActivityFeed.ReadDlp",
      "Agreement.Read.All",
      "APIConnectors.Read.All",
      "Application.Read.All",
      "Directory.Read.All",
      "Organization.Read.All",
      "Reports.Read.All",
      "ServiceHealth.Read.All",
    ]);
  });
});

describe("a role is refused", () => {
  const offer = (change: Partial<Offer>): Offer => ({ ...MANAGEMENT, ...change });

  it("when its API does not know it", () => {
    expect(() => roleIds([readDlp], offer({ appRoles: [], oauth2PermissionScopes: [] }))).toThrow(
      "Office 365 Management APIs does not offer the application role ActivityFeed.ReadDlp in this tenant. " +
        `Leave it out with 'pulumi config set --path "esia:omit[0]" ActivityFeed.ReadDlp', or ask ESIA's support which role replaced it.`,
    );
  });

  it("when its API offers it only for signed-in users", () => {
    expect(() => roleIds([activityFeed], offer({ appRoles: [] }))).toThrow(
      "Office 365 Management APIs offers ActivityFeed.Read only as a delegated permission, for signed-in users, not as an application role.",
    );
  });

  it("when only users can hold it", () => {
    const appRoles = MANAGEMENT.appRoles.map((role) => ({ ...role, allowedMemberTypes: ["User"] }));
    expect(() => roleIds([activityFeed], offer({ appRoles, oauth2PermissionScopes: [] }))).toThrow("does not offer");
  });

  it("when Microsoft has disabled it", () => {
    const appRoles = MANAGEMENT.appRoles.map((role) => ({ ...role, enabled: false }));
    expect(() => roleIds([activityFeed], offer({ appRoles, oauth2PermissionScopes: [] }))).toThrow("does not offer");
  });

  it("when only its letters' case fits", () => {
    const appRoles = MANAGEMENT.appRoles.map((role) => ({ ...role, value: role.value.toLowerCase() }));
    expect(() => roleIds([activityFeed], offer({ appRoles, oauth2PermissionScopes: [] }))).toThrow("does not offer");
  });
});
