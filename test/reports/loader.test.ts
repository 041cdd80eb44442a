import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram } from "../../machine/run-program.mjs";
import * as foundProvider from "../../reports/found-provider.ts";
import { FOUND_LOADER, LOADER } from "../../reports/loader.ts";
import * as provider from "../../reports/provider.ts";

const PROJECT = join(import.meta.dirname, "../..");

describe("the code in the state", () => {
  // States that exist hold this text and run it, whatever the program in the folder has become.
  it.each([
    ["shows names", LOADER, "provider.ts"],
    ["keeps what was found", FOUND_LOADER, "found-provider.ts"],
  ])("that %s is this, for ever: without a secret, without a path of this machine", (_, loader, file) => {
    expect(loader).toBe(`exports.handler = () => {
  const { pathToFileURL } = require("node:url");
  const { resolve } = require("node:path");
  const provider = () => import(pathToFileURL(resolve("reports", "${file}")).href);
  return {
    diff: async (...given) => (await provider()).diff(...given),
    create: async (...given) => (await provider()).create(...given),
    read: async (...given) => (await provider()).read(...given),
    update: async (...given) => (await provider()).update(...given),
    delete: async (...given) => (await provider()).remove(...given),
  };
};
`);
  });

  it.each([
    ["provider.ts", provider],
    ["found-provider.ts", foundProvider],
  ])("asks for functions that reports/%s has", (_, exported) => {
    expect(Object.keys(exported)).toEqual(expect.arrayContaining(["diff", "create", "read", "update", "remove"]));
  });

  it.each([LOADER, FOUND_LOADER])("runs as Pulumi's provider process runs it", async (loader) => {
    const fromString = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi")).resolve(
      "require-from-string",
    );
    const script =
      `require(${JSON.stringify(fromString)})(${JSON.stringify(loader)}).handler()` +
      `.diff("id", { names: "hidden", tenantId: "t", problem: "" }, { names: "shown", tenantId: "t" }).then((found) => console.log(JSON.stringify(found)))`;
    const { stdout, stderr } = await runProgram(process.execPath, ["-e", script], { cwd: PROJECT });
    expect(stdout, stderr).toBe('{"changes":true,"replaces":[]}\n');
  });
});
