/** Who renews in three customers' tenants: an administrator once in each, then identities that reach one tenant alone. */
import { expect, it } from "vitest";
import type { StatusReport } from "../../../commands/fleet/status-table.ts";
import { addSecret } from "../../../dev/tenant/secrets.ts";
import { addOperator } from "../../../dev/tenant/seed.ts";
import { START, to, workingKeys } from "../../support/days.ts";
import { fleet, withFleet } from "../../support/fleet.ts";
import { oidcIssuer } from "../../support/oidc-issuer.ts";
import type { TestStack } from "../../support/stack.ts";

/** An identity of the customer's own, which its stack makes: the token of the stack's environment signs it in. */
async function asPipeline(stack: TestStack) {
  await stack.set("esia:pipeline.github", "contoso/esia");
  await stack.set("esia:pipeline.environment", stack.name);
  await stack.up({ asOf: to(stack, 0) });
  const issuer = await oidcIssuer(stack.tenant, `repo:contoso/esia:environment:${stack.name}`);
  const clientId = String((await stack.outputs())["pipelineClientId"]);
  const env = { ARM_USE_OIDC: "true", ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET: "", ...issuer.runner };
  return { env, close: issuer.close };
}

/** The provider's own application, consented in the customer's tenant with OwnedBy, and named as an owner there. */
async function asOperator(stack: TestStack) {
  const { directory, clock } = stack.tenant;
  const named = { displayName: "Provider", roles: ["Application.ReadWrite.OwnedBy"] };
  const { applicationId, clientId, objectId } = addOperator(directory, named, clock.now());
  const secret = { displayName: "provider", endDateTime: "2099-01-01T00:00:00Z" };
  const { secretText } = addSecret(directory, applicationId, secret, clock.now());
  await stack.set("esia:owners[0]", objectId);
  await stack.up({ asOf: to(stack, 0) });
  return { env: { ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET: secretText }, close: async () => {} };
}

it("an identity for each customer, or the provider's own application, renews what is due in its tenant and in no other", async () => {
  const life = async (stacks: TestStack[]) => {
    const [contoso, fabrikam, globex] = stacks as [TestStack, TestStack, TestStack];
    const identities = [await asPipeline(contoso), await asPipeline(fabrikam), await asOperator(globex)];
    try {
      const asOf = to(contoso, 651);
      for (const stack of stacks) to(stack, 651);
      contoso.env["ESIA_AS_OF"] = asOf;
      const due = await fleet(stacks, "matrix", "--due");
      expect(JSON.parse(due.stdout)).toEqual({ stack: ["contoso", "fabrikam", "globex"] });

      // What signs in at Contoso is nobody at Fabrikam, and nothing is changed there.
      const before = structuredClone(fabrikam.tenant.directory);
      const strange = await fabrikam.start(["up", "--yes", "--skip-preview"], {
        ...identities[0]?.env,
        ESIA_AS_OF: asOf,
      }).ended;
      expect(strange.code).not.toBe(0);
      expect(fabrikam.tenant.directory).toEqual(before);

      for (const [at, stack] of stacks.entries()) {
        Object.assign(stack.env, identities[at]?.env);
        expect(await stack.up({ asOf })).toEqual({ create: 1 });
        expect(workingKeys(stack)).toEqual([1, 2]);
      }
      const status: StatusReport = JSON.parse((await fleet(stacks, "status", "--json")).stdout);
      expect(status.stacks.map(({ stack, key, due }) => [stack, key?.number, due])).toEqual([
        ["contoso", 2, false],
        ["fabrikam", 2, false],
        ["globex", 2, false],
      ]);
    } finally {
      for (const { close } of identities) await close();
    }
  };
  await withFleet(["contoso", "fabrikam", "globex"], life, () => new Date(START));
});
