import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { download } from "../../dev/engine/download.ts";
import type { OfficialDownload } from "../../dev/engine/official-download.ts";

const WHAT: OfficialDownload = { archive: "pulumi.tar.gz", checksums: "checksums.txt", depth: 1 };
const EXECUTABLE = randomBytes(300_000);
let ARCHIVE: Buffer;
let SHA256: string;
let LISTED: string;

beforeAll(async () => {
  const made = await mkdtemp(join(tmpdir(), "archive-"));
  await mkdir(join(made, "pulumi"));
  await writeFile(join(made, "pulumi", "pulumi"), EXECUTABLE);
  execFileSync("tar", ["-czf", "pulumi.tar.gz", "pulumi"], { cwd: made });
  ARCHIVE = await readFile(join(made, "pulumi.tar.gz"));
  SHA256 = createHash("sha256").update(ARCHIVE).digest("hex");
  LISTED = `${SHA256}  pulumi.tar.gz\n`;
  await rm(made, { recursive: true });
});

let server: Server | undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "download-"));
});

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

/** Serves files by name; what is not there is a 404. */
async function serving(files: Record<string, string | Buffer | RequestListener>): Promise<string> {
  const started = createServer((request, response) => {
    const file = files[(request.url ?? "").slice(1)];
    if (typeof file === "function") return void file(request, response);
    response.writeHead(file === undefined ? 404 : 200);
    response.end(file);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
}

const downloading = (address: string) => download(address, WHAT, folder, { checksums: 200, archive: 200 });

it("unpacks an archive that has the published checksum", async () => {
  const address = await serving({ "checksums.txt": LISTED, "pulumi.tar.gz": ARCHIVE });
  await downloading(address);
  expect(await readdir(folder)).toEqual(["pulumi"]);
  expect(EXECUTABLE.equals(await readFile(join(folder, "pulumi")))).toBe(true);
});

it("refuses an archive that cannot be unpacked, whatever its checksum", async () => {
  const page = "<html>";
  const listed = `${createHash("sha256").update(page).digest("hex")}  pulumi.tar.gz\n`;
  const address = await serving({ "checksums.txt": listed, "pulumi.tar.gz": page });
  await expect(downloading(address)).rejects.toThrow(/^the archive could not be unpacked \(.+\)$/s);
});

it("refuses an archive with another checksum", async () => {
  const address = await serving({ "checksums.txt": LISTED, "pulumi.tar.gz": "something else" });
  await expect(downloading(address)).rejects.toThrow(/^pulumi\.tar\.gz has the SHA-256 \w{64}, published is \w{64}$/);
});

it("refuses an archive that the checksums do not name, without downloading it", async () => {
  let asked = false;
  const address = await serving({
    "checksums.txt": `${SHA256}  another.tar.gz\n`,
    "pulumi.tar.gz": () => {
      asked = true;
    },
  });
  await expect(downloading(address)).rejects.toThrow("the published checksums do not name pulumi.tar.gz");
  expect(asked).toBe(false);
});

it("refuses an archive that has no published checksums", async () => {
  const address = await serving({ "pulumi.tar.gz": ARCHIVE });
  await expect(downloading(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 for \/checksums\.txt$/);
});

it("names the file that is missing", async () => {
  const address = await serving({ "checksums.txt": LISTED });
  await expect(downloading(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 for \/pulumi\.tar\.gz$/);
});

it("names the host that refuses the connection", async () => {
  const address = await serving({});
  server?.close();
  await expect(downloading(address)).rejects.toThrow(
    /^127\.0\.0\.1:\d+ did not send \/checksums\.txt \(ECONNREFUSED\)$/,
  );
});

it("gives up on a host that does not answer", async () => {
  const address = await serving({ "checksums.txt": () => {} });
  await expect(downloading(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ did not send \/checksums\.txt \(.+ timeout\)$/);
});

it("gives up on a download that stands still", async () => {
  const address = await serving({
    "checksums.txt": LISTED,
    "pulumi.tar.gz": (_, response) => {
      response.writeHead(200, { "content-length": ARCHIVE.length });
      response.write(ARCHIVE.subarray(0, 1000));
    },
  });
  await expect(downloading(address)).rejects.toThrow(
    /^127\.0\.0\.1:\d+ did not send \/pulumi\.tar\.gz \(.+ timeout\)$/,
  );
});

it("refuses an archive that is cut short", async () => {
  const address = await serving({
    "checksums.txt": LISTED,
    "pulumi.tar.gz": (_, response) => {
      response.writeHead(200, { "content-length": ARCHIVE.length });
      response.write(ARCHIVE.subarray(0, 1000), () => response.destroy());
    },
  });
  await expect(downloading(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ did not send \/pulumi\.tar\.gz \(.+\)$/);
});

it("refuses an archive that is cut short where its length was not announced", async () => {
  const address = await serving({
    "checksums.txt": LISTED,
    "pulumi.tar.gz": (_, response) => void response.end(ARCHIVE.subarray(0, 1000)),
  });
  await expect(downloading(address)).rejects.toThrow(/^pulumi\.tar\.gz has the SHA-256 \w{64}, published is \w{64}$/);
});
