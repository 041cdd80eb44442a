import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { downloadChecked } from "../../dev/engine/download.ts";
import type { OfficialDownload } from "../../dev/engine/official-download.ts";
import type { Progress } from "../../dev/engine/progress.ts";

const WHAT: OfficialDownload = { archive: "pulumi.tar.gz", checksums: "checksums.txt", depth: 1, unpack: "-xzf" };
const ARCHIVE = Buffer.alloc(300_000, "pulumi");
const SHA256 = createHash("sha256").update(ARCHIVE).digest("hex");
const LISTED = `${SHA256}  pulumi.tar.gz\n`;

let server: Server | undefined;
let folder: string;
let said: string[];
const progress: Progress = { say: (line) => said.push(line), update: (text) => said.push(text) };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "download-"));
  said = [];
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

function download(address: string) {
  return downloadChecked(address, WHAT, join(folder, "archive"), progress, { answer: 200, stall: 200 });
}

it("takes an archive that has the published checksum, and shows how far it is", async () => {
  const address = await serving({ "checksums.txt": LISTED, "pulumi.tar.gz": ARCHIVE });
  expect(await download(address)).toBe(SHA256);
  expect(await readFile(join(folder, "archive"))).toEqual(ARCHIVE);
  expect(said.at(-1)).toBe("pulumi.tar.gz: 0 MB");
});

it("refuses an archive with another checksum", async () => {
  const address = await serving({ "checksums.txt": LISTED, "pulumi.tar.gz": "something else" });
  await expect(download(address)).rejects.toThrow(/^pulumi\.tar\.gz has the SHA-256 \w{64}, published is \w{64}$/);
});

it("refuses an archive that the checksums do not name, without downloading it", async () => {
  let asked = false;
  const address = await serving({
    "checksums.txt": `${SHA256}  another.tar.gz\n`,
    "pulumi.tar.gz": () => {
      asked = true;
    },
  });
  await expect(download(address)).rejects.toThrow("the published checksums do not name pulumi.tar.gz");
  expect(asked).toBe(false);
});

it("refuses an archive that has no published checksums", async () => {
  const address = await serving({ "pulumi.tar.gz": ARCHIVE });
  await expect(download(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 for \/checksums\.txt$/);
});

it("names the file that is missing", async () => {
  const address = await serving({ "checksums.txt": LISTED });
  await expect(download(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 for \/pulumi\.tar\.gz$/);
});

it("names the host that refuses the connection", async () => {
  const address = await serving({});
  server?.close();
  await expect(download(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ could not be reached \(ECONNREFUSED\)$/);
});

it("gives up on a host that does not answer", async () => {
  const address = await serving({ "checksums.txt": () => {} });
  await expect(download(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ did not answer within 0\.2 s$/);
});

it("gives up on a download that stands still", async () => {
  const address = await serving({
    "checksums.txt": LISTED,
    "pulumi.tar.gz": (_, response) => {
      response.writeHead(200, { "content-length": ARCHIVE.length });
      response.write(ARCHIVE.subarray(0, 1000));
    },
  });
  await expect(download(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ sent nothing for 0\.2 s$/);
});

it("refuses an archive that is cut short", async () => {
  const address = await serving({
    "checksums.txt": LISTED,
    "pulumi.tar.gz": (_, response) => {
      response.writeHead(200, { "content-length": ARCHIVE.length });
      response.write(ARCHIVE.subarray(0, 1000), () => response.destroy());
    },
  });
  await expect(download(address)).rejects.toThrow(/^127\.0\.0\.1:\d+ cut the download short \(.+\)$/);
});

it("refuses an archive that is cut short where its length was not announced", async () => {
  const address = await serving({
    "checksums.txt": LISTED,
    "pulumi.tar.gz": (_, response) => void response.end(ARCHIVE.subarray(0, 1000)),
  });
  await expect(download(address)).rejects.toThrow(/^pulumi\.tar\.gz has the SHA-256 \w{64}, published is \w{64}$/);
});
