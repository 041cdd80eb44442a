import { describe, expect, it } from "vitest";
import type { Report } from "../../../commands/rows/report.ts";
import type { FaultAction } from "../../../dev/tenant/faults.ts";
import { explain } from "../../../failures/explain.ts";
import { type TestStack, withStack } from "../../support/stack.ts";
import { readState } from "../../support/state-file.ts";

const UP = ["up", "--yes", "--skip-preview"];
const REFUSED: FaultAction = {
  answer: { status: 403, body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } } },
};

/** A first run whose last grant is made and cannot be read. */
async function halfMade(stack: TestStack): Promise<void> {
  stack.tenant.faults.add({ method: "GET", path: /\/appRoleAssignedTo\/[^/]+$/, action: REFUSED });
  const { code, text } = await stack.run(...UP);
  expect(code).not.toBe(0);
  expect(text).toContain("'pulumi refresh --stack test', then 'pulumi up --stack test'");
}

const grants = ({ tenant }: TestStack) => {
  const client = tenant.directory.applications.find(({ graph }) => graph.displayName === "esia")?.graph.appId;
  const principal = tenant.directory.servicePrincipals.find(({ graph }) => graph.appId === client)?.graph.id;
  return tenant.directory.appRoleAssignments.filter(({ principalId }) => principalId === principal);
};

describe("a grant that was made and could not be read", () => {
  it("refuses the next run, and is whole after a refresh", async () => {
    await withStack(async (stack) => {
      await halfMade(stack);
      const { code, text } = await stack.run(...UP);
      expect(code).not.toBe(0);
      expect(text).toMatch(/The state holds grant-[\w.]+ half made/);
      await stack.succeed("refresh", "--yes", "--skip-preview");
      await stack.up();
      expect(grants(stack)).toHaveLength(11);
      expect(await stack.up()).toEqual({});
    });
  });

  it("is taken away by destroy all the same", async () => {
    await withStack(async (stack) => {
      await halfMade(stack);
      await stack.destroy();
      expect(stack.tenant.directory.applications.map(({ graph }) => graph.displayName)).toEqual(["Operator"]);
    });
  });

  it("does not stand in the way of a key that is due; then it is forgotten and taken in again, as printed", async () => {
    await withStack(async (stack) => {
      await halfMade(stack);
      const due = stack.start(UP, { ESIA_AS_OF: "2028-11-01" });
      const { code, text } = await due.ended;
      expect(code).not.toBe(0);
      expect(Object.keys(readState(stack).ids)).toContain("secret-2");
      const found = explain(text, stack.name);
      expect(found.map(({ id }) => id)).toContain("half made, run again");
      const urn = /state delete "([^"]+)"/.exec(found.map(({ command }) => command).join())?.[1] ?? "";
      await stack.succeed("state", "delete", urn, "--yes");
      const { stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"]);
      const row = (JSON.parse(stdout) as Report).rows.find(({ check }) => check === "Grants");
      expect(row?.next).toBe("Take it over: 'npm run adopt -- --stack test --yes', then 'pulumi up --stack test'.");
      const taken = await stack.command("adopt", ["--stack", stack.name, "--yes"]);
      expect(taken.text.replace(/\s+/g, " ")).toContain("esia:adopt is written: 1 to take over.");
      expect((await stack.start(UP, { ESIA_AS_OF: "2028-11-01" }).ended).code).toBe(0);
      expect(grants(stack)).toHaveLength(11);
    });
  });
});
