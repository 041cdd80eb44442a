import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findEngine } from "../../dev/engine/find-engine.ts";
import { chooseLanguageHost } from "../../dev/engine/language-host-choice.ts";
import { officialDownload } from "../../dev/engine/official-download.ts";

const NOWHERE = "http://127.0.0.1:1/";
let root: string;
let server: Server | undefined;
let said: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "engine-"));
  said = [];
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(root, { recursive: true });
});

/** A folder with executables that print one line. */
async function folderWith(name: string, programs: Record<string, string>): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  for (const [program, line] of Object.entries(programs)) {
    await writeFile(join(folder, program), `#!/bin/sh\necho '${line}'\n`);
    await chmod(join(folder, program), 0o755);
  }
  return folder;
}

function find(env: NodeJS.ProcessEnv, addresses = [NOWHERE]) {
  const progress = { say: (line: string) => said.push(line), update: () => {} };
  return findEngine({ dev: join(root, ".dev"), env, progress, addresses });
}

/** Serves a download of "Pulumi" in the official layout. */
async function official(programs: Record<string, string>, checksum?: string): Promise<string> {
  await folderWith("archive/pulumi", programs);
  const what = officialDownload("3.259.0", process.platform, process.arch);
  if (!what) throw new Error("these tests need a platform that Pulumi publishes for");
  execFileSync("/usr/bin/env", ["tar", "-czf", join(root, what.archive), "-C", join(root, "archive"), "pulumi"]);
  const archive = await readFile(join(root, what.archive));
  const sha256 = checksum ?? createHash("sha256").update(archive).digest("hex");
  const files: Record<string, string | Buffer> = {
    [`/${what.checksums}`]: `${sha256}  ${what.archive}\n`,
    [`/${what.archive}`]: archive,
  };
  const started = createServer((request, response) => response.end(files[request.url ?? ""]));
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
}

const wholePath = (folder: string) => ({ PATH: `${folder}:/usr/bin:/bin` });

it.each([
  [true, true, "PATH"],
  [true, false, "PATH"],
  [false, true, "official"],
  [false, false, "substitute"],
] as const)("with a language host on PATH %s and beside the engine %s, takes %s", (onPath, beside, host) => {
  expect(chooseLanguageHost(onPath, beside)).toBe(host);
});

// Shell scripts play the engine, so these need a Unix.
describe.skipIf(process.platform === "win32")("the engine", () => {
  it("is the one on PATH when that is new enough", async () => {
    const folder = await folderWith("bin", { pulumi: "v3.260.0", "pulumi-language-nodejs": "" });
    expect(await find(wholePath(folder))).toEqual({
      command: join(folder, "pulumi"),
      version: "3.260.0",
      origin: "PATH",
      languageHost: "PATH",
      folders: [],
    });
    expect(said).toEqual([]);
  });

  it("on PATH without a language host gets the one of this project", async () => {
    const folder = await folderWith("bin", { pulumi: "v3.259.0" });
    const engine = await find(wholePath(folder));
    const host = join(root, ".dev", "engine", "host");
    expect(engine).toMatchObject({ languageHost: "substitute", folders: [host] });
    expect((await readdir(host)).sort()).toEqual(["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]);
  });

  it("is the official download where none is on PATH, and is downloaded once", async () => {
    const address = await official({ pulumi: "v3.259.0", "pulumi-language-nodejs": "" });
    const env = wholePath(await folderWith("bin", {}));
    const folder = join(root, ".dev", "engine", "3.259.0-download");
    const engine = await find(env, [NOWHERE, address]);
    expect(engine).toEqual({
      command: join(folder, "pulumi"),
      version: "3.259.0",
      origin: "download",
      languageHost: "official",
      folders: [folder],
    });
    expect((await readdir(folder)).sort()).toEqual(["origin.json", "pulumi", "pulumi-language-nodejs"]);
    expect(said).toEqual(["Downloading Pulumi 3.259.0, checked against its published SHA-256 (once)"]);
    server?.close();
    expect(await find(env)).toEqual(engine);
    expect(said).toHaveLength(1);
  });

  it("without a language host beside it lies linked beside the one of this project", async () => {
    const address = await official({ pulumi: "v3.259.0" });
    const bin = join(root, ".dev", "engine", "bin");
    expect(await find(wholePath(await folderWith("bin", {})), [address])).toMatchObject({
      command: join(bin, "pulumi"),
      languageHost: "substitute",
      folders: [bin],
    });
    // Found on PATH by a run inside this one, it is still what was fetched.
    expect(await find(wholePath(bin))).toMatchObject({ origin: "download", command: join(bin, "pulumi") });
  });

  it.each([
    ["has another checksum", { pulumi: "v3.259.0" }, "0".repeat(64), "has the SHA-256"],
    ["holds another version", { pulumi: "v3.258.0" }, undefined, "what came is Pulumi 3.258.0, not 3.259.0"],
    ["does not start", { pulumi: "exec format error" }, undefined, "does not tell its version (exec format error)"],
  ])("is never a download that %s, and nothing of it stays", async (_, programs, checksum, reason) => {
    const address = await official(programs, checksum);
    const found = find({ ...wholePath(await folderWith("bin", {})), ESIA_ENGINE: "download" }, [address]);
    await expect(found).rejects.toThrow(reason);
    expect(await readdir(join(root, ".dev", "engine"))).toEqual([]);
  });

  it("is fetched anew when its marker is gone", async () => {
    const address = await official({ pulumi: "v3.259.0", "pulumi-language-nodejs": "" });
    const env = wholePath(await folderWith("bin", {}));
    const { command } = await find(env, [address]);
    await rm(join(command, "..", "origin.json"));
    await find(env, [address]);
    expect(said).toHaveLength(2);
  });

  it("is not built with too old a Go, and the reader is told all that was tried", async () => {
    const folder = await folderWith("bin", { pulumi: "v3.100.0", go: "go1.20.1" });
    await expect(find({ PATH: folder })).rejects.toThrow(
      `No Pulumi engine is to be had here. On PATH: ${join(folder, "pulumi")} is 3.100.0, 3.259.0 or newer is needed. ` +
        "Fetched before: there is none. Pulumi's official download: 127.0.0.1:1 could not be reached (bad port). " +
        "Built from Go modules: Go 1.25.11 or newer is needed, found go1.20.1. Install Pulumi",
    );
    expect(said).toEqual([
      `Pulumi on PATH is not used: ${join(folder, "pulumi")} is 3.100.0, 3.259.0 or newer is needed`,
      "Downloading Pulumi 3.259.0, checked against its published SHA-256 (once)",
      "No official download of Pulumi: 127.0.0.1:1 could not be reached (bad port)",
    ]);
  });

  it("is refused when ESIA_ENGINE asks for what is not there", async () => {
    await expect(find({ PATH: "", ESIA_ENGINE: "fetched" })).rejects.toThrow("Fetched before: there is none.");
    await expect(find({ PATH: "", ESIA_ENGINE: "magic" })).rejects.toThrow('ESIA_ENGINE is "magic"');
  });
});
