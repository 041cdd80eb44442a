import { describe, expect, it } from "vitest";
import type { FaultAction } from "../../../dev/tenant/faults.ts";
import { adopt } from "../../support/adopting.ts";
import { GRAPH_ROOT } from "../../support/esia.ts";
import { askForPipeline, inTenant } from "../../support/pipeline.ts";
import { type TestStack, withStack } from "../../support/stack.ts";

/** Microsoft did it, and a gateway in front said that it had not. */
const DONE_THEN_503: FaultAction = {
  doneThen: { status: 503, body: { error: { code: "ServiceUnavailable", message: "Gone away." } } },
};

const applications = (stack: TestStack) =>
  stack.tenant.directory.applications.map(({ graph }) => graph).filter(({ displayName }) => displayName === "esia");

/** The state and the passphrase are gone; the settings are typed in anew. */
async function lose(stack: TestStack): Promise<void> {
  await stack.succeed("stack", "rm", "--force", "--yes");
  stack.env["PULUMI_CONFIG_PASSPHRASE"] = "another one";
  await stack.succeed("stack", "init", stack.name);
  await stack.set("azuread:tenantId", stack.tenant.directory.tenantId);
}

describe("a state that is lost, with its passphrase", () => {
  it("is made anew around the same application and pipeline: the mark comes back, and the next key has the next number", async () => {
    await withStack(async (stack) => {
      await askForPipeline(stack);
      await stack.up();
      await stack.set("esia:rotateTo", "2");
      await stack.up();
      const before = await stack.threeValues();
      const tags = [...(applications(stack)[0]?.tags ?? [])].sort();
      const ids = applications(stack)[0]?.passwordCredentials.map(({ keyId }) => keyId) ?? [];
      const pipeline = structuredClone(inTenant(stack, "esia pipeline"));
      await lose(stack);
      await askForPipeline(stack);

      const unsaid = await adopt(stack, "--yes");
      expect(unsaid.code).toBe(1);
      expect(unsaid.rows[0]?.detail).toContain("carries a stack's mark: this one's, if its state was lost");
      expect((await adopt(stack, "--client-id", before.clientId, "--yes")).code).toBe(0);
      // Mark, application, service principal, 11 grants and the pipeline's four; the stack and a key are made. That no other
      // application may have the name is written in the state alone: an update of each.
      expect(await stack.up()).toEqual({ create: 2, import: 18, update: 2 });
      const { secretNumber } = await stack.outputs();
      expect(secretNumber).toBe(3);
      const after = await stack.threeValues();
      expect(after.clientId).toBe(before.clientId);
      expect(applications(stack)).toHaveLength(1);
      expect([...(applications(stack)[0]?.tags ?? [])].sort()).toEqual(tags);
      expect(await stack.signIn(before, GRAPH_ROOT)).toEqual(await stack.signIn(after, GRAPH_ROOT));
      expect(await stack.up()).toEqual({});

      expect(inTenant(stack, "esia pipeline")).toEqual(pipeline);
      expect(inTenant(stack, "esia").application?.owners).toEqual([pipeline.principal?.graph.id]);

      for (const id of ids) expect((await adopt(stack, "--remove-secret", id, "--yes")).code).toBe(0);
      expect(applications(stack)[0]?.passwordCredentials).toHaveLength(1);
      expect(await stack.signIn(before, GRAPH_ROOT)).toEqual({ error: "AADSTS7000215" });
      expect(await stack.signIn(after, GRAPH_ROOT)).toMatchObject({ roles: expect.any(Array) });
      await stack.destroy();
      expect(applications(stack)).toEqual([]);
    });
  });

  it("is made anew also when a run was tried before: the mark that it made is written on both applications", async () => {
    await withStack(async (stack) => {
      await askForPipeline(stack);
      await stack.up();
      const before = await stack.threeValues();
      await lose(stack);
      await askForPipeline(stack);
      const { code, text } = await stack.run("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(text).toContain("There is an application of that name in the tenant already");

      expect((await adopt(stack, "--yes")).code).toBe(1);
      expect((await adopt(stack, "--client-id", before.clientId, "--yes")).code).toBe(0);
      expect(await stack.up()).toEqual({ create: 1, import: 17, update: 2 });
      const { deployment } = JSON.parse(await stack.export());
      const mark = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::mark")).outputs.result;
      expect(applications(stack)[0]?.tags).toContain(`esia-stack:${mark}`);
      expect(inTenant(stack, "esia pipeline").application?.graph.tags).toContain(`esia-pipeline:${mark}`);
      const after = await stack.threeValues();
      expect(await stack.signIn(before, GRAPH_ROOT)).toEqual(await stack.signIn(after, GRAPH_ROOT));
      expect(await stack.up()).toEqual({});
    });
  });
});

describe("what an interrupted run left", () => {
  it("is taken over: application, service principal, grants; a second application and a second key are named", async () => {
    await withStack(async (stack) => {
      await stack.set("azuread:tenantId", stack.tenant.directory.tenantId);
      const { faults } = stack.tenant;
      faults.add({ method: "POST", path: /\/applications$/, action: DONE_THEN_503 });
      faults.add({ method: "POST", path: /\/addPassword$/, action: DONE_THEN_503 });
      await stack.up();
      const { clientId } = await stack.threeValues();
      const { secretKeyId } = await stack.outputs();
      for (const name of ["service-principal", "application"]) {
        const { deployment } = JSON.parse(await stack.export());
        const of = (wanted: string) => deployment.resources.filter((one: { urn: string }) => one.urn.includes(wanted));
        for (const { urn } of [...of("::grant-"), ...of("::secret-")])
          await stack.succeed("state", "delete", urn, "--yes");
        await stack.succeed("state", "delete", of(`::${name}`)[0].urn, "--yes");
      }

      const two = await adopt(stack, "--yes");
      expect(two.code).toBe(1);
      expect(two.rows[0]?.detail).toContain("2 applications carry the stack's mark");
      const shown = await adopt(stack, "--client-id", clientId);
      const [other, ...more] = applications(stack).filter(({ appId }) => appId !== clientId);
      expect(more).toEqual([]);
      expect(shown.rows[0]?.next).toContain(`'az ad app delete --id ${other?.appId}'`);
      const { directory } = stack.tenant;
      directory.applications = directory.applications.filter(({ graph }) => graph !== other);

      expect((await adopt(stack, "--yes")).code).toBe(0);
      expect(await stack.up()).toMatchObject({ create: 1, import: 13 });
      expect((await stack.threeValues()).clientId).toBe(clientId);
      const keys = applications(stack)[0]?.passwordCredentials ?? [];
      expect(keys).toHaveLength(3);
      const own = (await stack.outputs())["secretKeyId"];
      expect(own).not.toBe(secretKeyId);
      for (const { keyId } of keys.filter((key) => key.keyId !== own)) {
        expect((await adopt(stack, "--remove-secret", keyId, "--yes")).code).toBe(0);
      }
      expect(applications(stack)[0]?.passwordCredentials.map(({ keyId }) => keyId)).toEqual([own]);
      expect(await stack.up()).toEqual({});
      await stack.destroy();
      expect(applications(stack)).toEqual([]);
    });
  });
});
