import { describe, expect, it } from "vitest";
import type { Grant } from "../../commands/doctor/directory.ts";
import { grantRows } from "../../commands/doctor/grants.ts";
import { PERMISSIONS } from "../../permissions.ts";
import { GRAPH, MANAGEMENT } from "../support/mock-tenant.ts";
import { NOT_READ, principal, RAN, unread, WHERE } from "./given.ts";

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
    state: { ...RAN, grants: [{ role: "User.Read.All", id: "g1" }] },
    omit: [] as string[],
    grantConsent: true,
    where: WHERE,
  };

  it("that the state knows pass", () => {
    expect(grantRows({ value: [users] }, context)).toEqual([
      { check: "Grants", result: "pass", detail: "1 on the application, none beyond what is asked for." },
    ]);
  });

  it("that a run would make again fail, with the command that takes them over", () => {
    expect(grantRows({ value: [users] }, { ...context, state: RAN })).toEqual([
      {
        check: "Grants",
        result: "fail",
        detail:
          "User.Read.All of Microsoft Graph is granted already, and not by this stack: the run that grants it would end in an error.",
        next: "Take it over: 'npm run adopt -- --stack acme --yes', then 'pulumi up --stack acme'.",
      },
    ]);
  });

  describe("where the run leaves consent to others,", () => {
    const omit = PERMISSIONS.map(({ role }) => role).filter(
      (role) => !["User.Read.All", "Reports.Read.All"].includes(role),
    );
    const left = { ...context, state: RAN, grantConsent: false };
    const reports = { ...users, id: "g2", appRoleId: "230c1aed-a721-4c5d-9cb4-a90514e508ef" };
    const next =
      "Let a Privileged Role Administrator open what 'pulumi stack output consentUrl --stack acme' prints, and accept.";

    it("that somebody else's consent made pass", () => {
      expect(grantRows({ value: [users, reports] }, { ...left, omit })).toEqual([
        { check: "Grants", result: "pass", detail: "2 on the application, none beyond what is asked for." },
      ]);
    });

    it("that nobody made yet are one warning", () => {
      const detail = "Nobody has consented yet: none of the 11 roles that the application asks for is granted.";
      expect(grantRows({ value: [] }, left)).toEqual([{ check: "Grants", result: "warn", detail, next }]);
    });

    it("that are there in part are one warning that names the rest", () => {
      const detail =
        "Consent was given in part: of the 2 roles that the application asks for Reports.Read.All is not granted.";
      expect(grantRows({ value: [users] }, { ...left, omit })).toEqual([
        { check: "Grants", result: "warn", detail, next },
      ]);
    });

    it("that cannot be named are not missed", () => {
      const apis = { ...context.apis, management: unread };
      expect(grantRows({ value: [] }, { ...left, apis }).filter(({ detail }) => /consent/i.test(detail))).toEqual([]);
    });
  });

  it.each([
    ["of a role that ESIA does not need", [mail], []],
    ["of a role that is left out", [{ ...users, id: "g2" }], ["User.Read.All"]],
    ["of another API", [{ ...users, id: "g2", resourceId: "other", resourceDisplayName: "Exchange" }], []],
  ])("%s are a warning with the command that removes them", (_, grants, omit) => {
    const [row] = grantRows({ value: grants }, { ...context, omit, state: RAN });
    expect(row?.result).toBe("warn");
    expect(row?.next).toBe(
      "If nobody needs it: 'npm run adopt -- --stack acme --remove-grant g2', which removes it with --yes.",
    );
  });

  it("that are in the state and gone from the tenant fail, with the run that grants them anew", () => {
    const state = { grants: [...context.state.grants, { role: "Reports.Read.All", id: "g3" }] };
    expect(grantRows({ value: [users] }, { ...context, state })).toEqual([
      {
        check: "Grants",
        result: "fail",
        detail:
          "In the stack's state and gone from the tenant: Reports.Read.All. ESIA reads nothing by it, and a run without a " +
          "refresh does not notice.",
        next: "'pulumi up --refresh --stack acme' grants anew what is wanted.",
      },
    ]);
  });

  it.each([
    ["left out", { omit: ["User.Read.All"] }],
    ["left to others", { grantConsent: false }],
  ])("that are gone and %s are forgotten by a run with a refresh, and would end one without in an error", (_, more) => {
    expect(grantRows({ value: [] }, { ...context, ...more })[0]).toMatchObject({
      result: "fail",
      next: "'pulumi up --refresh --stack acme' makes the state forget what is not; without a refresh its removal would end in an error.",
    });
  });

  it("of an API that was not read are not judged, and never offered for removal", () => {
    const apis = { ...context.apis, graph: unread };
    expect(grantRows({ value: [users] }, { ...context, apis, state: RAN })).toEqual([
      {
        check: "Grants",
        result: "fail",
        detail: "1 on the application is not in the stack's state, and not judged: the API was not read.",
      },
    ]);
  });

  it("that may not be read fail", () => {
    expect(grantRows(unread, context)).toEqual([{ check: "Grants", ...NOT_READ }]);
  });
});
