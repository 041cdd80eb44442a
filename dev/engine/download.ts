import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Progress } from "../../machine/progress.mjs";
import { lastLines, runProgram } from "../../machine/run-program.mjs";
import { checksumOf, type OfficialDownload } from "./official-download.ts";

/** How long a host may send nothing, in milliseconds. */
export interface Patience {
  /** At first: whether it can be reached at all is to be known within seconds. */
  readonly answer: number;
  /** Within the large file. */
  readonly stall: number;
}

/**
 * Downloads an archive, checks it against the published SHA-256 while it comes in, and unpacks it.
 *
 * @param address where archive and checksums are, with a slash at the end
 * @param folder receives the executables; after a failure its content is worth nothing
 * @throws Error with a clause that says what was wrong: host not reached, refused, stalled, cut short, not listed in
 *   the checksums, another checksum than published, or not to be unpacked
 */
export async function download(
  address: string,
  { archive, checksums, depth }: OfficialDownload,
  folder: string,
  progress: Progress,
  patience: Patience = { answer: 5_000, stall: 30_000 },
): Promise<void> {
  const wanted = checksumOf(archive, await text(get(address + checksums, patience.answer)));
  const path = join(folder, archive);
  const hash = createHash("sha256");
  let received = 0;
  const file = await open(path, "w");
  try {
    for await (const piece of get(address + archive, patience.stall)) {
      hash.update(piece);
      received += piece.length;
      progress.update(`${archive}: ${(received / 1e6).toFixed(0)} MB`);
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
  const met = hash.digest("hex");
  if (met !== wanted) throw new Error(`${archive} has the SHA-256 ${met}, published is ${wanted}`);
  await unpack(path, depth, folder);
  await rm(path);
}

/** Pieces of the answer to one GET; given up when nothing comes for too long. */
async function* get(url: string, patience: number): AsyncGenerator<Uint8Array> {
  const { host, pathname } = new URL(url);
  const stop = new AbortController();
  const giveUp = () => stop.abort(new Error(`${host} sent nothing for ${patience / 1000} s`));
  const timer = setTimeout(giveUp, patience);
  try {
    const answer = await fetch(url, { signal: stop.signal });
    if (!answer.ok) throw new Error(`${host} answered ${answer.status} for ${pathname}`);
    for await (const piece of answer.body ?? []) {
      timer.refresh();
      yield piece;
    }
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : fetchFailure(error, host);
  } finally {
    clearTimeout(timer);
  }
}

/** Says plainly why a `fetch` failed; Node hides the reason in `cause`. What is no failure of the network stays as it is. */
export function fetchFailure(error: unknown, host: string): unknown {
  if (!(error instanceof TypeError)) return error;
  const cause = error.cause as { code?: string; message?: string } | undefined;
  const why = cause?.code ?? cause?.message ?? error.message;
  return new Error(
    `${host} ${error.message === "terminated" ? "cut the download short" : "could not be reached"} (${why})`,
  );
}

/** Unpacks without the folders around the executables. */
async function unpack(archive: string, depth: number, folder: string): Promise<void> {
  const words = ["-xf", archive, "-C", folder, `--strip-components=${depth}`];
  const ended = await runProgram(tarCommand(process.platform, process.env), words);
  if (ended.code !== 0) throw new Error(`the archive could not be unpacked (${lastLines(ended.stderr)})`);
}

/**
 * The system's own `tar`. Windows 10 and newer have one that reads zip files too; it is named in full because another
 * one on PATH (that of Git) does not.
 */
export function tarCommand(platform: string, env: NodeJS.ProcessEnv): string {
  return platform === "win32" ? join(env["SystemRoot"] ?? "C:\\Windows", "System32", "tar.exe") : "tar";
}
