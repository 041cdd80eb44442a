/** The pipeline's own identity, end to end: made by an administrator, signed in by federation, with OwnedBy alone. */
import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { addSecret } from "../../dev/tenant/secrets.ts";
import { to, withStack, workingKeys } from "../support/days.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { oidcIssuer } from "../support/oidc-issuer.ts";
import { askForPipeline, inTenant, SUBJECT } from "../support/pipeline.ts";
import type { TestStack } from "../support/stack.ts";

async function doctor(stack: TestStack) {
  const env = { ESIA_AS_OF: stack.tenant.clock.now().toISOString().slice(0, 10) };
  const { code, stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"], env);
  const { rows }: Report = JSON.parse(stdout);
  return { code, failing: rows.filter(({ result }) => result === "fail") };
}

describe("a pipeline", () => {
  it("renews with its own identity, leaves to an administrator what it may not do, and goes without a trace", async () => {
    await withStack(async (stack) => {
      await askForPipeline(stack);
      await stack.set("esia:omit[0]", "User.Read.All");
      await stack.up({ asOf: to(stack, 0) });
      const pipeline = inTenant(stack, "esia pipeline");
      expect(pipeline.roles).toEqual(["Application.ReadWrite.OwnedBy"]);
      expect(pipeline.application).toMatchObject({
        owners: [],
        graph: { passwordCredentials: [], keyCredentials: [] },
        federatedCredentials: [{ subject: SUBJECT }],
      });
      expect(pipeline.principal?.owners).toEqual([]);
      const esia = inTenant(stack, "esia");
      expect(esia.application?.owners).toEqual([pipeline.principal?.graph.id]);
      expect(esia.principal?.owners).toEqual([]);
      const first = await stack.threeValues();

      const administrator = { ...stack.env };
      const issuer = await oidcIssuer(stack.tenant, SUBJECT);
      const clientId = String((await stack.outputs())["pipelineClientId"]);
      const signedIn = { ARM_USE_OIDC: "true", ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET: "", ...issuer.runner };
      Object.assign(stack.env, signedIn);
      expect(await stack.up({ asOf: to(stack, 30) })).toEqual({});
      expect(await doctor(stack)).toEqual({ code: 0, failing: [] });

      // An update that adds a role, and a key that falls due: the key is made, the role is said to be another's to grant.
      await stack.succeed("config", "rm", "--path", "esia:omit");
      const due = { ESIA_AS_OF: to(stack, 640) };
      const { code, text } = await stack.start(["up", "--yes", "--skip-preview"], due).ended;
      expect(code, text).toBe(0);
      expect(await stack.changes()).toEqual({ create: 1 });
      expect(text).toContain("Left to an administrator, because the pipeline may not do it: granting User.Read.All.");
      expect(workingKeys(stack)).toEqual([1, 2]);
      const second = await stack.threeValues();
      for (const values of [first, second]) {
        const { roles } = (await stack.signIn(values, GRAPH_ROOT)) as { roles: string[] };
        expect(roles).toHaveLength(7);
      }
      const judged = await doctor(stack);
      expect(judged.code).toBe(1);
      expect(judged.failing.map(({ check }) => check)).toEqual(["Left to an administrator"]);

      // It destroys nothing: the first thing to go would be a grant, and that is not its own to take away.
      const before = structuredClone(stack.tenant.directory);
      const destroyed = await stack.run("destroy", "--yes", "--skip-preview");
      expect(destroyed.code).not.toBe(0);
      expect(stack.tenant.directory).toEqual(before);
      expect(await stack.up({ asOf: to(stack, 641) })).toEqual({});
      await issuer.close();

      // The administrator's run does what was left, and takes the whole identity away when it is not wanted any more.
      Object.assign(stack.env, administrator, { ACTIONS_ID_TOKEN_REQUEST_URL: "", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "" });
      expect(await stack.up({ asOf: to(stack, 642) })).toEqual({ create: 1, update: 1 });
      expect(await doctor(stack)).toEqual({ code: 0, failing: [] });
      // A secret on it would be a second way in: doctor sees that, whoever asks.
      addSecret(stack.tenant.directory, String(pipeline.application?.graph.id), {}, stack.tenant.clock.now());
      expect((await doctor(stack)).failing.map(({ check }) => check)).toEqual(["Pipeline"]);
      await stack.succeed("config", "rm", "esia:pipeline");
      expect(await stack.up({ asOf: to(stack, 643) })).toEqual({ delete: 4, update: 1 });
      expect(inTenant(stack, "esia pipeline")).toEqual({ application: undefined, principal: undefined, roles: [] });
      expect(inTenant(stack, "esia").application?.owners).toEqual([]);
      expect(await stack.signIn(second, GRAPH_ROOT)).toMatchObject({ roles: expect.any(Array) });
    });
  });
});
