import { expect, it } from "vitest";
import { surroundingsOf } from "../../commands/stack/surroundings.ts";

it("any other stack is read in the operator's own surroundings", async () => {
  const { env, ca } = await surroundingsOf("contoso");
  expect(env).toBe(process.env);
  expect(ca).toBeUndefined();
});
