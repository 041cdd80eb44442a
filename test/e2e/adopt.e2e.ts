/** Taking over what exists, in short; test/e2e/long has a life of each use. */
import { expect, it } from "vitest";
import { adopt, madeByHand } from "../support/adopting.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { withStack } from "../support/stack.ts";

it("an application made by hand becomes the stack's in one run: one application, the old key and a new one", async () => {
  await withStack(async (stack) => {
    const { application, keyId, values } = madeByHand(stack);
    await stack.set("azuread:tenantId", values.tenantId);
    expect((await adopt(stack, "--client-id", values.clientId, "--yes")).code).toBe(0);
    expect(await stack.up()).toEqual({ create: 9, import: 7, update: 2 });
    const own = await stack.threeValues();
    expect(own.clientId).toBe(values.clientId);
    expect(await stack.signIn(values, GRAPH_ROOT)).toEqual(await stack.signIn(own, GRAPH_ROOT));
    const { secretKeyId } = await stack.outputs();
    const keys = application.graph.passwordCredentials.map((key) => key.keyId);
    expect(keys.sort()).toEqual([keyId, String(secretKeyId)].sort());
    expect(stack.tenant.directory.applications.map(({ graph }) => graph.displayName)).toEqual(["Operator", "esia"]);
  });
});
