import { describe, expect, it } from "vitest";
import { allowReportSettings, hidden } from "../support/report-settings.ts";
import { type TestStack, withStack } from "../support/stack.ts";

/** What the state holds, by URN and the tenant's ids. */
async function held(stack: TestStack): Promise<[string, string | undefined][]> {
  const resources: { urn: string; id?: string }[] = JSON.parse(await stack.export()).deployment.resources;
  return resources.map(({ urn, id }) => [urn, id]);
}

describe("a stack whose sign-in leads to another tenant", () => {
  it("is refused in preview and up before anything is declared, and nothing is changed in either tenant", async () => {
    await withStack(async (stack) => {
      await stack.up();
      const before = await held(stack);
      await withStack(async (other) => {
        await stack.set("esia:showNamesInReports", "true");
        allowReportSettings(other);
        other.requests();
        for (const words of [["preview"], ["up", "--yes", "--skip-preview"]]) {
          const { code, text } = await stack.start(words, other.tenant.environment).ended;
          expect(code, text).not.toBe(0);
          expect(text).toContain(
            `This stack's tenant is ${stack.tenant.directory.tenantId}, but the sign-in leads to another one`,
          );
          expect(text).toContain("Nothing was changed.");
          expect(text).not.toContain("This run makes key");
        }
        const asked = other.requests().map((request) => request.split(" ")[0]);
        expect(asked.filter((method) => method === "PATCH" || method === "DELETE")).toEqual([]);
        expect(other.tenant.directory.applications.map(({ graph }) => graph.displayName)).toEqual(["Operator"]);
        expect(hidden(other)).toBe(true);
      });
      expect(await held(stack)).toEqual(before);
      await stack.succeed("config", "rm", "esia:showNamesInReports");
      expect(await stack.up()).toEqual({});
    });
  });
});
