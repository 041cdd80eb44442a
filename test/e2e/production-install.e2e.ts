import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { Clone } from "../support/clone.ts";
import { withStack } from "../support/stack.ts";

describe("an install with --omit=dev, on the system's own Node", () => {
  it("runs every command of a real tenant through npm", async () => {
    await withStack(async (stack) => {
      const clone = new Clone(join(stack.folder, "clone"), stack.env);
      // With a Node that is too old npm would install nothing (test/machine/npm-ci.test.ts); the commands bring a newer one.
      const words = ["ci", "--omit=dev", "--no-audit", "--no-fund", "--no-engine-strict"];
      const installed = await clone.run("npm", words, {
        // The operator trusts the embedded tenant alone; the registry is the machine's own.
        more: { NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"] },
      });
      expect(installed.code, installed.all).toBe(0);
      expect(existsSync(join(clone.folder, "node_modules", "vitest"))).toBe(false);
      await stack.up();

      const of = ["--stack", stack.name];
      const doctor = await clone.run("npm", ["run", "-s", "doctor", "--", ...of, "--json"]);
      const rows = (JSON.parse(doctor.out) as Report).rows;
      expect(rows.find(({ check }) => check === "Grants")?.detail).toBe(
        "11 on the application, none beyond what is asked for.",
      );

      const verify = await clone.run("npm", ["run", "-s", "verify", "--", ...of, "--json"]);
      expect(JSON.parse(verify.out), verify.all).toMatchObject({ command: "verify", exitCode: 0 });

      const explain = await clone.run("npm", ["run", "-s", "explain", "--", ...of], {
        input: "error: no stack named 'acme' found",
      });
      expect(explain.out).toContain("pulumi stack ls");

      for (const word of ["doctor", "verify", "explain"]) {
        const help = await clone.run("npm", ["run", "-s", word, "--", "--help"]);
        expect(help.out, help.all).toMatch(new RegExp(`^npm run (-s )?${word} `));
      }
      const lost = await clone.run("npm", ["run", "-s", "doctor", "--stack=test"]);
      expect(lost.all).toContain("npm run doctor '--' --stack …");
      expect(lost.code).toBe(2);
      // Nothing had to be installed for all that.
      expect(existsSync(join(clone.folder, "node_modules", "vitest"))).toBe(false);
    });
  });
});
