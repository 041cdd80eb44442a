import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { NEEDED_PLUGINS, pluginFolder, pluginSteps } from "../../dev/engine/plugin.ts";

it("needs the plugins of the SDKs that package.json pins", async () => {
  const { dependencies } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  for (const { name, version } of NEEDED_PLUGINS) expect(dependencies[`@pulumi/${name}`]).toBe(version);
});

it("prefers PATH, then what is kept, then the user's own, then a download, then the substitute", () => {
  expect(pluginSteps("azuread", "linux")).toEqual(["path", "kept", "installed", "download", "substitute"]);
});

it.each(["darwin", "win32"])("takes the azuread substitute on %s, where Go trusts no test certificate", (platform) => {
  expect(pluginSteps("azuread", platform)).toEqual(["substitute"]);
  expect(pluginSteps("random", platform)).toHaveLength(5);
});

it("takes the substitutes alone when ESIA_PLUGINS says so", () => {
  expect(pluginSteps("random", "linux", "substitute")).toEqual(["substitute"]);
});

it.each(["real", "Substitute", "none"])("refuses ESIA_PLUGINS=%s", (word) => {
  expect(() => pluginSteps("random", "linux", word)).toThrow(
    `ESIA_PLUGINS is "${word}"; it can be substitute, or be left unset.`,
  );
});

it("is found by the engine in a folder of its kind, name and version", () => {
  expect(pluginFolder({ name: "azuread", version: "6.9.1" })).toBe("resource-azuread-v6.9.1");
});
