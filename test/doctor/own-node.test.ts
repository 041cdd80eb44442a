import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { runProgram } from "../../machine/run-program.mjs";

describe.skipIf(process.platform === "win32")("npm run doctor", () => {
  it("judges the Node that the reader's pulumi finds, not the one that it runs with itself", async () => {
    const folder = mkdtempSync(join(tmpdir(), "own-node-"));
    try {
      mkdirSync(join(folder, "bin"));
      const program = (name: string, script: string) =>
        writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      program("node", "echo v20.20.2");
      program("pulumi", 'case "$1" in version) echo v3.259.0;; *) exit 1;; esac');
      const run = join(PROJECT_FOLDER, "machine", "run.mjs");
      const env = { ...process.env, PATH: join(folder, "bin") };
      const { code, stdout, stderr } = await runProgram(process.execPath, [run, "doctor", "--json"], { env });
      expect(code, stderr).toBe(1);
      const { rows } = JSON.parse(stdout) as Report;
      expect(rows[0]).toMatchObject({
        check: "Node",
        result: "fail",
        detail: `20.20.2 (${join(folder, "bin", "node")}), which 'pulumi' takes; the program needs 22.18 or newer (23.6 or newer of Node 23).`,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
