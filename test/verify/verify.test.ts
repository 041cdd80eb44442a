import { describe, expect, test } from "vitest";
import { type Report, type Row, renderTable, reportJson } from "../../commands/rows/report.ts";
import type { Target } from "../../commands/verify/target.ts";
import { throttled } from "../../dev/tenant/faults.ts";
import { useTenant } from "../tenant/client.ts";
import { provision, verifyIn } from "./esia-app.ts";

const used = useTenant();

function results(rows: readonly Row[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ check, result }) => [check, result]));
}

function rowOf(rows: readonly Row[], check: string): Row | undefined {
  return rows.find((row) => row.check === check);
}

describe("what this project provisions", () => {
  test("is verified row by row, and only what no read can prove stays open", async () => {
    const { target } = provision(used.tenant);
    expect(results(await verifyIn(used.tenant, target))).toEqual({
      "Tenant ID": "pass",
      "Client ID": "pass",
      Key: "pass",
      "Key's life": "pass",
      "Admin consent": "pass",
      "ActivityFeed.Read": "pass",
      "ActivityFeed.ReadDlp": "unknown",
      "ServiceHealth.Read": "unknown",
      "Agreement.Read.All": "unknown",
      "APIConnectors.Read.All": "unknown",
      "Application.Read.All": "pass",
      "Directory.Read.All": "pass",
      "Organization.Read.All": "pass",
      "Reports.Read.All": "pass",
      "ServiceHealth.Read.All": "pass",
      "User.Read.All": "pass",
      "Audit log": "pass",
      "Names in reports": "pass",
    });
    expect(used.tenant.strictRefusals).toEqual([]);
  });

  test("is only read: the tenant sees requests for tokens and reads, and is as it was", async () => {
    const { target } = provision(used.tenant);
    const before = structuredClone(used.tenant.directory);
    await verifyIn(used.tenant, target);
    const writes = used.tenant.requests.filter(
      ({ method, path }) =>
        method !== "GET" && !/^POST \/[0-9a-f-]{36}\/oauth2\/v2\.0\/token\b/.test(`${method} ${path}`),
    );
    expect(writes).toEqual([]);
    expect(used.tenant.requests.length).toBeGreaterThan(8);
    expect(used.tenant.directory).toEqual(before);
  });

  test("gives the address behind a report's redirect no token", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.add({
      method: "GET",
      path: /^\/v1\.0\/reports/,
      action: {
        answer: { status: 302, headers: { Location: `https://${used.tenant.metadataHost}/v1.0/users?$top=1` } },
      },
    });
    const rows = await verifyIn(used.tenant, target, { timeout: 0 });
    expect(rowOf(rows, "Reports.Read.All")?.detail).toContain("401, InvalidAuthenticationToken");
  });
});

