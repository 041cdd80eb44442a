import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import semver from "semver";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { runsTypeScript } from "../../machine/node-version.mjs";

const folder = mkdtempSync(join(tmpdir(), "esia-npm-ci-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `npm ci` in a fresh clone, without network, in a Node that says it is another. */
function npmCi(version: string) {
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    if (existsSync(join(PROJECT_FOLDER, name))) copyFileSync(join(PROJECT_FOLDER, name), join(folder, name));
  }
  const pretend = `data:text/javascript,Object.defineProperty(process,'version',{value:'${version}'})`;
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const env = { ...clean, NODE_OPTIONS: `--import=${pretend}`, npm_config_cache: join(folder, "cache") };
  return spawnSync("npm ci --offline", { cwd: folder, encoding: "utf8", shell: true, env });
}

describe("npm ci with a Node that is too old", () => {
  it("ends in one message that names both versions, and installs nothing", () => {
    const { status, stdout, stderr } = npmCi("v20.20.2");
    const said = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
    expect(said.length, said.join("\n")).toBeLessThan(10);
    expect(said.join("\n")).toMatch(
      /Not compatible with your version of node\/npm: esia-microsoft-365@.*\n.*Required: {"node":">=22\.18 <23 \|\| >=23\.6"}\n.*"v20\.20\.2"/,
    );
    expect(status).toBe(1);
    expect(existsSync(join(folder, "node_modules"))).toBe(false);
  });

  it("takes the same for too old as the program does", () => {
    const { engines } = JSON.parse(readFileSync(join(PROJECT_FOLDER, "package.json"), "utf8"));
    const lock = JSON.parse(readFileSync(join(PROJECT_FOLDER, "package-lock.json"), "utf8"));
    expect(lock.packages[""].engines).toEqual(engines);
    for (const version of ["20.20.2", "22.17.9", "22.18.0", "23.0.0", "23.5.1", "23.6.0", "24.0.0", "26.1.0"]) {
      expect([version, semver.satisfies(version, engines.node)]).toEqual([version, runsTypeScript(version)]);
    }
  });
});
