import { describe, expect, it } from "vitest";
import { MICROSOFT_GRAPH_APP_ID } from "../../../dev/tenant/microsoft-apis.ts";
import { ADMINISTRATOR_ID, grantRole, OPERATOR_CLIENT_ID } from "../../../dev/tenant/seed.ts";
import { adopt, madeByHand, said, USER_READ } from "../../support/adopting.ts";
import { GRAPH_ROOT, MANAGEMENT_ROOT } from "../../support/esia.ts";
import { withStack } from "../../support/stack.ts";

describe("the application that a customer made by hand", () => {
  it("keeps its client id and its key; the next run says first what it takes, and its key goes when it is named", async () => {
    await withStack(async (stack) => {
      const { application, principal, keyId, values } = madeByHand(stack);
      const { directory, clock } = stack.tenant;
      // The report of sign-ins and what users consented to are open to it.
      grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Directory.Read.All", clock.now());
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
      expect(said(shown.rows, "delegated-grants")[0]).toContain("User.Read of Microsoft Graph, for everybody");
      expect(said(shown.rows, "key-beyond")[0]).toContain(`"esia", key id ${keyId}`);
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
      const asked = await adopt(stack, "--remove-secret", keyId);
      expect(asked.rows).toMatchObject([{ id: "removed-key", result: "warn" }]);
      expect(asked.rows[0]?.detail).toContain("Its last sign-in was on");
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
