import { describe, expect, it } from "vitest";
import { findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { removeManagementApi } from "../../dev/tenant/service-principals.ts";
import { MANAGEMENT_ROOT } from "../support/esia.ts";
import { withStack } from "../support/stack.ts";

const MANAGEMENT_ID = "c5393580-f805-4401-95e8-94b7a6ef2fc2";

describe("a tenant without the Management API's service principal", () => {
  it("gets it from the first run, which never changes it afterwards and keeps it on destroy", async () => {
    await withStack(async (stack) => {
      const { directory } = stack.tenant;
      removeManagementApi(directory);
      expect((await stack.preview()).text).toContain(
        "The tenant has no service principal of the Office 365 Management APIs yet: this run makes it.",
      );
      expect(findServicePrincipalByAppId(directory, MANAGEMENT_ID)).toBeUndefined();

      expect(await stack.up()).toEqual({ create: 17 });
      const values = await stack.threeValues();
      expect(await stack.signIn(values, MANAGEMENT_ROOT)).toEqual({
        roles: ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"],
      });
      expect(await stack.up()).toEqual({});

      // Somebody changes Microsoft's object, and the state learns of it: still nothing of ours is written on it.
      const principal = findServicePrincipalByAppId(directory, MANAGEMENT_ID);
      if (!principal) throw new Error("not made");
      Object.assign(principal.graph, { notes: "ours", tags: ["Edited"], appRoleAssignmentRequired: true });
      stack.requests();
      expect(await stack.up()).toEqual({});
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(await stack.up()).toEqual({});
      const others = structuredClone(principal);
      expect(await stack.destroy()).toEqual({ delete: 17 });
      expect(
        stack.requests().filter((request) => /^(PATCH|DELETE) .*\/servicePrincipals\/{id}$/.test(request)),
      ).toEqual([]);
      expect(findServicePrincipalByAppId(directory, MANAGEMENT_ID)).toEqual(others);
    });
  });

  it("is told to refresh when somebody deleted it after a run made it", async () => {
    await withStack(async (stack) => {
      removeManagementApi(stack.tenant.directory);
      await stack.up();
      removeManagementApi(stack.tenant.directory);
      const { code, text } = await stack.run("preview");
      expect(code).not.toBe(0);
      expect(text).toContain(
        "Run 'pulumi refresh --stack test', so that the state says so too, then 'pulumi up --stack test' makes it anew.",
      );
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(await stack.up()).toEqual({ create: 4 });
      expect(await stack.signIn(await stack.threeValues(), MANAGEMENT_ROOT)).toEqual({
        roles: ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"],
      });
    });
  });
});
