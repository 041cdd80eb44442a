import { describe, expect, it } from "vitest";
import { judgeFeed, SUBSCRIPTIONS } from "../../commands/verify/activity-feed.ts";
import { GRAPH_READS, judgeRead, LIST } from "../../commands/verify/graph-reads.ts";
import { namesRow } from "../../commands/verify/names-in-reports.ts";
import { judgeReport } from "../../commands/verify/usage-report.ts";
import { parsed } from "../../microsoft/client.ts";
import { noAnswer } from "../../microsoft/failure.ts";
import { reading } from "../../microsoft/read.ts";
import type { Shape } from "../../microsoft/shape.ts";
import { PERMISSIONS } from "../../permissions.ts";

const answer = <const S extends Shape>(status: number, body: unknown, shape: S) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const given = { status, text, retryAfter: undefined, location: undefined };
  return reading((async () => parsed(given, "graph.microsoft.com", shape))());
};
const users = GRAPH_READS.find(({ role }) => role === "User.Read.All");
const judge = async (status: number, body: unknown) => {
  if (!users) throw new Error("no read of users");
  return judgeRead(users, await answer(status, body, LIST), ["User.Read.All"]);
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
    [200, { value: [{}] }, "graph.microsoft.com answered in a form that is not known here: value[0].id is no string."],
    [
      202,
      { value: [{ id: "1" }] },
      "graph.microsoft.com answered in a form that is not known here: its status is 202 in place of 200.",
    ],
    [
      206,
      { value: [{ id: "1" }] },
      "graph.microsoft.com answered in a form that is not known here: its status is 206 in place of 200.",
    ],
    [302, "", "graph.microsoft.com answered 302, which leads elsewhere."],
    [407, "<html>", "graph.microsoft.com answered 407."],
  ])("of %d fails: %j", async (status, body, detail) => {
    expect(await judge(status, body)).toMatchObject({ result: "fail", detail });
  });
});

