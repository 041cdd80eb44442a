import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../commands/doctor/arguments.ts";
import { engineRow, nodeOnPath, nodeRow, pluginRow, pluginRows } from "../../commands/doctor/machine.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

const AZUREAD = { name: "azuread", version: "6.9.1" } as const;

const NEXT = "Install a newer one from https://nodejs.org/, and put it first on your PATH.";

describe("the Node that pulumi takes", () => {
  it.each(["22.18.0", "23.6.0", "24.21.0", "30.0.0"])("%s serves", (version) => {
    expect(nodeRow({ file: "/bin/node", version })).toEqual({ check: "Node", result: "pass", detail: `${version}.` });
  });
  it.each(["20.20.2", "22.17.1", "23.5.0"])("%s is too old", (version) => {
    expect(nodeRow({ file: "/bin/node", version })).toEqual({
      check: "Node",
      result: "fail",
      detail: `${version} (/bin/node), which 'pulumi' takes; the program needs 22.18 or newer (23.6 or newer of Node 23).`,
      next: NEXT,
    });
  });
  it("that is not there, or does not tell its version, fails", () => {
    expect(nodeRow(undefined)).toMatchObject({ result: "fail", next: NEXT });
    expect(nodeRow({ file: "/bin/node", version: undefined })).toMatchObject({ result: "fail", next: NEXT });
  });

  it.skipIf(process.platform === "win32")(
    "is the first on the PATH past what npm puts there for its scripts",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "path-"));
      const node = (name: string, version: string) => {
        mkdirSync(join(folder, name), { recursive: true });
        writeFileSync(join(folder, name, "node"), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
        return join(folder, name);
      };
      const npms = [node("node_modules/.bin", "v24.0.0"), node("npm/lib/node-gyp-bin", "v24.0.0")];
      const own = [node("own", "v20.20.2"), node("later", "v24.0.0")];
      try {
        const path = [...npms, ...own].join(delimiter);
        expect(await nodeOnPath({ PATH: path })).toEqual({ file: join(folder, "own", "node"), version: "20.20.2" });
        expect(await nodeOnPath({ PATH: npms.join(delimiter) })).toBeUndefined();
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe("the engine", () => {
  it.each([
    ["v3.259.0\n", "pass", "3.259.0."],
    ["v3.270.1", "pass", "3.270.1."],
    ["v3.258.9", "fail", "3.258.9; 3.259.0 or newer is needed."],
    ["v3.259.0-alpha.1", "fail", "3.259.0-alpha.1; 3.259.0 or newer is needed."],
    ["", "fail", "It does not tell its version; 3.259.0 or newer is needed."],
    [undefined, "fail", "There is no 'pulumi' on the PATH."],
  ])("that prints %j is judged %s", (printed, result, detail) => {
    expect(engineRow(printed)).toMatchObject({ result, detail });
  });
});

describe("a plugin", () => {
  it.each([
    [{ installed: true }, "pass", "6.9.1."],
    [{ installed: false, onPath: { file: "/bin/p", version: "6.9.1" } }, "pass", "6.9.1, from the PATH."],
    [{ installed: false }, "warn", "6.9.1 is not installed: the first run downloads it."],
    [
      { installed: true, onPath: { file: "/bin/p", version: "5.0.0" } },
      "warn",
      "/bin/p is 5.0.0, where 6.9.1 is expected: Pulumi takes it because it is on the PATH.",
    ],
    [
      { installed: true, onPath: { file: "/bin/p", version: undefined } },
      "warn",
      "/bin/p is of unknown version, where 6.9.1 is expected: Pulumi takes it because it is on the PATH.",
    ],
  ])("found as %j is judged %s", (found, result, detail) => {
    expect(pluginRow(AZUREAD, found)).toMatchObject({ check: "Plugin azuread", result, detail });
  });

  it.each(["", "error", "{}", "[null]", '[{"name":"azuread"}]'])(
    "counts as not installed where 'pulumi plugin ls' prints %j",
    async (stdout) => {
      const rows = await pluginRows(async () => ({ code: 0, stdout, stderr: "" }), { PATH: "" });
      expect(rows.map(({ check, result }) => `${check}: ${result}`)).toEqual([
        "Plugin azuread: warn",
        "Plugin random: warn",
      ]);
    },
  );
});

describe("the command line", () => {
  it("names the stack, or leaves it to what is selected", () => {
    expect(readArguments(["--stack", "acme", "--json"])).toEqual({ stack: "acme", json: true, help: false });
    expect(readArguments(["-s", "acme"])).toEqual({ stack: "acme", json: false, help: false });
    expect(readArguments([])).toEqual({ stack: undefined, json: false, help: false });
    expect(readArguments(["--help"])).toMatchObject({ help: true });
  });
  it.each([
    [["--stack", ""], /^Which stack\?/],
    [["--stak", "acme"], /^--stak is no option of doctor\./],
    [["--json=x"], /^--json is not used like that\./],
    [["acme"], /^doctor takes options only, and never a value of ESIA's form\./],
  ])("%j is refused, with the usage", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
    expect(() => readArguments(args)).toThrow(/npm run doctor -- \[--stack NAME\]/);
  });
  it.each([["abc8Q~0123"], ["--abc8Q~0123"], ["--key=abc8Q~0123"], ["-abc8Q~0123"], ["--json=abc8Q~0123"]])(
    "%s is not repeated: it may be a key",
    (word) => {
      expect(() => readArguments([word])).toThrow(CannotRun);
      expect(() => readArguments([word])).not.toThrow(/8Q~0123/);
    },
  );
});
