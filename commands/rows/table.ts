/** The rows as a table for a person: plain text without colours, so that it reads the same in a log. */
import Table from "cli-table3";
import { printed } from "../../machine/printed.mjs";
import { folded, saidOnce } from "./folded.ts";
import { LONGEST, type Row, type Verdict } from "./row.ts";
import { wrap } from "./wrap.ts";

export const WORDS: Record<Verdict, string> = { pass: "ok", warn: "warning", fail: "FAILS", unknown: "not provable" };
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
 * @param found the rows; those that another one says are left out, and not counted
 * @param columns width to stay within: the terminal's, or 80 where there is none; 0 is taken as not known
 * @returns lines without an end of line behind the last one: heading, rows, how many of each result
 */
export function renderTable(found: readonly Row[], columns: number): string {
  const rows = saidOnce(found);
  const width = Math.max(NARROWEST, Math.min(columns || USUAL, WIDEST));
  const lines = folded(rows).map((row) => cells(row));
  const longest = Math.max("CHECK".length, ...lines.map(({ check }) => check.length));
  const checkWidth = Math.min(longest, Math.floor(width * 0.32));
  const foundWidth = Math.max(20, width - checkWidth - RESULT_WIDTH - 2 * GAP);
  const table = new Table({
    chars: NO_BORDER,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colWidths: [checkWidth + GAP, RESULT_WIDTH + GAP, foundWidth],
  });
  table.push(["CHECK", "RESULT", "FOUND, AND WHAT TO DO NEXT"]);
  for (const { check, result, found } of lines) {
    const left = wrap(check, checkWidth);
    const right = found.split("\n").flatMap((line) => wrap(line, foundWidth));
    // A line at a time: the library's time grows with the third power of a cell's lines.
    for (let at = 0; at < Math.max(left.length, right.length, 1); at += 1) {
      table.push([left[at] ?? "", at === 0 ? WORDS[result] : "", right[at] ?? ""]);
    }
  }
  return [...table.toString().split("\n"), "", counts(rows)].map((line) => line.trimEnd()).join("\n");
}

/** Names come from the tenant: nothing in them may steer the reader's terminal. */
function cells({ check, result, detail, next }: Row): { check: string; result: Verdict; found: string } {
  const found = [detail, ...(next === undefined ? [] : [`Next: ${next}`])];
  return {
    check: printed(check, LONGEST),
    result,
    found: found.map((text) => printed(text, LONGEST)).join("\n"),
  };
}

function counts(rows: readonly Row[]): string {
  const of = (verdict: Verdict) => rows.filter(({ result }) => result === verdict).length;
  return (Object.keys(WORDS) as Verdict[])
    .filter((verdict) => of(verdict) > 0)
    .map((verdict) => `${of(verdict)} ${COUNTED[verdict]}`)
    .join(", ");
}
