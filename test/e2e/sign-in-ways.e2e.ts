/** A way of signing in that azuread documents and Pulumi's build of it refuses. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { explain } from "../../failures/explain.ts";
import { withStack } from "../support/stack.ts";

it("doctor fails it and says what works instead, and so does what the run prints", async () => {
  await withStack(async (stack) => {
    const before = structuredClone(stack.tenant.directory);
    const file = join(stack.folder, "secret");
    writeFileSync(file, stack.env["ARM_CLIENT_SECRET"] ?? "");
    const env = { ARM_CLIENT_SECRET: "", ARM_CLIENT_SECRET_FILE_PATH: file };

    const { code, stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"], env);
    const { rows }: Report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(rows.at(-1)).toMatchObject({
      check: "Sign-in",
      result: "fail",
      next: "Set ARM_CLIENT_SECRET (in place of ARM_CLIENT_SECRET_FILE_PATH).",
    });

    const up = await stack.start(["up", "--yes", "--skip-preview"], env).ended;
    expect(up.code).not.toBe(0);
    expect(explain(up.text, stack.name).map(({ id }) => id)).toEqual(["sign-in way unknown to the provider"]);
    expect(stack.tenant.directory).toEqual(before);

    // What doctor says to do is enough.
    await stack.up();
    await stack.destroy();
  });
});
