import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allowReportSettings, asked, denyReportSettings, hidden, hide, tags } from "../../support/report-settings.ts";
import { type TestStack, withStack } from "../../support/stack.ts";

const HIDDEN_AGAIN = "Names in usage reports are hidden again, as this stack found them.";

interface Resource {
  urn: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/**
 * A stack that shows names, with the state as 1.0.0 leaves it: one resource, which holds what was found, and the tenant as
 * it is configured.
 */
async function madeBy100(stack: TestStack, tenantId: string): Promise<void> {
  allowReportSettings(stack);
  await stack.set("esia:showNamesInReports", "true");
  await stack.up();
  const state = JSON.parse(await stack.export());
  const resources: Resource[] = state.deployment.resources;
  const kept = resources.find(({ urn }) => urn.endsWith("::names-found"))?.urn;
  const left = resources.filter(({ urn }) => urn !== kept);
  for (const { urn, inputs, outputs, ...resource } of left) {
    if (resource.dependencies)
      resource.dependencies.splice(0, Infinity, ...resource.dependencies.filter((on) => on !== kept));
    for (const [name, on] of Object.entries(resource.propertyDependencies ?? {})) {
      if (on.includes(kept ?? "")) delete resource.propertyDependencies?.[name];
    }
    if (!urn.endsWith("::names-in-reports")) continue;
    for (const name of ["found", "problem", "look"]) delete inputs[name];
    delete outputs["look"];
    Object.assign(inputs, { tenantId });
    Object.assign(outputs, { tenantId });
  }
  expect(left).toHaveLength(resources.length - 1);
  const file = join(stack.folder, "state.json");
  writeFileSync(file, JSON.stringify({ ...state, deployment: { ...state.deployment, resources: left } }));
  await stack.succeed("stack", "import", "--file", file);
  asked(stack);
}

describe("a state of 1.0.0, which shows names,", () => {
  it("goes on showing them, hands over that they were hidden, and hides them at the end", async () => {
    await withStack(async (stack) => {
      await madeBy100(stack, stack.tenant.tenantId);
      expect(await stack.up()).toEqual({ create: 1, update: 1 });
      expect(asked(stack)).toEqual(["GET", "GET"]);
      expect(tags(stack)).toEqual(["esia-names-were:hidden", "esia-shows-names"]);
      expect(await stack.up()).toEqual({});
      expect((await stack.run("destroy", "--yes", "--skip-preview")).text).toContain(HIDDEN_AGAIN);
      expect(hidden(stack)).toBe(true);
    });
  });

  it("with the tenant in capitals does the same, and replaces nothing", async () => {
    await withStack(async (stack) => {
      await madeBy100(stack, stack.tenant.tenantId.toUpperCase());
      expect(await stack.up()).toEqual({ create: 1, update: 1 });
      expect(asked(stack)).toEqual(["GET", "GET"]);
      await stack.destroy();
      expect(hidden(stack)).toBe(true);
    });
  });

  it("hands over what was found also where the right is gone", async () => {
    await withStack(async (stack) => {
      await madeBy100(stack, stack.tenant.tenantId);
      denyReportSettings(stack);
      await stack.up();
      allowReportSettings(stack);
      await stack.destroy();
      expect(hidden(stack)).toBe(true);
    });
  });

  it("is destroyed without a run that hands over: they are hidden again", async () => {
    await withStack(async (stack) => {
      await madeBy100(stack, stack.tenant.tenantId);
      expect((await stack.run("destroy", "--yes", "--skip-preview")).text).toContain(HIDDEN_AGAIN);
      expect(hidden(stack)).toBe(true);
    });
  });

  it("no longer asks for them, without a run that hands over: they are hidden again", async () => {
    await withStack(async (stack) => {
      await madeBy100(stack, stack.tenant.tenantId);
      await stack.succeed("config", "rm", "esia:showNamesInReports");
      expect((await stack.run("up", "--yes", "--skip-preview")).text).toContain(HIDDEN_AGAIN);
      expect(hidden(stack)).toBe(true);
    });
  });
});

describe("the tenant of a stack that shows names", () => {
  it("may be spelled as a domain, a GUID or a GUID in capitals: a change hides and shows nothing", async () => {
    await withStack(async (stack) => {
      allowReportSettings(stack);
      await stack.set("esia:showNamesInReports", "true");
      await stack.set("azuread:tenantId", "embedded.onmicrosoft.com");
      await stack.up();
      expect(hidden(stack)).toBe(false);
      for (const spelling of [stack.tenant.tenantId, stack.tenant.tenantId.toUpperCase(), "Embedded.OnMicrosoft.com"]) {
        await stack.set("azuread:tenantId", spelling);
        asked(stack);
        const { replace, delete: deleted, create } = await stack.up();
        expect([replace, deleted, create], spelling).toEqual([undefined, undefined, undefined]);
        expect(asked(stack), spelling).toEqual(["GET", "GET"]);
      }
      await stack.destroy();
      expect(hidden(stack)).toBe(true);
    });
  });
});

describe("names that were hidden, seen by a refresh, and shown by hand", () => {
  it("are somebody's decision: the stack leaves them shown at its end", async () => {
    await withStack(async (stack) => {
      allowReportSettings(stack);
      await stack.set("esia:showNamesInReports", "true");
      await stack.up();
      hide(stack, true);
      await stack.succeed("refresh", "--yes", "--skip-preview");
      hide(stack, false);
      await stack.succeed("refresh", "--yes", "--skip-preview");
      await stack.up();
      expect(tags(stack)).toEqual(["esia-names-were:shown", "esia-shows-names"]);
      await stack.destroy();
      expect(hidden(stack)).toBe(false);
    });
  });
});
