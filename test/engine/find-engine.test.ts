import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findEngine } from "../../dev/engine/find-engine.ts";
import { officialDownload } from "../../dev/engine/official-download.ts";

const NOWHERE = "http://127.0.0.1:1/";
let root: string;
let server: Server | undefined;
let said: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "engine-"));
  said = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    const line = String(text).trimEnd(); // what a child of execFileSync wrote comes here, too, were it nothing
    return line === "" || said.push(line) > 0;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
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
  return findEngine({ dev: join(root, ".dev"), env, addresses });
}

/** Serves a download of "Pulumi" in the official layout. */
async function official(programs: Record<string, string>, checksum?: string): Promise<string> {
  await folderWith("archive/pulumi", programs);
  const what = officialDownload("3.274.1", process.platform, process.arch);
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

// Shell scripts play the engine, so these need a Unix.
describe.skipIf(process.platform === "win32")("the engine", () => {
  it("is the one on PATH when that is new enough", async () => {
    const folder = await folderWith("bin", { pulumi: "v3.260.0" });
    const engine = { command: join(folder, "pulumi"), version: "3.260.0", origin: "from PATH" };
    expect(await find(wholePath(folder))).toEqual(engine);
    expect(said).toEqual([]);
  });

  it("is the official download where none is on PATH, and is downloaded once", async () => {
    const address = await official({ pulumi: "v3.274.1", "pulumi-language-nodejs": "" });
    const env = wholePath(await folderWith("bin", {}));
    const folder = join(root, ".dev", "engine", "3.274.1-download");
    const engine = await find(env, [NOWHERE, address]);
    expect(engine).toEqual({ command: join(folder, "pulumi"), version: "3.274.1", origin: "official download" });
    expect((await readdir(folder)).sort()).toEqual(["pulumi", "pulumi-language-nodejs"]);
    expect(said).toEqual([
      "Downloading Pulumi 3.274.1, checked against its published SHA-256 (once)",
      "No Pulumi yet. Pulumi's official download: 127.0.0.1:1 did not send /pulumi-3.274.1-checksums.txt (bad port)",
      "Downloading Pulumi 3.274.1, checked against its published SHA-256 (once)",
    ]);
    said = [];
    server?.close();
    expect(await find(env)).toEqual(engine);
    expect(said).toEqual([]);
  });

  it.each([
    ["has another checksum", { pulumi: "v3.274.1" }, "0".repeat(64), "has the SHA-256"],
    ["holds another version", { pulumi: "v3.258.0" }, undefined, "what came is Pulumi 3.258.0, not 3.274.1"],
    ["does not start", { pulumi: "exec format error" }, undefined, "does not tell its version (exec format error)"],
  ])("is never a download that %s, and nothing of it stays", async (_, programs, checksum, reason) => {
    const address = await official(programs, checksum);
    const found = find(wholePath(await folderWith("bin", { go: "" })), [address]);
    await expect(found).rejects.toThrow(reason);
    expect(await readdir(join(root, ".dev", "engine"))).toEqual([]);
  });

  it("is fetched anew when its executable is gone", async () => {
    const address = await official({ pulumi: "v3.274.1", "pulumi-language-nodejs": "" });
    const env = wholePath(await folderWith("bin", {}));
    const { command } = await find(env, [address]);
    await rm(command);
    await find(env, [address]);
    expect(said).toHaveLength(2);
  });

  it("is built where there is no other, and is built once", async () => {
    const go = 'for word; do [ "$found" ] && break; [ "$word" = -o ] && found=1; done';
    const make = `${go}; printf "#!/bin/sh\\necho v3.274.1\\n" > "$word"; chmod 755 "$word"; echo "$CGO_ENABLED $GOWORK $PWD" > ${root}/asked`;
    const folder = await folderWith("bin", { go: "" });
    await writeFile(join(folder, "go"), `#!/bin/sh\n${make}\n`);
    const engine = await find(wholePath(folder));
    expect(engine).toEqual({
      command: join(root, ".dev", "engine", "3.274.1-build", "pulumi"),
      version: "3.274.1",
      origin: "built from Go modules",
    });
    const module = join(import.meta.dirname, "..", "..", "dev", "engine");
    expect(await readFile(join(root, "asked"), "utf8")).toBe(`0 off ${module}\n`);
    said = [];
    expect(await find(wholePath(folder))).toEqual(engine);
    expect(said).toEqual([]);
  });

  it("that is not to be had is a paragraph of all that was tried", async () => {
    const folder = await folderWith("bin", { pulumi: "v3.100.0", go: "" });
    await writeFile(join(folder, "go"), "#!/bin/sh\necho 'go: go.mod requires go >= 1.25.11' >&2; exit 1\n");
    await expect(find({ PATH: folder })).rejects.toThrow(
      `No Pulumi engine is to be had here. On PATH: ${join(folder, "pulumi")} is 3.100.0, 3.259.0 or newer is needed. ` +
        "Fetched before: there is none. Pulumi's official download: 127.0.0.1:1 did not send /pulumi-3.274.1-checksums.txt (bad port). " +
        "Built from Go modules: go build failed (go: go.mod requires go >= 1.25.11). Install Pulumi " +
        "(https://www.pulumi.com/docs/install/), or a current Go (https://go.dev/dl/) so that it can be built, then run " +
        "the same command again.",
    );
    expect(said).toEqual([
      `No Pulumi yet. On PATH: ${join(folder, "pulumi")} is 3.100.0, 3.259.0 or newer is needed`,
      "Downloading Pulumi 3.274.1, checked against its published SHA-256 (once)",
      "No Pulumi yet. Pulumi's official download: 127.0.0.1:1 did not send /pulumi-3.274.1-checksums.txt (bad port)",
      "Building Pulumi 3.274.1 from its Go modules: 3 to 6 minutes on 2 cores, once",
      "No Pulumi yet. Built from Go modules: go build failed (go: go.mod requires go >= 1.25.11)",
    ]);
  });
});
