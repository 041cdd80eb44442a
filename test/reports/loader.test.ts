import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram } from "../../machine/run-program.mjs";
import { LOADER } from "../../reports/loader.ts";
import * as provider from "../../reports/provider.ts";

const PROJECT = join(import.meta.dirname, "../..");

describe("the code in the state", () => {
  // States that exist hold this text and run it, whatever the program in the folder has become.
  it("is this, for ever: without a secret, without a path of this machine", () => {
    expect(LOADER).toBe(`exports.handler = () => {
  const { pathToFileURL } = require("node:url");
  const { resolve } = require("node:path");
  const provider = () => import(pathToFileURL(resolve("reports", "provider.ts")).href);
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

  it("asks for functions that reports/provider.ts has", () => {
    expect(Object.keys(provider)).toEqual(expect.arrayContaining(["diff", "create", "read", "update", "remove"]));
  });

  it("runs as Pulumi's provider process runs it", async () => {
    const fromString = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi")).resolve(
      "require-from-string",
    );
    const script =
      `require(${JSON.stringify(fromString)})(${JSON.stringify(LOADER)}).handler()` +
      `.diff("id", { names: "hidden", tenantId: "t", problem: "" }, { names: "shown", tenantId: "t" }).then((found) => console.log(JSON.stringify(found)))`;
    const { stdout, stderr } = await runProgram(process.execPath, ["-e", script], { cwd: PROJECT });
    expect(stdout, stderr).toBe('{"changes":true,"replaces":[]}\n');
  });
});
