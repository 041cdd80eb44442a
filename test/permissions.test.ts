import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { leaveOut, MISSPELT, type Offer, PERMISSIONS, roleIds, wantedPermissions } from "../permissions.ts";
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
    const [management, graph] = [roleIds(of("management"), MANAGEMENT), roleIds(of("graph"), GRAPH)];
    expect({ ...management.ids, ...graph.ids }).toEqual(ROLE_IDS);
    expect([management.absent, graph.absent]).toEqual([[], []]);
  });

  it("hold only roles that read", () => {
    for (const { role } of PERMISSIONS) expect(role).not.toMatch(/Write|Manage|FullControl|AccessAsUser/);
  });

  it("stand in the README below their API, with the same reasons, and with what each shows of persons", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, management = "", graph = ""] = readme.split(
      /^\| (?:Office 365 Management APIs|Microsoft Graph) \| why \|.*$/m,
    );
    const tables = { management, graph: graph.split("\n\n")[0] ?? "" };
    const rows = (table: string) =>
      table
        .split("\n")
        .filter((line) => line.startsWith("| `"))
        .map((line) => line.split(" | "));
    for (const [api, table] of Object.entries(tables)) {
      expect(rows(table).map(([role, reason]) => [role, reason])).toEqual(
        PERMISSIONS.filter((permission) => permission.api === api).map(({ role, reason }) => [`| \`${role}\``, reason]),
      );
      for (const [, , persons] of rows(table)) expect(persons).toMatch(/^.{4,} \|$/);
    }
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

describe("a role is not offered", () => {
  const offer = (change: Partial<Offer>): Offer => ({ ...MANAGEMENT, ...change });
  const sentences = (permissions: typeof PERMISSIONS, offered: Offer) =>
    roleIds(permissions, offered).absent.map(({ sentence }) => sentence);
  const unknown = "Office 365 Management APIs does not offer the application role ActivityFeed.Read in this tenant.";

  it("when its API does not know it, and each such role is said", () => {
    expect(sentences([activityFeed, readDlp], offer({ appRoles: [], oauth2PermissionScopes: [] }))).toEqual([
      unknown,
      "Office 365 Management APIs does not offer the application role ActivityFeed.ReadDlp in this tenant.",
    ]);
  });

  it("when its API offers it only for signed-in users", () => {
    expect(sentences([activityFeed], offer({ appRoles: [] }))).toEqual([
      "Office 365 Management APIs offers ActivityFeed.Read only as a delegated permission, for signed-in users, not as an application role.",
    ]);
  });

  it.each([
    ["only users can hold it", { allowedMemberTypes: ["User"] }],
    ["Microsoft has disabled it", { enabled: false }],
    ["only its letters' case fits", { value: "activityfeed.read" }],
  ])("when %s", (_, change) => {
    const appRoles = MANAGEMENT.appRoles.map((role) => ({ ...role, ...change }));
    expect(sentences([activityFeed], offer({ appRoles, oauth2PermissionScopes: [] }))).toEqual([unknown]);
  });

  it("and is left out by a command that goes on behind what is left out already", () => {
    expect(leaveOut(["User.Read.All"], 0, "contoso")).toBe(
      "Leave it out with 'pulumi config set --path \"esia:omit[0]\" User.Read.All --stack contoso', or ask ESIA's support what replaced it.",
    );
    expect(leaveOut(["A", "B"], 1, "dev")).toBe(
      "Leave them out with 'npm start -- config set --path \"esia:omit[1]\" A', then 'npm start -- config set --path \"esia:omit[2]\" B', or ask ESIA's support what replaced them.",
    );
  });
});
