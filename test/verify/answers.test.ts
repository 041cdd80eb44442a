import { describe, expect, it } from "vitest";
import { judgeFeed, SUBSCRIPTIONS } from "../../commands/verify/activity-feed.ts";
import { GRAPH_READS, judgeRead, LIST } from "../../commands/verify/graph-reads.ts";
import { judgeReport } from "../../commands/verify/usage-report.ts";
import { parsed } from "../../microsoft/client.ts";
import { noAnswer } from "../../microsoft/failure.ts";
import { reading } from "../../microsoft/read.ts";
import type { Shape } from "../../microsoft/shape.ts";

const answer = <const S extends Shape>(status: number, body: unknown, shape: S) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const given = { status, text, retryAfter: undefined, location: undefined };
  return reading((async () => parsed(given, "graph.microsoft.com", shape))());
};
const users = GRAPH_READS.find(({ role }) => role === "User.Read.All");
const judge = async (status: number, body: unknown) => {
  if (!users) throw new Error("no read of users");
  return judgeRead(users, await answer(status, body, LIST));
};

describe("an answer of Graph's", () => {
  it("without a licence is a warning", async () => {
    const message = "Neither tenant is B2C or tenant doesn't have premium license";
    expect(
      await judge(403, { error: { code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant", message } }),
    ).toEqual({
      check: "User.Read.All",
      result: "warn",
      detail:
        "The role is granted, but the tenant has no licence for this: 403, " +
        "Authentication_RequestFromNonPremiumTenantOrB2CTenant: Neither tenant is B2C or tenant doesn't have premium license.",
      next: "Nothing, if the tenant does not use the service; else assign a licence.",
    });
  });

  it("that hides its error in another one's message is unpacked", async () => {
    const message = '{"error":{"code":"S2SUnauthorized","message":"Invalid permission."}}';
    expect((await judge(403, { error: { code: "UnknownError", message } })).detail).toBe(
      "The role is in the token, yet the read is refused (403, S2SUnauthorized: Invalid permission).",
    );
  });

  it.each([
    [503, "<html>", "Microsoft's service has a problem (503)."],
    [
      500,
      { error: { code: "x", message: "No license server." } },
      "Microsoft's service has a problem (500, x: No license server).",
    ],
    [404, "", "The role is in the token, yet the read is refused (404)."],
    [200, "<html>Sign in</html>", "graph.microsoft.com answered with a web page in place of JSON."],
    [200, "", "graph.microsoft.com answered 200 with nothing in it."],
    [200, {}, "graph.microsoft.com answered in a form that is not known here: value is no list."],
    [302, "", "graph.microsoft.com answered 302, which leads elsewhere."],
    [407, "<html>", "graph.microsoft.com answered 407."],
  ])("of %d fails: %j", async (status, body, detail) => {
    expect(await judge(status, body)).toMatchObject({ result: "fail", detail });
  });
});

describe("a usage report", () => {
  const heading = "\uFEFFReport Refresh Date,User Principal Name,Display Name\r\n";
  const shown = "2026-11-20,jo@contoso.com,Jo\r\n";
  const concealed = "2026-11-20,0123456789ABCDEF0123456789ABCDEF,0123456789ABCDEF0123456789ABCDEF\r\n";
  const results = (csv: string) => judgeReport({ value: csv }).map(({ result }) => result);

  it.each([
    ["with names is fine", heading + shown, ["pass", "pass"]],
    ["with hashes in place of all names is a warning", heading + concealed, ["pass", "warn"]],
    ["with one name among hashes shows names", heading + concealed + shown, ["pass", "pass"]],
    ["is judged by whole lines", `${heading}${concealed}2026-11-20,jo@conto`, ["pass", "warn"]],
    ["without a row is a warning: nobody has a licence", heading, ["warn", "unknown"]],
    ["that is something else fails", "<html></html>", ["fail", "unknown"]],
    ["that is a redirect to nowhere fails", "", ["fail", "unknown"]],
  ])("%s", (_, csv, expected) => {
    expect(results(csv)).toEqual(expected);
  });

  it("whose download cannot be reached names the host that ESIA needs, too", () => {
    expect(judgeReport({ unread: noAnswer("reports.office.com", "ENOTFOUND") })[0]).toEqual({
      check: "Reports.Read.All",
      result: "fail",
      detail: "No connection to reports.office.com (ENOTFOUND).",
      next: "Allow HTTPS to reports.office.com, from ESIA's host as well.",
    });
  });
});

describe("an answer of the activity feed's", () => {
  // As reported in MicrosoftDocs/office-365-management-api #89 and microsoft/powerapps-tools #239: the text is cut anywhere.
  const denied = {
    error: {
      code: "ListSubscriptions [CorrId=1][TenantId=2] failed. Exception",
      message:
        "Microsoft.Office.Compliance.Audit.DataServiceException: Tenant 2 does not exist.\r\n   at Microsoft.Office.Compliance",
    },
  };

  it("that denies the tenant means auditing is off, and is not repeated", async () => {
    const [role, auditLog] = judgeFeed(await answer(400, denied, SUBSCRIPTIONS));
    expect(role).toEqual({ check: "ActivityFeed.Read", result: "unknown", detail: "Granted; see Audit log." });
    expect(auditLog?.result).toBe("fail");
    expect(auditLog?.detail).not.toContain("Exception");
  });

  it("that denies the tenant may be GCC's, where that can be", async () => {
    expect(
      judgeFeed(await answer(400, denied, SUBSCRIPTIONS), "A tenant of GCC is verified with --gcc.")[1]?.next,
    ).toMatch(/then verify again\. A tenant of GCC is verified with --gcc\.$/);
  });

  it.each([
    [403, { error: { code: "AF10001", message: "The permission set () sent in the request does not include …" } }],
    [500, { error: { code: "AF50000", message: "An internal error occurred. Retry the request." } }],
    [200, "<html></html>"],
  ])("of %d, %j proves nothing", async (status, body) => {
    expect(judgeFeed(await answer(status, body, SUBSCRIPTIONS)).map(({ result }) => result)).toEqual([
      "fail",
      "unknown",
    ]);
  });
});
