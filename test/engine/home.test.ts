import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Plugin } from "../../dev/engine/find-plugins.ts";
import { pulumiHome } from "../../dev/engine/home.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "home-"));
});
afterEach(() => rm(root, { recursive: true }));

const plugin = (name: Plugin["name"], version: string, ...words: string[]): Plugin => ({
  name,
  version,
  origin: "",
  words,
});

// Shell scripts play the plugins.
describe.skipIf(process.platform === "win32")("the Pulumi home of a run", () => {
  const azuread = () => plugin("azuread", "6.9.1", "/bin/echo", "azuread");
  const launch = (home: string, file: string) =>
    spawnSync(join(home, "plugins", file), ["127.0.0.1:1"], { encoding: "utf8" }).stdout;

  it("has for each plugin a launcher where the engine looks for that version of it", async () => {
    const home = await pulumiHome([azuread(), plugin("random", "4.21.2", "/bin/echo", "random")], root, { PATH: "" });
    expect((await readdir(join(home, "plugins"))).sort()).toEqual([
      "language-nodejs-v3.274.1",
      "resource-azuread-v6.9.1",
      "resource-pulumi-nodejs-v3.274.1",
      "resource-random-v4.21.2",
    ]);
    expect(launch(home, "resource-azuread-v6.9.1/pulumi-resource-azuread")).toBe("azuread 127.0.0.1:1\n");
    expect(launch(home, "resource-random-v4.21.2/pulumi-resource-random")).toBe("random 127.0.0.1:1\n");
  });

  it("has the official language host of PATH", async () => {
    await mkdir(join(root, "bin"));
    await writeFile(join(root, "bin", "pulumi-language-nodejs"), "#!/bin/sh\necho official $1\n", { mode: 0o755 });
    const home = await pulumiHome([azuread()], join(root, ".dev"), { PATH: join(root, "bin") });
    expect(launch(home, "language-nodejs-v3.274.1/pulumi-language-nodejs")).toBe("official 127.0.0.1:1\n");
  });

  it("is the same for the same choice, and another one for another", async () => {
    const home = await pulumiHome([azuread()], root, { PATH: "" });
    await writeFile(join(home, "of the engine"), "");
    expect(await pulumiHome([azuread()], root, { PATH: "" })).toBe(home);
    const other = await pulumiHome([plugin("azuread", "6.9.1", "/bin/true")], root, { PATH: "" });
    expect(other).not.toBe(home);
    expect(launch(home, "resource-azuread-v6.9.1/pulumi-resource-azuread")).toBe("azuread 127.0.0.1:1\n");
  });
});
