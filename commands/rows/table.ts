/** The rows as a table for a person: plain text without colours, so that it reads the same in a log. */
import Table from "cli-table3";
import { folded } from "./folded.ts";
import type { Row, Verdict } from "./row.ts";

const WORDS: Record<Verdict, string> = { pass: "ok", warn: "warning", fail: "FAILS", unknown: "not provable" };
const COUNTED: Record<Verdict, string> = { ...WORDS, fail: "failing" };
const RESULT_WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length));
const GAP = 2;
/** Longer lines are hard to read, however wide the terminal. */
const WIDEST = 120;
/** Below that a table is none; terminals that do not know their width say 0. */
const NARROWEST = 40;
const USUAL = 80;

const NO_BORDER = Object.fromEntries(
  ["top", "bottom", "left", "mid", "right"]
    .flatMap((side) => [side, `${side}-left`, `${side}-mid`, `${side}-right`])
    .concat("middle")
    .map((place) => [place, ""]),
);

/**
 * @param columns width to stay within: the terminal's, or 80 where there is none; 0 is taken as not known
 * @returns lines without an end of line behind the last one: heading, rows, how many of each result
 */
export function renderTable(rows: readonly Row[], columns: number): string {
  const width = Math.max(NARROWEST, Math.min(columns || USUAL, WIDEST));
  const longest = Math.max("CHECK".length, ...rows.map(({ check }) => check.length));
  const checkWidth = Math.min(longest, Math.floor(width * 0.32));
  const foundWidth = Math.max(20, width - checkWidth - RESULT_WIDTH - 2 * GAP);
  const table = new Table({
    chars: NO_BORDER,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colWidths: [checkWidth + GAP, RESULT_WIDTH + GAP, foundWidth],
  });
  table.push(["CHECK", "RESULT", "FOUND, AND WHAT TO DO NEXT"]);
  for (const { check, result, detail, next } of folded(rows)) {
    const found = next === undefined ? [detail] : [detail, `Next: ${next}`];
    table.push([
      wrap(check, checkWidth),
      WORDS[result],
      found.flatMap((text) => text.split("\n").map((line) => wrap(line, foundWidth))).join("\n"),
    ]);
  }
  return [...table.toString().split("\n"), "", counts(rows)].map((line) => line.trimEnd()).join("\n");
}

/** The library cuts what does not fit, so that lines are made to fit before it sees them; a longer word is broken. */
function wrap(text: string, width: number): string {
  const words = withoutControls(text).match(new RegExp(`\\S{1,${width}}`, "gu")) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** Names come from the tenant: nothing in them may steer the reader's terminal. */
function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

function counts(rows: readonly Row[]): string {
  const of = (verdict: Verdict) => rows.filter(({ result }) => result === verdict).length;
  return (Object.keys(WORDS) as Verdict[])
    .filter((verdict) => of(verdict) > 0)
    .map((verdict) => `${of(verdict)} ${COUNTED[verdict]}`)
    .join(", ");
}
