import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineVersion, NEEDED_PLUGINS, newEnough, pluginVersion } from "../../machine/versions.ts";

it.each([
  ["v3.259.0\n", "3.259.0"],
  ["3.260.1", "3.260.1"],
  ["v3.260.0-alpha.x1234567", "3.260.0-alpha.x1234567"],
])("reads %j as %s", (printed, version) => {
  expect(engineVersion(printed)).toBe(version);
});

it.each(["", "\n", "pulumi: command not found", "v3", "3.259", "v3.259.0 and more"])(
  "takes %j for no version",
  (printed) => {
    expect(engineVersion(printed)).toBeUndefined();
  },
);

it.each(["3.259.0", "3.259.1", "3.300.0", "4.0.0"])("accepts engine %s", (version) => {
  expect(newEnough(version)).toBe(true);
});

it.each(["3.258.9", "3.9.0", "2.300.0", "3.259.0-alpha.1"])("finds engine %s too old", (version) => {
  expect(newEnough(version)).toBe(false);
});

it("needs the plugins of the SDKs that package.json pins", async () => {
  const { dependencies } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  for (const { name, version } of NEEDED_PLUGINS) expect(dependencies[`@pulumi/${name}`]).toBe(version);
});

// Shell scripts play the plugins.
describe.skipIf(process.platform === "win32")("a plugin's version", () => {
  it.each([
    ['[ "$1" = --version ] && echo 6.9.1', "6.9.1"],
    ["echo v6.9.1", "6.9.1"],
    ["echo 6.9.1; exit 1", undefined],
    ["echo 45123", undefined],
  ])("of one that does '%s' is %s", async (does, version) => {
    const folder = await mkdtemp(join(tmpdir(), "plugin-"));
    await writeFile(join(folder, "plugin"), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    expect(await pluginVersion(join(folder, "plugin"))).toBe(version);
    await rm(folder, { recursive: true });
  });
});
