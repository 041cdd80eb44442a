import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { pathOf } from "../../machine/on-path.mjs";
import { type TestStack, withStack } from "../support/stack.ts";

/** A clone as a machine that only serves real tenants has it. */
class Clone {
  readonly folder: string;
  readonly env: Record<string, string>;

  constructor(stack: TestStack) {
    this.folder = join(stack.folder, "clone");
    // The system's own Node: what these tests run on may be one that the project fetched.
    const [fetched, path] = [dirname(process.execPath), pathOf(stack.env)];
    const others = path.split(delimiter).filter((folder) => folder !== fetched);
    this.env = { ...stack.env, PATH: others.join(delimiter) };
    const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: PROJECT_FOLDER });
    for (const file of files.toString().trim().split("\n")) {
      if (existsSync(join(PROJECT_FOLDER, file)) && !file.startsWith("test/"))
        cpSync(join(PROJECT_FOLDER, file), join(this.folder, file));
    }
    const node = join(PROJECT_FOLDER, ".dev", "node");
    mkdirSync(join(this.folder, ".dev"));
    if (existsSync(node)) symlinkSync(node, join(this.folder, ".dev", "node"));
  }

  /** @param more over the operator's environment */
  async run(
    command: string,
    args: readonly string[],
    { input = "", more = {} }: { input?: string; more?: NodeJS.ProcessEnv } = {},
  ): Promise<{ code: number; out: string; all: string }> {
    const child = spawn(command, args, { cwd: this.folder, env: { ...this.env, ...more } });
    child.stdin.end(input);
    const code = new Promise<number>((done, fail) => child.on("error", fail).on("close", (ended) => done(ended ?? 1)));
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, out, all: out + errors };
  }
}

describe("an install with --omit=dev, on the system's own Node", () => {
  it("runs every command of a real tenant through npm", async () => {
    await withStack(async (stack) => {
      const clone = new Clone(stack);
      const installed = await clone.run("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund"], {
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
