import { describe, expect, it } from "vitest";
import { apiRow } from "../../commands/doctor/apis.ts";
import { noAnswer, refused } from "../../microsoft/failure.ts";
import { GRAPH, MANAGEMENT } from "../support/mock-tenant.ts";
import { CLAIMS, NOT_READ, principal, TENANT, unread, WHERE } from "./given.ts";

describe("Microsoft's APIs", () => {
  const context = { omit: [], omitted: 0, held: false, claims: CLAIMS, where: WHERE };

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

  it("that lack several fail once, each appended to what is left out already", () => {
    const lacking = { value: principal(GRAPH, ["Agreement.Read.All", "Reports.Read.All"]) };
    expect(apiRow("graph", lacking, { ...context, omit: ["ServiceHealth.Read"], omitted: 1 })).toEqual({
      check: "Microsoft Graph",
      result: "fail",
      detail:
        "Microsoft Graph does not offer the application role Agreement.Read.All in this tenant. " +
        "Microsoft Graph does not offer the application role Reports.Read.All in this tenant.",
      next:
        `Leave them out with 'pulumi config set --path "esia:omit[1]" Agreement.Read.All --stack acme', then 'pulumi config set ` +
        `--path "esia:omit[2]" Reports.Read.All --stack acme', or ask ESIA's support what replaced them.`,
    });
  });

  it("that are disabled fail, with the command that enables them", () => {
    const disabled = { value: { ...principal(MANAGEMENT), accountEnabled: false } };
    expect(apiRow("management", disabled, context)).toEqual({
      check: "Office 365 Management APIs",
      result: "fail",
      detail: "In the tenant, but disabled: nobody gets a token for it (AADSTS500014), ESIA neither.",
      next: "Let an administrator enable it: 'az ad sp update --id c5393580-f805-4401-95e8-94b7a6ef2fc2 --set accountEnabled=true'.",
    });
  });

  it("that may not be read fail: the next run would meet the same", () => {
    expect(apiRow("graph", unread, context)).toEqual({ check: "Microsoft Graph", ...NOT_READ });
  });

  it.each([
    [
      noAnswer("graph.microsoft.com", "ECONNRESET"),
      "gave no answer (ECONNRESET)",
      "Check the network, and HTTPS_PROXY and NO_PROXY where a proxy is needed.",
    ],
    [
      refused("graph.microsoft.com", 401, '{"error":{"code":"InvalidAuthenticationToken"}}'),
      "answered 401 InvalidAuthenticationToken",
      `az login --tenant ${TENANT} --allow-no-subscriptions --scope https://graph.microsoft.com/.default`,
    ],
    [
      refused("graph.microsoft.com", 429, "", 600_000),
      "answered 429 and asks to wait 600 s",
      "Run it again in some minutes.",
    ],
    [refused("graph.microsoft.com", 503, ""), "answered 503", "Run it again in some minutes."],
    [
      noAnswer("graph.microsoft.com", "SELF_SIGNED_CERT_IN_CHAIN"),
      "has a certificate that is not trusted (SELF_SIGNED_CERT_IN_CHAIN)",
      "NODE_EXTRA_CA_CERTS",
    ],
  ])("that do not answer fail with what to do: %s", (failed, detail, next) => {
    const row = apiRow("graph", { unread: failed }, context);
    expect(row).toMatchObject({ result: "fail", detail: `Not read: graph.microsoft.com ${detail}.` });
    expect(row.next).toContain(next);
  });
});
