/** Takes the key out of a text, whatever a library or a server may have put into it. Pure. */
import type { Row } from "../rows/report.ts";

/** So many characters of the key are told from other words, and tell little of it. */
const PIECE = 6;

/**
 * A text that repeats the key may have been cut before it came here, in the middle of the key: pieces of it go, too.
 * @param key of less than eight characters it is none, and would be found in every other word
 */
export function withoutKey(text: string, key: string): string {
  if (key.length < 8) return text;
  let clean = "";
  let done = 0;
  for (const { from, to } of piecesIn(text, key)) {
    clean += `${text.slice(done, from)}[key]`;
    done = to;
  }
  return clean + text.slice(done);
}

/** The rows without the key in any of their texts: before they are laid out, for a table may break it over two lines. */
export function rowsWithoutKey(rows: readonly Row[], key: string): Row[] {
  return rows.map((row) => ({
    ...row,
    check: withoutKey(row.check, key),
    detail: withoutKey(row.detail, key),
    ...(row.next !== undefined && { next: withoutKey(row.next, key) }),
  }));
}

/** Where the text has characters of the key in their order; what touches is one. */
function piecesIn(text: string, key: string): { from: number; to: number }[] {
  const pieces = new Set(Array.from({ length: key.length - PIECE + 1 }, (_, at) => key.slice(at, at + PIECE)));
  const found: { from: number; to: number }[] = [];
  for (let from = 0; from + PIECE <= text.length; from += 1) {
    if (!pieces.has(text.slice(from, from + PIECE))) continue;
    const last = found.at(-1);
    if (last && from <= last.to) last.to = from + PIECE;
    else found.push({ from, to: from + PIECE });
  }
  return found;
}
