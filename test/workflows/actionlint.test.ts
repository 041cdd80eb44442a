/** The workflows by actionlint, built from the Go modules that actionlint/go.sum pins: a mistake in one shows here, not by night. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findGo } from "../../dev/engine/build.ts";
import { runProgram } from "../../machine/run-program.mjs";

const MODULE = join(import.meta.dirname, "actionlint");
const FOLDER = join(import.meta.dirname, "..", "..", ".github", "workflows");
const go = findGo(process.env);

const scratch = mkdtempSync(join(tmpdir(), "esia-actionlint-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const run = (...args: string[]) =>
  runProgram(go ?? "", ["-C", MODULE, ...args], { env: { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly" } });

// What else actionlint would run, shellcheck and pyflakes, differs from machine to machine.
const lint = (...files: string[]) => run("tool", "actionlint", "-shellcheck=", "-pyflakes=", "-no-color", ...files);

// Where Go is missing, the gate says that these were skipped; the project's own workflow has it.
describe.skipIf(!go)("actionlint", { timeout: 300_000 }, () => {
  // Where Go has not seen the modules yet, the first run would say among actionlint's words that it fetches them.
  beforeAll(async () => {
    expect(await run("mod", "download")).toMatchObject({ code: 0 });
  }, 300_000);

  it("finds nothing in the workflows", async () => {
    const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
    expect(await lint(...files)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("finds a step that uses what a job lacks", async () => {
    const wrong = join(scratch, "wrong.yml");
    writeFileSync(wrong, "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - usess: x\n");
    const { code, stdout } = await lint(wrong);
    expect(code).toBe(1);
    expect(stdout).toContain('step must run script with "run" section or run action with "uses" section');
  });
});
