import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import { checksumOf, type OfficialDownload } from "./official-download.ts";

/**
 * Downloads an archive, checks it against the published SHA-256, and unpacks it.
 *
 * @param address where archive and checksums are, with a slash at the end
 * @param folder receives the executables; after a failure its content is worth nothing
 * @param limits milliseconds for either file. The small one comes first: it tells soon whether the host can be reached
 * @throws Error with a clause that says what was wrong: host not reached, refused, too slow, cut short, not listed in the
 *   checksums, another checksum than published, or not to be unpacked
 */
export async function download(
  address: string,
  { archive, checksums, depth }: OfficialDownload,
  folder: string,
  limits = { checksums: 5_000, archive: 600_000 },
): Promise<void> {
  const published = await get(address + checksums, limits.checksums);
  const wanted = checksumOf(archive, published.toString());
  const content = await get(address + archive, limits.archive);
  const met = createHash("sha256").update(content).digest("hex");
  if (met !== wanted) throw new Error(`${archive} has the SHA-256 ${met}, published is ${wanted}`);
  const file = join(folder, archive);
  await writeFile(file, content);
  const ended = await runProgram(TAR, ["-xf", file, "-C", folder, `--strip-components=${depth}`]);
  if (ended.code !== 0) throw new Error(`the archive could not be unpacked (${lastLines(ended.stderr)})`);
  await rm(file);
}

/** Windows 10 and newer have one that reads zip files, too; another one on PATH (that of Git) does not. */
const TAR = process.platform === "win32" ? `${process.env["SystemRoot"]}\\System32\\tar.exe` : "tar";

/** One GET, in memory. */
async function get(url: string, limit: number): Promise<Buffer> {
  const { host, pathname } = new URL(url);
  let status: number;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(limit) });
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    status = answer.status;
  } catch (error) {
    // Node's fetch hides the reason.
    const { message, cause } = error as { message: string; cause?: { code?: string; message: string } };
    throw new Error(`${host} did not send ${pathname} (${cause?.code ?? cause?.message ?? message})`);
  }
  throw new Error(`${host} answered ${status} for ${pathname}`);
}