describe("a list of Graph's", () => {
  const ALL = PERMISSIONS.filter(({ api }) => api === "graph").map(({ role }) => role);
  const one = { value: [{ id: "1", displayName: "Contoso" }] };
  const rows = async (body: object, granted: readonly string[]) =>
    Promise.all(
      GRAPH_READS.map(async (read) => {
        const { check, result, detail } = judgeRead(read, await answer(200, body, LIST), granted);
        return [check, result, detail];
      }),
    );

  it("names its role, and where another granted one opens the same read says so", async () => {
    expect(await rows(one, ALL)).toEqual([
      [
        "Application.Read.All",
        "pass",
        "Applications can be read; open to either of Application.Read.All and Directory.Read.All.",
      ],
      ["Directory.Read.All", "pass", "Groups can be read."],
      [
        "Organization.Read.All",
        "pass",
        'Read: the organisation is "Contoso"; open to either of Organization.Read.All and Directory.Read.All.',
      ],
      ["ServiceHealth.Read.All", "pass", "Read: the health of 1 services."],
      ["User.Read.All", "pass", "Users can be read; open to either of User.Read.All and Directory.Read.All."],
    ]);
  });

  it("names its role alone where no other granted one opens it", async () => {
    const details = (
      await rows(
        one,
        ALL.filter((role) => role !== "Directory.Read.All"),
      )
    ).map(([, , detail]) => detail);
    expect(details.filter((detail) => detail?.includes("open to"))).toEqual([]);
  });

  it("counts a role that somebody granted besides", async () => {
    const users = (await rows(one, ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"])).at(-1);
    expect(users?.[2]).toBe(
      "Users can be read; open to any of User.Read.All, User.ReadWrite.All and Directory.Read.All.",
    );
  });

  it("that is empty proves nothing where it could not be, and is an answer where it can", async () => {
    expect((await rows({ value: [] }, ALL)).map(([check, result]) => [check, result])).toEqual([
      ["Application.Read.All", "unknown"],
      ["Directory.Read.All", "pass"],
      ["Organization.Read.All", "unknown"],
      ["ServiceHealth.Read.All", "unknown"],
      ["User.Read.All", "unknown"],
    ]);
  });
});

describe("a usage report", () => {
  const NOBODY_ASKED = { showsNames: false, stack: "contoso" };
  const heading = "\uFEFFReport Refresh Date,User Principal Name,Display Name\r\n";
  const shown = "2026-11-20,jo@contoso.com,Jo\r\n";
  const concealed = "2026-11-20,0123456789ABCDEF0123456789ABCDEF,0123456789ABCDEF0123456789ABCDEF\r\n";
  const results = (csv: string) => judgeReport({ value: csv }, NOBODY_ASKED).map(({ result }) => result);

  it.each([
    ["with names is fine", heading + shown, ["pass", "pass"]],
    ["with hashes in place of all names is Microsoft's default", heading + concealed, ["pass", "pass"]],
    ["with one name among hashes shows names", heading + concealed + shown, ["pass", "pass"]],
    ["is judged by whole lines", `${heading}${concealed}2026-11-20,jo@conto`, ["pass", "pass"]],
    ["without a row is a warning: nobody has a licence", heading, ["warn", "unknown"]],
    ["that is something else fails", "<html></html>", ["fail", "unknown"]],
    ["that is a redirect to nowhere fails", "", ["fail", "unknown"]],
  ])("%s", (_, csv, expected) => {
    expect(results(csv)).toEqual(expected);
  });

  it("whose download cannot be reached names the host that ESIA needs, too", () => {
    expect(judgeReport({ unread: noAnswer("reports.office.com", "ENOTFOUND") }, NOBODY_ASKED)[0]).toEqual({
      check: "Reports.Read.All",
      result: "fail",
      detail: "No connection to reports.office.com (ENOTFOUND).",
      next: "Allow HTTPS to reports.office.com, from ESIA's host as well.",
    });
  });
});

describe("the reports of a tenant without figures", () => {
  // As reported in microsoftgraph/microsoft-graph-docs #5738 and pnp/Microsoft365-Analytics-Insights #317, also nested.
  const inner = { error: { code: "UnknownTenantId", message: "We do not recognize this tenant ID." } };
  it.each([
    ["plainly", inner],
    ["in the message of another error", { error: { code: "UnknownError", message: JSON.stringify(inner) } }],
  ])("are a warning like an empty report, said %s", async (_, body) => {
    const read = await answer(404, body, "string");
    expect(judgeReport(read, { showsNames: true, stack: "contoso" })).toEqual([
      {
        check: "Reports.Read.All",
        result: "warn",
        detail:
          "The service of the reports does not know the tenant yet (404 UnknownTenantId): no user has a licence that it " +
          "covers, or the tenant is days old.",
        next: "Nothing, if nobody uses Microsoft 365 here yet; else assign licences and verify again in two days.",
      },
      { check: "Names in reports", result: "unknown", detail: "The report has no rows yet." },
    ]);
  });

  it("fail as before where the code is another's", async () => {
    const body = { error: { code: "UnknownError", message: "UnknownTenantId" } };
    expect(judgeReport(await answer(404, body, "string"), { showsNames: true, stack: "a" })[0].result).toBe("fail");
  });
});

describe("names in reports that are concealed", () => {
  it("are Microsoft's default where the stack does not ask for them, and the setting is named with the stack", () => {
    expect(namesRow(true, { showsNames: false, stack: "contoso" })).toEqual({
      check: "Names in reports",
      result: "pass",
      detail: "Concealed, as is Microsoft's default: ESIA shows hashes in place of users, groups and sites.",
      next:
        "Nothing, if hashes will do. For names ask your data protection officer first (GDPR), then: 'pulumi config set " +
        "esia:showNamesInReports true --stack contoso' and 'pulumi up --stack contoso', or by hand: Microsoft 365 admin " +
        'centre, Settings, Org settings, Services, Reports: clear "Display concealed user, group, and site names in all ' +
        'reports". ESIA loads them with its next test, in about 30 minutes.',
    });
  });

  it("are another matter where the stack shows them: nobody is told to set what is set", () => {
    expect(namesRow(true, { showsNames: true, stack: "contoso" })).toEqual({
      check: "Names in reports",
      result: "warn",
      detail:
        "Concealed, though esia:showNamesInReports is true: ESIA shows hashes in place of users, groups and sites. The " +
        "setting was not applied yet, somebody hid them again, or a change has not reached the reports yet.",
      next:
        "Run 'pulumi refresh --stack contoso', then 'pulumi up --stack contoso', which shows them again or says what it " +
        "lacks; then verify again in an hour.",
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
    [
      403,
      "AF10001",
      "The activity feed misses the permission in the token (AF10001). ActivityFeed.Read is not granted or not in the token " +
        "yet, or the tenant is a GCC, GCC High or DoD one, whose feed has another root.",
      "Look whether consent is there; for a GCC tenant prove with --gcc; a fresh grant takes minutes to reach a token.",
    ],
    [
      403,
      "AF20013",
      "The activity feed was asked for another tenant than the token is for (AF20013). Tenant ID and Client ID are of two " +
        "tenants, or the Tenant ID is no GUID.",
      "Compare the three values with the stack's outputs.",
    ],
    [
      429,
      "AF429",
      "The activity feed throttles (AF429). All who read the tenant's feed share one limit.",
      "Wait some minutes, then ask again.",
    ],
    [
      500,
      "AF50000",
      "The activity feed could not answer properly at that moment (AF50000). Microsoft's service is in trouble.",
      "Wait some minutes, then ask again.",
    ],
    [
      400,
      "AF99999",
      "The activity feed refuses what was asked for (AF99999). Its code is not known here.",
      "Let ESIA test its node again, and tell its support the code.",
    ],
  ])("with a code of its own has its own words, %d %s, and no policy is blamed", async (status, code, detail, next) => {
    const [role] = judgeFeed(await answer(status, { error: { code, message: "What is abc8Q~?" } }, SUBSCRIPTIONS));
    expect(role).toEqual({ check: "ActivityFeed.Read", result: "fail", detail, next });
  });

  it.each(["AF20011", "AF20012"])("of %s means auditing is off, as the words for it do", async (code) => {
    const [role, auditLog] = judgeFeed(await answer(400, { error: { code, message: "x" } }, SUBSCRIPTIONS));
    expect([role.result, auditLog.result]).toEqual(["unknown", "fail"]);
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
