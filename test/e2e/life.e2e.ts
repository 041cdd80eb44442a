import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEV_FOLDER } from "../../machine/folders.mjs";
import { filesHolding, shapesFound } from "../support/clear-text.ts";
import { GRAPH_ROOT, MANAGEMENT_ROOT } from "../support/esia.ts";
import { withStack } from "../support/stack.ts";

const MANAGEMENT_ROLES = ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"];
const GRAPH_ROLES = [
  "APIConnectors.Read.All",
  "Agreement.Read.All",
  "Application.Read.All",
  "Directory.Read.All",
  "Organization.Read.All",
  "Reports.Read.All",
  "ServiceHealth.Read.All",
  "User.Read.All",
];

describe("one stack's life in one tenant", () => {
  it("previews, provisions, has nothing to do, mends a grant, keeps the key secret, and leaves nothing", async () => {
    await withStack(async (stack) => {
      const { tenant } = stack;
      const untouched = structuredClone(tenant.directory);

      const { changes, text } = await stack.preview();
      expect(changes).toEqual({ create: 16 });
      expect(text).toContain("Key 1 is made in this run.");
      expect(tenant.directory).toEqual(untouched);

      expect(await stack.up()).toEqual({ create: 16 });
      const made = tenant.directory.applications.filter(({ graph }) => graph.displayName === "esia");
      expect(made).toHaveLength(1);
      const application = made[0]?.graph;
      expect(application).toMatchObject({
        signInAudience: "AzureADMyOrg",
        isFallbackPublicClient: false,
        web: { redirectUris: [] },
        spa: { redirectUris: [] },
        publicClient: { redirectUris: [] },
      });
      expect(application?.tags).toHaveLength(2);
      const principal = tenant.directory.servicePrincipals.find(({ graph }) => graph.appId === application?.appId);
      expect(principal?.graph).toMatchObject({ appRoleAssignmentRequired: true, tags: ["HideApp"] });

      const values = await stack.threeValues();
      expect(values.tenantId).toBe(tenant.tenantId);
      expect(await stack.signIn(values, MANAGEMENT_ROOT)).toEqual({ roles: MANAGEMENT_ROLES });
      expect(await stack.signIn(values, GRAPH_ROOT)).toEqual({ roles: GRAPH_ROLES });

      stack.requests();
      const provisioned = structuredClone(tenant.directory);
      expect(await stack.up()).toEqual({});
      for (const asOf of tomorrows(tenant.clock.now())) expect((await stack.preview(asOf)).changes).toEqual({});
      expect(stack.requests().filter((request) => !/^(GET|POST \/{id}\/oauth2)/.test(request))).toEqual([]);
      expect(tenant.directory).toEqual(provisioned);

      // A grant that somebody took away comes back after a refresh, and not before: nothing is refreshed unasked.
      const grants = tenant.directory.appRoleAssignments;
      grants.splice(
        grants.findIndex(
          ({ principalId, resourceDisplayName }) =>
            principalId === principal?.graph.id && resourceDisplayName === "Microsoft Graph",
        ),
        1,
      );
      expect(await stack.up()).toEqual({});
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(await stack.up()).toEqual({ create: 1 });
      expect(await stack.signIn(values, GRAPH_ROOT)).toEqual({ roles: GRAPH_ROLES });

      // The key is nowhere in clear: not in what the engine exports and prints, not in any file that a run wrote.
      const state = await stack.export();
      expect(shapesFound(values.clientId, state)).toContain("raw");
      expect(shapesFound(values.key, state)).toEqual([]);
      expect(shapesFound(values.key, stack.printed)).toEqual([]);
      expect(filesHolding(values.key, [stack.folder, join(DEV_FOLDER, "home")])).toEqual([]);
      expect(filesHolding(application?.appId ?? "", [stack.folder]).length).toBeGreaterThan(0);

      expect(await stack.destroy()).toEqual({ delete: 16 });
      expect(await stack.signIn(values, GRAPH_ROOT)).toEqual({ error: "AADSTS700016" });
      expect(withoutBin(tenant.directory)).toEqual(withoutBin(untouched));
      expect(tenant.directory.deletedItems.map(({ appRoleAssignments }) => appRoleAssignments)).toEqual([[]]);
    });
  });
});

/** A day, a month and a year later. */
function tomorrows(now: Date): string[] {
  return [1, 31, 366].map((days) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10));
}

/** A directory without what it keeps of deleted applications for 30 days. */
function withoutBin<D extends { deletedItems: unknown[] }>(directory: D): D {
  return { ...directory, deletedItems: [] };
}