describe("a role", () => {
  test("that is short fails, with what it is for", async () => {
    const { target, revoke } = provision(used.tenant);
    revoke("graph", "Reports.Read.All");
    const rows = await verifyIn(used.tenant, target);
    expect(rowOf(rows, "Reports.Read.All")).toEqual({
      check: "Reports.Read.All",
      result: "fail",
      detail:
        "Not in the token for Microsoft Graph. Purpose: reads usage reports of Exchange, SharePoint, OneDrive and Teams.",
      next: "Grant it, as said at Admin consent.",
    });
    expect(rowOf(rows, "Admin consent")).toEqual({
      check: "Admin consent",
      result: "fail",
      detail: "Given in part: the tokens carry 10 of the 11 roles asked for.",
      next: "Run 'pulumi up --refresh --stack test'; if that changes nothing, verify again in some minutes.",
    });
  });

  test("that was left out on purpose is not missed", async () => {
    const { target, revoke } = provision(used.tenant);
    revoke("graph", "Reports.Read.All");
    const rows = await verifyIn(used.tenant, { ...target, omit: ["Reports.Read.All"] });
    expect(rowOf(rows, "Reports.Read.All")).toBeUndefined();
    expect(rowOf(rows, "Names in reports")).toBeUndefined();
    expect(rowOf(rows, "Admin consent")?.detail).toBe("Given: the tokens carry the 10 roles asked for.");
  });

  test("that somebody granted beside the program's is a warning", async () => {
    const { target, grant } = provision(used.tenant);
    grant("graph", "User.ReadWrite.All");
    const rows = await verifyIn(used.tenant, target);
    expect(rowOf(rows, "Extra: User.ReadWrite.All")).toEqual({
      check: "Extra: User.ReadWrite.All",
      result: "warn",
      detail: "Somebody granted it on Microsoft Graph; ESIA does not need it.",
      next: "Take it away: Entra admin centre, Enterprise applications, this application, Permissions, Revoke permission.",
    });
  });

  test("that is granted though it was left out is a warning", async () => {
    const { target } = provision(used.tenant);
    const rows = await verifyIn(used.tenant, { ...target, omit: ["ActivityFeed.ReadDlp"] });
    expect(rowOf(rows, "Extra: ActivityFeed.ReadDlp")?.detail).toBe(
      "Granted on Office 365 Management APIs, though esia:omit leaves it out.",
    );
  });

  test("is named alone only where no other granted one opens its read", async () => {
    const { target, revoke } = provision(used.tenant);
    const withBoth = rowOf(await verifyIn(used.tenant, target), "User.Read.All");
    expect(withBoth?.detail).toBe("Users can be read; open to either of User.Read.All and Directory.Read.All.");
    revoke("graph", "Directory.Read.All");
    const alone = await verifyIn(used.tenant, { ...target, omit: ["Directory.Read.All"] });
    expect(rowOf(alone, "User.Read.All")?.detail).toBe("Users can be read.");
  });

  test("Directory.Read.All is proved by a read that none of the other ten opens", async () => {
    const { target, revoke } = provision(used.tenant);
    expect(rowOf(await verifyIn(used.tenant, target), "Directory.Read.All")?.detail).toBe(
      "Groups can be read, and there are none.",
    );
    revoke("graph", "Directory.Read.All");
    const { tenantId: _, ...values } = target.values;
    const token = await used.token(undefined, values.clientId, values.clientSecret);
    expect((await used.send("GET", "/v1.0/groups?$top=1&$select=id", { token })).status).toBe(403);
  });

  test.each([
    ["Application.Read.All", /^\/v1\.0\/applications\?/],
    ["Directory.Read.All", /^\/v1\.0\/groups/],
    ["Organization.Read.All", /^\/v1\.0\/organization/],
    ["Reports.Read.All", /^\/v1\.0\/reports/],
    ["ServiceHealth.Read.All", /^\/v1\.0\/admin\/serviceAnnouncement/],
    ["User.Read.All", /^\/v1\.0\/users/],
    ["ActivityFeed.Read", /^\/api\/v1\.0/],
  ])("%s is not proved when its read is refused", async (role, path) => {
    const { target } = provision(used.tenant);
    const body = { error: { code: "Forbidden", message: "Blocked." } };
    used.tenant.faults.add({ method: "GET", path, action: { answer: { status: 403, body } } });
    expect(rowOf(await verifyIn(used.tenant, target), role)).toEqual({
      check: role,
      result: "fail",
      detail: "The role is in the token, yet the read is refused (403, Forbidden: Blocked).",
      next: "Run verify again in some minutes; if it stays, look for a Conditional Access policy for workload identities.",
    });
  });
});

