import { describe, expect, it } from "vitest";
import type { Report } from "../../../commands/rows/report.ts";
import { createApplication } from "../../../dev/tenant/applications.ts";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../../dev/tenant/microsoft-apis.ts";
import { putSecret } from "../../../dev/tenant/secrets.ts";
import { ADMINISTRATOR_ID, grantRole } from "../../../dev/tenant/seed.ts";
import { createServicePrincipal } from "../../../dev/tenant/service-principals.ts";
import { GRAPH_ROOT, MANAGEMENT_ROOT } from "../../support/esia.ts";
import { type TestStack, withStack } from "../../support/stack.ts";

const USER_READ = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
const GRANTED = ["Directory.Read.All", "Organization.Read.All", "Reports.Read.All", "User.Read.All"];

/** What a person makes who follows ESIA's guide in the portal, and stops before the end. */
function madeByHand({ tenant }: TestStack) {
  const { directory } = tenant;
  const now = tenant.clock.now();
  const application = createApplication(
    directory,
    {
      displayName: "ESIA Monitoring",
      requiredResourceAccess: [
        { resourceAppId: MICROSOFT_GRAPH_APP_ID, resourceAccess: [{ id: USER_READ, type: "Scope" }] },
      ],
      web: { redirectUris: ["https://esia.contoso.example/signin"] },
    },
    [ADMINISTRATOR_ID],
    now,
  );
  const { appId } = application.graph;
  const { graph: principal } = createServicePrincipal(
    directory,
    appId,
    { tags: ["WindowsAzureActiveDirectoryIntegratedApp"] },
    [],
    now,
  );
  for (const role of GRANTED) grantRole(directory, appId, MICROSOFT_GRAPH_APP_ID, role, now);
  grantRole(directory, appId, MANAGEMENT_API_APP_ID, "ActivityFeed.Read", now);
  const { keyId, secretText: key } = putSecret(application, "esia", now, new Date(now.getTime() + 300 * 86_400_000));
  return { application, principal, keyId, values: { tenantId: directory.tenantId, clientId: appId, key } };
}

async function adopt(stack: TestStack, ...args: string[]): Promise<{ code: number; rows: Report["rows"] }> {
  const { code, stdout, text } = await stack.command("adopt", ["--stack", stack.name, "--json", ...args]);
  expect(stdout, text).not.toBe("");
  return { code, rows: (JSON.parse(stdout) as Report).rows };
}

const said = (rows: Report["rows"], id: string) => rows.filter((row) => row.id === id).map(({ detail }) => detail);

describe("the application that a customer made by hand", () => {
  it("keeps its client id and its key; the next run says first what it takes, and its key goes when it is named", async () => {
    await withStack(async (stack) => {
      const { application, principal, keyId, values } = madeByHand(stack);
      await stack.set("azuread:tenantId", values.tenantId);
      expect((await adopt(stack)).rows).toMatchObject([{ id: "application", result: "pass" }]);

      stack.requests();
      const shown = await adopt(stack, "--client-id", values.clientId);
      expect(stack.requests().filter((request) => !/^GET|\/token$/.test(request))).toEqual([]);
      expect(shown.code).toBe(0);
      expect(said(shown.rows, "change-redirect-addresses")).toEqual([
        "Taken away: https://esia.contoso.example/signin; nobody can sign in by them any more.",
      ]);
      expect(said(shown.rows, "change-requests")[0]).toContain(`delegated ${USER_READ}`);
      expect(said(shown.rows, "change-owners")[0]).toContain(ADMINISTRATOR_ID);
      expect(said(shown.rows, "grants")[0]).toContain("5 not in the state and taken over");
      expect(said(shown.rows, "setting")).toEqual(["7 to take over. Nothing was written."]);

      expect((await adopt(stack, "--client-id", values.clientId, "--yes")).code).toBe(0);
      const preview = await stack.preview();
      expect(preview.changes).toEqual({ create: 9, import: 7, update: 2 });
      expect(await stack.up()).toEqual({ create: 9, import: 7, update: 2 });
      expect(application.graph).toMatchObject({ appId: values.clientId, displayName: "esia" });
      expect(application.graph["web"]).toMatchObject({ redirectUris: [] });
      expect(application.owners).toEqual([]);
      expect(principal.appRoleAssignmentRequired).toBe(true);

      const own = await stack.threeValues();
      expect(own.clientId).toBe(values.clientId);
      for (const root of [GRAPH_ROOT, MANAGEMENT_ROOT]) {
        expect(await stack.signIn(values, root)).toEqual(await stack.signIn(own, root));
      }
      expect(await stack.up()).toEqual({});
      const doctor = await stack.command("doctor", ["--stack", stack.name]);
      expect(doctor.text).not.toMatch(/credential delete|ad app delete/);

      const { secretKeyId } = (await stack.outputs()) as { secretKeyId: string };
      expect((await adopt(stack, "--remove-secret", secretKeyId, "--yes")).code).toBe(1);
      expect((await adopt(stack, "--remove-secret", keyId)).rows).toMatchObject([
        { id: "removed-key", result: "warn" },
      ]);
      expect(application.graph.passwordCredentials).toHaveLength(2);
      expect((await adopt(stack, "--remove-secret", keyId, "--yes")).code).toBe(0);
      expect(application.graph.passwordCredentials.map((one) => one.keyId)).toEqual([secretKeyId]);

      await stack.destroy();
      expect(stack.tenant.directory.applications.map(({ graph }) => graph.displayName)).toEqual(["Operator"]);
      expect(
        stack.tenant.directory.appRoleAssignments.filter(({ principalId }) => principalId === principal.id),
      ).toEqual([]);
    });
  });
});
