import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fetchFailure } from "./fetch-failure.ts";
import { checksumOf, type OfficialDownload } from "./official-download.ts";
import type { Progress } from "./progress.ts";

/** How long a host may take to answer at all, and a download to bring its next piece; in milliseconds. */
export interface Patience {
  readonly answer: number;
  readonly stall: number;
}

const PATIENCE: Patience = { answer: 5_000, stall: 30_000 };

/**
 * Downloads an archive and checks it against the published SHA-256 while it comes in.
 *
 * @param address where both files are, with a slash at the end
 * @param file where the archive is written; after a failure its content is worth nothing
 * @returns the checksum that was met
 * @throws Error with a clause that says what was wrong: host not reached, refused, stalled, cut short, not listed in
 *   the checksums, or another checksum than published
 */
export async function downloadChecked(
  address: string,
  what: OfficialDownload,
  file: string,
  progress: Progress,
  patience: Patience = PATIENCE,
): Promise<string> {
  // The small file first: it tells within seconds whether the host can be reached at all.
  const published = await request(address + what.checksums, patience, (answer) => answer.text());
  const wanted = checksumOf(what.archive, published);
  const hash = createHash("sha256");
  await request(address + what.archive, patience, async (answer, alive) => {
    const total = Number(answer.headers.get("content-length") ?? 0);
    let received = 0;
    const body = answer.body ? Readable.fromWeb(answer.body) : Readable.from([]);
    body.on("data", (piece: Uint8Array) => {
      alive();
      hash.update(piece);
      received += piece.length;
      progress.update(`${what.archive}: ${megabytes(received)}${total ? ` of ${megabytes(total)}` : ""} MB`);
    });
    await pipeline(body, createWriteStream(file));
  });
  const met = hash.digest("hex");
  if (met !== wanted) throw new Error(`${what.archive} has the SHA-256 ${met}, published is ${wanted}`);
  return met;
}

/** One GET, read to its end; given up when nothing comes for too long. */
async function request<T>(
  url: string,
  patience: Patience,
  read: (answer: Response, alive: () => void) => Promise<T>,
): Promise<T> {
  const { host } = new URL(url);
  const stop = new AbortController();
  const giveUp = (why: string) => () => stop.abort(new Error(why));
  let timer = setTimeout(giveUp(`${host} did not answer within ${patience.answer / 1000} s`), patience.answer);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(giveUp(`${host} sent nothing for ${patience.stall / 1000} s`), patience.stall);
  };
  try {
    const answer = await fetch(url, { signal: stop.signal });
    alive();
    if (!answer.ok) throw new Error(`${host} answered ${answer.status} for ${new URL(url).pathname}`);
    return await read(answer, alive);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : fetchFailure(error, host);
  } finally {
    clearTimeout(timer);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
