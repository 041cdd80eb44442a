import { describe, expect, it } from "vitest";
import { readArguments } from "../../commands/doctor/arguments.ts";
import { engineRow, nodeRow, pluginRow } from "../../commands/doctor/machine.ts";

const AZUREAD = { name: "azuread", version: "6.9.1" } as const;

describe("Node", () => {
  it.each(["22.18.0", "23.6.0", "24.21.0", "30.0.0"])("%s serves", (version) => {
    expect(nodeRow(version)).toEqual({ check: "Node", result: "pass", detail: `${version}.` });
  });
  it.each(["20.20.2", "22.17.1", "23.5.0"])("%s is too old", (version) => {
    expect(nodeRow(version)).toEqual({
      check: "Node",
      result: "fail",
      detail: `${version}; the program needs 22.18 or newer (23.6 or newer of Node 23).`,
      next: "Install a newer one from https://nodejs.org/, or put it first on your PATH.",
    });
  });
});

describe("the engine", () => {
  it.each([
    ["v3.259.0\n", "pass", "3.259.0."],
    ["v3.270.1", "pass", "3.270.1."],
    ["v3.258.9", "fail", "3.258.9; 3.259.0 or newer is needed."],
    ["v3.259.0-alpha.1", "fail", "3.259.0-alpha.1; 3.259.0 or newer is needed."],
    ["", "unknown", "It does not tell its version; 3.259.0 or newer is needed."],
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
});

describe("the command line", () => {
  it("names the stack", () => {
    expect(readArguments(["--stack", "acme", "--json"])).toEqual({ stack: "acme", json: true, help: false });
    expect(readArguments(["-s", "acme"])).toEqual({ stack: "acme", json: false, help: false });
    expect(readArguments(["--help"])).toMatchObject({ help: true });
  });
  it.each([
    [[], /^Which stack\?/],
    [["--stack", ""], /^Which stack\?/],
    [["--stak", "acme"], /^Unknown option '--stak'/],
    [["acme"], /^Unexpected argument 'acme'/],
  ])("%j is refused, with the usage", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
    expect(() => readArguments(args)).toThrow(/npm run doctor -- --stack NAME/);
  });
});
