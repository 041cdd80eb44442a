import { describe, expect, it } from "vitest";
import { applicationChanges, principalChanges } from "../../commands/adopt/changes.ts";
import { application, around, PRINCIPAL } from "./given.ts";

const OWNER = "aa000000-0000-4000-8000-000000000001";
const asked = {
  displayName: "esia",
  owners: [] as string[],
  omit: [] as string[],
  serviceManagementReference: "",
  pipeline: undefined,
};
const GRAPH_APP = "00000003-0000-0000-c000-000000000000";
const lines = (rows: { check: string; detail: string }[]) => rows.map(({ check, detail }) => `${check}: ${detail}`);

describe("what a run takes from an application that it takes over", () => {
  it("is nothing of one that is as the program makes it", () => {
    const own = application({
      tags: ["HideApp", "esia-stack:x"],
      notes:
        "Lets ESIA monitor this Microsoft 365 tenant. Made and kept by Pulumi, project esia: change it there, not here.",
      requiredResourceAccess: [
        { resourceAppId: GRAPH_APP, resourceAccess: [{ id: "df021288-bdef-4463-88db-98f22de89214", type: "Role" }] },
      ],
    });
    expect(applicationChanges(own, around(), asked)).toEqual([]);
    expect(principalChanges(around(), asked)).toEqual([]);
  });

  it("is all that nobody declares, each in a row", () => {
    const own = application({
      displayName: "ESIA Monitoring",
      notes: "Asked for by J. Doe.",
      serviceManagementReference: "CMDB-7",
      isFallbackPublicClient: true,
      identifierUris: ["api://esia"],
      tags: ["billing", "HideApp"],
      appRoles: [{ id: "r1", value: "Read" }],
      api: { oauth2PermissionScopes: [{ id: "s1", value: null }] },
      web: { redirectUris: ["https://a.example"] },
      spa: { redirectUris: ["https://b.example"] },
      publicClient: { redirectUris: ["http://localhost"] },
      requiredResourceAccess: [
        {
          resourceAppId: GRAPH_APP,
          resourceAccess: [
            { id: "mail", type: "Role" },
            { id: "df021288-bdef-4463-88db-98f22de89214", type: "Scope" },
          ],
        },
        { resourceAppId: "exchange", resourceAccess: [{ id: "full", type: "Role" }] },
      ],
    });
    expect(
      lines(applicationChanges(own, around({ owners: [OWNER.toUpperCase(), "o2"] }), { ...asked, owners: [OWNER] })),
    ).toEqual([
      'Name: "ESIA Monitoring" becomes "esia", as esia:displayName says.',
      "Redirect addresses: Taken away: https://a.example, https://b.example, http://localhost; nobody can sign in by them any more.",
      "Identifier URIs: Taken away: api://esia; nobody can ask for tokens for them any more.",
      "Roles and scopes of its own: Taken away: Read, s1; others that use them lose them.",
      "Requested permissions: Taken away: Mail.Read, delegated User.Read.All, full of API exchange; they are asked for no longer; what was consented to stays until somebody removes it.",
      "Public client: Allowing public client flows is taken away.",
      "Notes: The application's internal notes are replaced.",
      'Service management reference: "CMDB-7" is taken away: esia:serviceManagementReference keeps it.',
      "Tags: Taken away: billing; they are replaced by the program's own.",
      "Owners: Taken away: o2; esia:owners does not name them: name there who is to stay.",
    ]);
  });

  it("is not the pipeline's ownership, where there is to be a pipeline", () => {
    const pipeline = { issuer: "https://a.example", subject: "s", audience: "a" };
    const owned = around({ owners: [OWNER] });
    expect(applicationChanges(application(), owned, { ...asked, pipeline }, OWNER.toUpperCase())).toEqual([]);
    expect(lines(applicationChanges(application(), owned, asked, OWNER))).toEqual([
      `Owners: Taken away: ${OWNER}; esia:owners does not name them: name there who is to stay.`,
    ]);
  });

  it("warns where a lost state showed names in reports, which a new one would never hide again", () => {
    const own = application({ tags: ["HideApp", "esia-shows-names", "esia-names-were:hidden"] });
    const [row, ...more] = applicationChanges(own, around(), asked);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ check: "Names in reports", result: "warn" });
    expect(row?.next).toContain("Hide them by hand first");
  });

  it("names ten of a thousand", () => {
    const redirectUris = Array.from({ length: 1_000 }, (_, at) => `https://${at}.example`);
    const [row] = applicationChanges(application({ web: { redirectUris } }), around(), asked);
    expect(row?.detail).toContain("https://9.example and 990 more; nobody");
  });

  it("names the switches of its service principal", () => {
    const principal = {
      id: PRINCIPAL,
      accountEnabled: false,
      appRoleAssignmentRequired: false,
      preferredSingleSignOnMode: "saml",
      tags: ["WindowsAzureActiveDirectoryIntegratedApp"],
    };
    expect(principalChanges(around({ principal, principalOwners: ["o2"] }), asked).map(({ detail }) => detail)).toEqual(
      [
        "It is disabled, and gets enabled. Somebody may have had a reason: ask first.",
        "Assignment becomes required: users who are not assigned can no longer sign in to it.",
        "Single sign-on (saml) is taken away.",
        "It gets hidden from users' launchers.",
        "Taken away: o2; esia:owners does not name them: name there who is to stay.",
      ],
    );
    expect(principalChanges(around({ principal: undefined }), asked)).toEqual([]);
  });
});
