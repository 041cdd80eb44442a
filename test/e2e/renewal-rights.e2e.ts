/** Rights, end to end: who makes the application, who renews its key later, and who must not begin. */
import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { findApplicationByAppId } from "../../dev/tenant/directory.ts";
import { addSecret } from "../../dev/tenant/secrets.ts";
import { addOperator } from "../../dev/tenant/seed.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { type TestStack, withStack } from "../support/stack.ts";

/** An operator beside the tenant's own, with the environment in which he signs in. */
function operatorWith(stack: TestStack, ...roles: string[]) {
  const { directory, clock } = stack.tenant;
  const { applicationId, clientId, objectId } = addOperator(directory, { displayName: "Renewals", roles }, clock.now());
  const end = "2099-01-01T00:00:00Z";
  const { secretText } = addSecret(
    directory,
    applicationId,
    { displayName: "renewals", endDateTime: end },
    clock.now(),
  );
  return { clientId, objectId, env: { ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET: secretText } };
}

/** The rows of doctor's that are about rights. */
async function rights(stack: TestStack, env: Record<string, string>) {
  const { stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"], env);
  const { rows }: Report = JSON.parse(stdout);
  return rows.filter(({ check }) => check.startsWith("Right to"));
}
const judged = (rows: Awaited<ReturnType<typeof rights>>) => rows.map(({ check, result }) => `${check}: ${result}`);
const applicationsOf = ({ tenant }: TestStack) => tenant.directory.applications.map(({ graph }) => graph.displayName);

describe("an operator with Application.ReadWrite.OwnedBy alone", () => {
  it("goes on with what an administrator made in its name: nothing to do, a renewal, a retirement", async () => {
    await withStack(async (stack) => {
      const { directory } = stack.tenant;
      await stack.set("azuread:tenantId", stack.tenant.tenantId);
      const renewals = operatorWith(stack, "Application.ReadWrite.OwnedBy");
      await stack.set("esia:owners[0]", renewals.objectId);
      await stack.up();
      const first = await stack.threeValues();
      expect(findApplicationByAppId(directory, first.clientId)?.owners).toEqual([renewals.objectId]);
      expect(judged(await rights(stack, {}))).toEqual([
        "Right to renew the key: pass",
        "Right to grant Management API roles: pass",
        "Right to grant Graph roles: pass",
      ]);

      // From here on the administrator is gone.
      Object.assign(stack.env, renewals.env);
      const rows = await rights(stack, {});
      expect(judged(rows)).toEqual([
        "Right to renew the key: pass",
        "Right to grant Management API roles: pass",
        "Right to grant Graph roles: pass",
      ]);
      expect(rows[2]?.detail).toContain("Enough to renew, not to grant");
      expect(await stack.up()).toEqual({});
      await stack.set("esia:rotateTo", "2");
      expect(await stack.up()).toEqual({ create: 1 });
      const second = await stack.threeValues();
      expect(second.key).not.toBe(first.key);
      for (const values of [first, second]) {
        expect(await stack.signIn(values, GRAPH_ROOT)).toMatchObject({ roles: expect.any(Array) });
      }
      await stack.set("esia:retireUpTo", "1");
      expect(await stack.up()).toEqual({ delete: 1 });
      expect(await stack.signIn(first, GRAPH_ROOT)).toEqual({ error: "AADSTS7000215" });
      expect(await stack.signIn(second, GRAPH_ROOT)).toMatchObject({ roles: expect.any(Array) });

      // To grant it may not: a change of roles is refused by Entra, and doctor says so before.
      await stack.set("esia:omit[0]", "User.Read.All");
      const [, , graph] = await rights(stack, {});
      expect(graph).toMatchObject({
        result: "fail",
        detail: expect.stringContaining("The next run takes away User.Read.All."),
      });
    });
  });

  it("may not make what it could not touch again: the run is refused, doctor says it, nothing is made", async () => {
    await withStack(async (stack) => {
      const operator = operatorWith(
        stack,
        "Application.ReadWrite.OwnedBy",
        "AppRoleAssignment.ReadWrite.All",
        "Application.Read.All",
      );
      Object.assign(stack.env, operator.env);
      const before = structuredClone(stack.tenant.directory);
      const command = `'pulumi config set --path "esia:owners[0]" ${operator.objectId} --stack test'`;
      expect((await rights(stack, {}))[0]).toMatchObject({
        check: "Right to make the application",
        result: "fail",
        next: `${command}, then run doctor again.`,
      });
      for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        const { code, text } = await stack.run(...args);
        expect(code).not.toBe(0);
        expect(text).toContain("azuread takes whoever makes an application out of its owners again");
        expect(text).toContain(`Nothing was made. ${command}, then run again.`);
      }
      expect(stack.tenant.directory).toEqual(before);
      const { resources }: { resources: { type: string }[] } = JSON.parse(await stack.export()).deployment;
      expect(resources.filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);

      // What it says to do is enough, to the end.
      await stack.set("esia:owners[0]", operator.objectId);
      expect(judged(await rights(stack, {}))).toEqual([
        "Right to make the application: pass",
        "Right to grant Management API roles: pass",
        "Right to grant Graph roles: pass",
      ]);
      await stack.up();
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toMatchObject({ roles: expect.any(Array) });
      await stack.destroy();
      expect(applicationsOf(stack)).toEqual(["Operator", "Renewals"]);
    });
  });
});
