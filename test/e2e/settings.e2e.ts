import { describe, expect, it } from "vitest";
import { findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { GRAPH_ROOT, MANAGEMENT_ROOT } from "../support/esia.ts";
import { withStack } from "../support/stack.ts";

const GRAPH_ID = "00000003-0000-0000-c000-000000000000";

/** Lines that Pulumi prints as errors: its own heading of a failed program is not one of ours. */
function errors(text: string): string[] {
  return text.split("\n").filter((line) => /^\s*error: /.test(line));
}

describe("settings in a real run", () => {
  it("take a live grant away only after the preview said so, and give it back", async () => {
    await withStack(async (stack) => {
      await stack.up();
      await stack.set("esia:omit[0]", "ServiceHealth.Read");
      const { changes, text } = await stack.preview();
      expect(changes).toEqual({ delete: 1, update: 1 });
      expect(text).toContain("This run takes away what is granted now: ServiceHealth.Read.");
      expect(await stack.up()).toEqual({ delete: 1, update: 1 });
      const values = await stack.threeValues();
      expect(await stack.signIn(values, MANAGEMENT_ROOT)).toEqual({
        roles: ["ActivityFeed.Read", "ActivityFeed.ReadDlp"],
      });
      await stack.succeed("config", "rm", "esia:omit");
      expect(await stack.up()).toEqual({ create: 1, update: 1 });
    });
  });

  it("leave consent to others: the application asks for its roles, has none, and the page where they are granted is named", async () => {
    await withStack(async (stack) => {
      await stack.set("esia:grantConsent", "false");
      expect(await stack.up()).toEqual({ create: 5 });
      const values = await stack.threeValues();
      expect(await stack.signIn(values, GRAPH_ROOT)).toEqual({ roles: [] });
      const { consentUrl } = await stack.outputs();
      expect(consentUrl).toBe(
        `https://login.microsoftonline.com/${values.tenantId}/adminconsent?client_id=${values.clientId}`,
      );
    });
  });

  it("change the application in place, and neither its ids nor its key", async () => {
    await withStack(async (stack) => {
      await stack.up();
      const values = await stack.threeValues();
      await stack.set("esia:displayName", "ESIA of Contoso");
      await stack.set("esia:notes", "Asked for by J. Doe.");
      await stack.set("esia:secretMonths", "6");
      expect(await stack.up()).toEqual({ update: 1 });
      expect(await stack.threeValues()).toEqual(values);
      expect(stack.tenant.directory.applications.map(({ graph }) => graph.displayName)).toContain("ESIA of Contoso");
    });
  });
});

describe("a run is refused with one error, and nothing is made", () => {
  it("when an API does not offer a role", async () => {
    await withStack(async (stack) => {
      const graph = findServicePrincipalByAppId(stack.tenant.directory, GRAPH_ID)?.graph;
      if (!graph) throw new Error("no Graph");
      graph.appRoles = graph.appRoles.filter(({ value }) => value !== "Agreement.Read.All");
      const { code, text } = await stack.run("up", "--yes");
      expect(code).not.toBe(0);
      expect(errors(text)).toEqual([
        "    error: Microsoft Graph does not offer the application role Agreement.Read.All in this tenant. Leave it out with " +
          `'pulumi config set --path "esia:omit[0]" Agreement.Read.All --stack test', or ask ESIA's support what replaced it.`,
      ]);
      expect(JSON.parse(await stack.export()).deployment.resources ?? []).toEqual([]);
    });
  });

  it("when settings are wrong: the engine's types and the program's own rules", async () => {
    await withStack(async (stack) => {
      await stack.set("esia:secretMonths", "a year");
      expect((await stack.run("preview")).text).toContain("'esia:secretMonths' must be of type 'integer'");
      await stack.set("esia:secretMonths", "25");
      const { code, text } = await stack.run("preview");
      expect(code).not.toBe(0);
      expect(errors(text)).toEqual([
        '    error: esia:secretMonths must be a whole number from 1 to 24 (the portal allows a client secret 24 months at most); it is "25".',
      ]);
      expect(text).not.toMatch(/\.ts:\d+/);
    });
  });

  it("when an application of that name is there already", async () => {
    await withStack(async (stack) => {
      await stack.up();
      const before = structuredClone(stack.tenant.directory.applications);
      await stack.succeed("stack", "init", "twin");
      const { code, text } = await stack.run("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(text).toContain("was found and `prevent_duplicate_names` was specified");
      expect(stack.tenant.directory.applications).toEqual(before);
    });
  });
});

describe("a stack that was renamed", () => {
  it("has nothing to do, and is destroyed whole", async () => {
    await withStack(async (stack) => {
      await stack.up();
      await stack.succeed("stack", "rename", "customer-7");
      expect(await stack.up()).toEqual({});
      expect(await stack.destroy()).toEqual({ delete: 16 });
      expect(stack.tenant.directory.applications.filter(({ graph }) => graph.displayName === "esia")).toEqual([]);
    });
  });
});