describe("admin consent", () => {
  const none = { check: "Admin consent", result: "fail" };
  async function unconsented(change: object) {
    const { target, revoke } = provision(used.tenant);
    const { PERMISSIONS } = await import("../../permissions.ts");
    for (const { api, role } of PERMISSIONS) revoke(api, role);
    return rowOf(await verifyIn(used.tenant, { ...target, ...change }, { timeout: 0 }), "Admin consent");
  }

  test("that nobody gave is said in one row, with who can give it", async () => {
    expect(await unconsented({ consent: "administrator" })).toEqual({
      ...none,
      detail: "Missing: the tokens carry none of the 11 roles asked for. Asking is not yet a grant.",
      next: "Let a Privileged Role Administrator open the output consentUrl and accept, then verify again.",
    });
  });

  test.each(["administrator", "program"])(
    "that nobody gave fails on every role for a program, and is one line for a person: left to the %s",
    async (consent) => {
      const { target, revoke } = provision(used.tenant);
      const { PERMISSIONS } = await import("../../permissions.ts");
      for (const { api, role } of PERMISSIONS) revoke(api, role);
      const rows = await verifyIn(used.tenant, { ...target, consent } as Target, { timeout: 0 });
      const { rows: forPrograms } = JSON.parse(reportJson("verify", "test", rows)) as Report;
      expect(forPrograms.filter(({ result }) => result === "fail")).toHaveLength(12);
      expect(forPrograms.flatMap((row) => Object.keys(row))).not.toContain("saidBy");
      const table = renderTable(rows, 80);
      expect(table.match(/FAILS.*/g)).toEqual(["FAILS         Missing: the tokens carry none of the 11 roles"]);
      expect(table).toMatch(/\n\d+ ok, 1 failing[^\n]*$/);
    },
  );

  test("that is missing behind typed values names no stack", async () => {
    expect((await unconsented({ stack: undefined }))?.next).toBe(
      "Let an administrator choose 'Grant admin consent' on the application's API permissions page, then verify again.",
    );
  });
});

describe("the audit log", () => {
  const auditLog = async (subscriptions: [string, "enabled" | "disabled"][], auditingEnabled = true) => {
    const { target } = provision(used.tenant);
    used.tenant.directory.activityFeed = {
      auditingEnabled,
      subscriptions: subscriptions.map(([contentType, status]) => ({ contentType, status, webhook: null })),
    };
    return rowOf(await verifyIn(used.tenant, target), "Audit log");
  };

  test("that is subscribed to is fine", async () => {
    const row = await auditLog([
      ["Audit.Exchange", "enabled"],
      ["Audit.General", "enabled"],
    ]);
    expect(row).toEqual({
      check: "Audit log",
      result: "pass",
      detail: "On; subscribed: Audit.Exchange, Audit.General.",
    });
  });

  test("that is off fails, for the service then denies the tenant", async () => {
    const row = await auditLog([], false);
    expect(row?.result).toBe("fail");
    expect(row?.detail).toBe(
      "Off: the service says that the tenant does not exist, which means that auditing is not turned on.",
    );
    expect(row?.next).toContain("'Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true'");
  });

  test("without a subscription is a warning, and none is started", async () => {
    const row = await auditLog([]);
    expect(row).toMatchObject({ result: "warn", detail: "On, and nobody is subscribed to it yet." });
    expect(used.tenant.requests.filter(({ path }) => path.includes("/start"))).toEqual([]);
  });

  test("with a disabled subscription is a warning that names it", async () => {
    const row = await auditLog([
      ["Audit.Exchange", "disabled"],
      ["Audit.General", "enabled"],
    ]);
    expect(row).toMatchObject({
      result: "warn",
      detail: "The subscription of Audit.Exchange is disabled: ESIA gets none of its events.",
    });
  });
});

describe("names in reports", () => {
  test("that are concealed are a note, with what ESIA's guide says", async () => {
    const { target } = provision(used.tenant);
    used.tenant.directory.reportSettings.displayConcealedNames = true;
    const row = rowOf(await verifyIn(used.tenant, target), "Names in reports");
    expect(row?.result).toBe("pass");
    expect(row?.next).toMatch(
      /^Nothing, if hashes will do\. For names ask your data protection officer first \(GDPR\)/,
    );
  });

  test("are not known while the report cannot be read", async () => {
    const { target, revoke } = provision(used.tenant);
    const rows = async () => verifyIn(used.tenant, target, { timeout: 0 });
    used.tenant.faults.add({ method: "GET", path: /^\/v1\.0\/reports/, action: throttled(600) });
    expect(results(await rows())).toMatchObject({ "Reports.Read.All": "fail", "Names in reports": "unknown" });
    revoke("graph", "Reports.Read.All");
    expect(results(await rows())).not.toHaveProperty("Names in reports");
  });

  test("appear nowhere in the result", async () => {
    const { target } = provision(used.tenant);
    expect(JSON.stringify(await verifyIn(used.tenant, target))).not.toMatch(/Administrator|admin@/);
  });
});
