import { describe, expect, test } from "vitest";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { codeOf, MANAGEMENT, query, START, useTenant } from "./client.ts";

const used = useTenant();

function grantGraph(role: string): void {
  grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role, START);
}

describe("a read of Graph needs its role", () => {
  const reads: [role: string, path: string, status: number, body: object | null][] = [
    ["Organization.Read.All", "/v1.0/organization", 200, { value: [{ id: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4" }] }],
    ["User.Read.All", `/v1.0/users${query({ $top: "1" })}`, 200, { value: [{ displayName: "Administrator" }] }],
    ["Directory.Read.All", `/v1.0/groups${query({ $top: "1" })}`, 200, { value: [] }],
    ["ServiceHealth.Read.All", "/v1.0/admin/serviceAnnouncement/healthOverviews", 200, { value: [{}, {}, {}] }],
    ["Reports.Read.All", "/v1.0/reports/getOffice365ActiveUserCounts(period='D7')", 302, null],
    ["ReportSettings.Read.All", "/v1.0/admin/reportSettings", 200, { displayConcealedNames: true }],
    ["Policy.Read.All", "/v1.0/policies/defaultAppManagementPolicy", 200, { isEnabled: false }],
  ];
  test.each(reads)("%s: %s", async (role, path, status, body) => {
    const refused = await used.send("GET", path, { token: await used.token() });
    expect(refused.status).toBe(403);
    grantGraph(role);
    const answer = await used.send("GET", path, { token: await used.token() });
    expect(answer.status).toBe(status);
    if (body !== null) expect(answer.body).toMatchObject(body);
  });
});

describe("usage reports", () => {
  async function report(): Promise<unknown> {
    const token = await used.token();
    const path = "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')";
    const { headers } = await used.send("GET", path, { token });
    return (await used.send("GET", new URL(String(headers["location"])).pathname)).body;
  }

  test("hide names until displayConcealedNames is false", async () => {
    grantGraph("Reports.Read.All");
    grantGraph("ReportSettings.ReadWrite.All");
    expect(await report()).not.toContain("admin@embedded.onmicrosoft.com");
    const change = { token: await used.token(), json: { displayConcealedNames: false } };
    expect((await used.send("PATCH", "/v1.0/admin/reportSettings", change)).status).toBe(204);
    expect(await report()).toContain("admin@embedded.onmicrosoft.com");
  });

  test("keep their setting from who may only read it", async () => {
    grantGraph("ReportSettings.Read.All");
    const change = { token: await used.token(), json: { displayConcealedNames: false } };
    expect((await used.send("PATCH", "/v1.0/admin/reportSettings", change)).status).toBe(403);
  });
});

describe("the activity feed's list of subscriptions", () => {
  const path = () => `/api/v1.0/${used.tenant.tenantId}/activity/feed/subscriptions/list`;
  const allow = () =>
    grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, MANAGEMENT_API_APP_ID, "ActivityFeed.Read", START);

  test("is answered to who holds ActivityFeed.Read", async () => {
    allow();
    used.tenant.directory.activityFeed.subscriptions = [
      { contentType: "Audit.General", status: "enabled", webhook: null },
    ];
    const answer = await used.send("GET", path(), { token: await used.token(MANAGEMENT) });
    expect(answer).toMatchObject({
      status: 200,
      body: [{ contentType: "Audit.General", status: "enabled", webhook: null }],
    });
  });

  test("is refused without a token and with one for Graph", async () => {
    expect((await used.send("GET", path())).status).toBe(401);
    expect((await used.send("GET", path(), { token: await used.token() })).status).toBe(401);
  });

  test("is refused without the role", async () => {
    const answer = await used.send("GET", path(), { token: await used.token(MANAGEMENT) });
    expect(codeOf(answer)).toBe("AF10001");
  });

  test("is refused for another tenant", async () => {
    allow();
    const other = path().replace(used.tenant.tenantId, "11111111-2222-3333-4444-555555555555");
    expect(codeOf(await used.send("GET", other, { token: await used.token(MANAGEMENT) }))).toBe("AF20013");
  });

  test("says that the tenant does not exist while auditing is off", async () => {
    allow();
    used.tenant.directory.activityFeed.auditingEnabled = false;
    const answer = await used.send("GET", path(), { token: await used.token(MANAGEMENT) });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining(`Tenant ${used.tenant.tenantId} does not exist.`) } },
    });
  });

  test("is all there is: nothing starts a subscription", async () => {
    allow();
    const start = `${path().replace("list", "start")}?contentType=Audit.General`;
    await used.send("POST", start, { token: await used.token(MANAGEMENT), json: {} });
    expect(used.tenant.strictRefusals).toHaveLength(1);
  });
});
