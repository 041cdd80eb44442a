import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import type { FaultAction } from "../../dev/tenant/faults.ts";
import { type TestStack, withStack } from "../support/stack.ts";

/** Microsoft did it, and a gateway in front said that it had not. */
const DONE_THEN_503: FaultAction = {
  doneThen: { status: 503, body: { error: { code: "ServiceUnavailable", message: "Gone away." } } },
};
const REFUSED: FaultAction = {
  answer: { status: 403, body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } } },
};

async function failing(stack: TestStack): Promise<Report["rows"]> {
  const { stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"]);
  const { rows }: Report = JSON.parse(stdout);
  return rows.filter(({ result }) => result === "fail");
}

const applications = (stack: TestStack) =>
  stack.tenant.directory.applications.map(({ graph }) => graph).filter(({ displayName }) => displayName !== "Operator");

/** The names of azuread's resources in the state. */
async function held(stack: TestStack): Promise<string[]> {
  const { deployment } = JSON.parse(await stack.export());
  const urns: string[] = (deployment.resources ?? []).map(({ urn }: { urn: string }) => urn);
  return urns.filter((urn) => urn.includes("::azuread:index")).map((urn) => urn.split("::").at(-1) ?? "");
}

describe("a request that was done and answered by 503", () => {
  it("is made again by azuread: the run succeeds with a second application, which doctor names", async () => {
    await withStack(async (stack) => {
      stack.tenant.faults.add({ method: "POST", path: /\/applications$/, action: DONE_THEN_503 });
      await stack.up();
      const { clientId } = await stack.threeValues();
      const [other, ...more] = applications(stack).filter(({ appId }) => appId !== clientId);
      expect(more).toEqual([]);
      const rows = await failing(stack);
      expect(rows.map(({ check }) => check)).toEqual(["Application"]);
      expect(rows[0]?.detail).toContain(`client id ${other?.appId}`);
      expect(rows[0]?.detail).toContain("carries this stack's mark, but the state does not hold it");
      expect(rows[0]?.next).toContain(`az ad app delete --id ${other?.appId}`);
    });
  });

  it("leaves a second key of the same name, which works and which doctor names", async () => {
    await withStack(async (stack) => {
      stack.tenant.faults.add({ method: "POST", path: /\/addPassword$/, action: DONE_THEN_503 });
      await stack.up();
      const { secretKeyId } = (await stack.outputs()) as { secretKeyId: string };
      const keys = applications(stack)[0]?.passwordCredentials ?? [];
      expect(new Set(keys.map(({ displayName }) => displayName)).size).toBe(1);
      const [other, ...more] = keys.filter(({ keyId }) => keyId !== secretKeyId);
      expect(more).toEqual([]);
      const rows = await failing(stack);
      expect(rows.map(({ check }) => check)).toEqual(["Client secrets"]);
      expect(rows[0]?.detail).toContain(`key id ${other?.keyId}`);
      expect(rows[0]?.next).toContain(`--remove-secret ${other?.keyId}`);
    });
  });

  it("blocks destroy, which has removed the grant, until a refresh is asked for", async () => {
    await withStack(async (stack) => {
      await stack.up();
      stack.tenant.faults.add({ method: "DELETE", path: /\/appRoleAssignedTo\//, action: DONE_THEN_503 });
      const { code, text } = await stack.run("destroy", "--yes", "--skip-preview");
      expect(code, text).not.toBe(0);
      expect(text).toContain("404 (404 Not Found)");
      await stack.succeed("destroy", "--yes", "--skip-preview", "--refresh");
      expect(applications(stack)).toEqual([]);
    });
  });
});

describe("what the state holds of a run that failed", () => {
  it("is what was made, also by half, and the next run finishes it", async () => {
    await withStack(async (stack) => {
      stack.tenant.faults.add({ method: "DELETE", path: /\/applications\/[^/]+\/owners\//, action: REFUSED });
      expect((await stack.run("up", "--yes", "--skip-preview")).code).not.toBe(0);
      expect(await held(stack)).toEqual(["application"]);
      await stack.up();
      expect(applications(stack)).toHaveLength(1);
    });
  });

  it("is not what was refused whole, nor a key that could not be confirmed", async () => {
    await withStack(async (stack) => {
      stack.tenant.faults.add({ method: "POST", path: /\/applications$/, action: REFUSED });
      expect((await stack.run("up", "--yes", "--skip-preview")).code).not.toBe(0);
      expect(await held(stack)).toEqual([]);

      await stack.set("esia:grantConsent", "false");
      stack.tenant.faults.add({
        method: "POST",
        path: /\/addPassword$/,
        action: {
          after: () => stack.tenant.faults.add({ method: "GET", path: /\/applications\/[^/?]+$/, action: REFUSED }),
        },
      });
      expect((await stack.run("up", "--yes", "--skip-preview")).code).not.toBe(0);
      expect(await held(stack)).toEqual(["application", "service-principal"]);
      expect(applications(stack)[0]?.passwordCredentials).toHaveLength(1);
    });
  });
});
