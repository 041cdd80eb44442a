import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { runProgram } from "../../machine/run-program.mjs";
import lock from "../../package-lock.json" with { type: "json" };

interface Printed {
  bomFormat: string;
  metadata: { component: { name: string } };
  components: { name: string; version: string; purl: string; hashes?: { alg: string; content: string }[] }[];
}
interface Locked {
  version?: string;
  dev?: boolean;
  devOptional?: boolean;
  integrity?: string;
  hasInstallScript?: boolean;
}
const locked = Object.entries(lock.packages as Record<string, Locked>).filter(([path]) => path !== "");

const sbom = (...args: string[]) =>
  runProgram(process.execPath, [join(PROJECT_FOLDER, "commands", "sbom.ts"), ...args], { cwd: PROJECT_FOLDER });

describe("npm run sbom", () => {
  it("names each package of a run with its hash, and Pulumi's programs", async () => {
    const { code, stdout, stderr } = await sbom();
    expect([code, stderr]).toEqual([0, ""]);
    const { bomFormat, metadata, components }: Printed = JSON.parse(stdout);
    expect([bomFormat, metadata.component.name]).toEqual(["CycloneDX", "esia-microsoft-365"]);
    const npm = components.filter(({ purl }) => purl.startsWith("pkg:npm/"));
    const wanted = locked.filter(([, { dev, devOptional }]) => !dev && !devOptional);
    const named = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const listed = new Set(npm.map(({ name, version }) => `${name} ${version}`));
    expect(wanted.filter(([path, { version }]) => !listed.has(`${named(path)} ${version}`))).toEqual([]);
    expect(npm.filter(({ hashes }) => hashes?.[0]?.alg !== "SHA-512")).toEqual([]);
    expect(npm.map(({ name }) => name)).not.toContain("vitest");
    expect(components.map(({ purl }) => purl.replace(/(pulumi)@v3\..*/, "$1@v3")).slice(-3)).toEqual([
      "pkg:github/pulumi/pulumi@v3",
      "pkg:github/pulumi/pulumi-azuread@v6.9.1",
      "pkg:github/pulumi/pulumi-random@v4.21.2",
    ]);
  });

  it("takes nothing but --help, and repeats nothing of what it was given", async () => {
    expect(await sbom("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("CycloneDX 1.5") });
    const { code, stdout, stderr } = await sbom("a-word");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Only --help is known.");
    expect(stderr).not.toContain("a-word");
  });
});

describe("what npm installs", () => {
  it("is pinned with its hash, every package", () => {
    expect(locked.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
  });

  it("is named by exact versions in package.json", async () => {
    const { dependencies, devDependencies } = (await import("../../package.json", { with: { type: "json" } })).default;
    const inexact = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, at]) => !/^\d+\.\d+\.\d+$/.test(at),
    );
    expect(inexact).toEqual([]);
  });

  // Its script prints a warning on version ranges and does nothing else (protobufjs/scripts/postinstall.js).
  it("runs no script of its own: the one package that has one works without", async () => {
    const { stdout } = await runProgram("npm", ["config", "get", "ignore-scripts"], { cwd: PROJECT_FOLDER });
    expect(stdout.trim()).toBe("true");
    const scripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    expect(scripts).toEqual(["node_modules/protobufjs"]);
  });
});
