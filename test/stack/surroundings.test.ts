import { expect, it } from "vitest";
import { surroundingsOf } from "../../commands/stack/surroundings.ts";
import { pulumiCommand } from "../../stack/command.ts";

it("a next action names the stack, and npm start for the dev stack's engine and tenant", () => {
  expect(pulumiCommand("up --refresh", "contoso")).toBe("'pulumi up --refresh --stack contoso'");
  expect(pulumiCommand("up", undefined)).toBe("'pulumi up'");
  expect(pulumiCommand("up", "dev")).toBe("'npm start -- up'");
});

it("any other stack is read in the operator's own surroundings", async () => {
  const { env, ca } = await surroundingsOf("contoso");
  expect(env).toBe(process.env);
  expect(ca).toBeUndefined();
});
