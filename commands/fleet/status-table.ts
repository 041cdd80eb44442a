/** The standings for a person and for a program. Pure. */
import { printed } from "../../machine/printed.mjs";
import { type Verdict, WORDS, wrap } from "../rows/report.ts";
import type { Standing } from "./standing.ts";

const HEADING = ["STACK", "RESULT", "KEY", "DAYS", "LAST RUN", "TENANT", "APPLICATION"];
const GAP = "  ";
const WIDEST_NAME = 24;
const USUAL = 80;
const GUID = 36;

/** What `fleet status --json` prints, one object. Later versions may add members. */
export interface StatusReport {
  version: 1;
  command: "fleet status";
  exitCode: 0 | 1;
  stacks: Standing[];
}

/** @returns 1 when a stack fails: its newest key has less than 30 days, or nobody could read it */
export function statusExit(standings: readonly Standing[]): 0 | 1 {
  return standings.some(({ result }) => result === "fail") ? 1 : 0;
}

export function statusJson(standings: readonly Standing[]): string {
  const report: StatusReport = {
    version: 1,
    command: "fleet status",
    exitCode: statusExit(standings),
    stacks: [...standings],
  };
  return JSON.stringify(report, null, 2);
}

/**
 * @param columns the terminal's width, 0 where it does not know. Ids are whole where there is room, else their first eight
 *   letters: `--json` has them whole
 * @returns lines without an end of line behind the last one
 */
export function statusTable(standings: readonly Standing[], columns: number): string {
  const width = columns || USUAL;
  const whole = width >= 2 * GUID + 2 * GAP.length + 60;
  const cells = standings.map((one) => cellsOf(one, whole));
  const nameWidth = Math.min(WIDEST_NAME, Math.max(...[HEADING, ...cells].map(([name = ""]) => name.length)));
  const widths = HEADING.map((heading, at) =>
    at === 0 ? nameWidth : Math.max(heading.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === 2 || at === 3 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join(GAP);
  const lines = standings.flatMap((one, at) => {
    const [name = "", ...rest] = cells[at] ?? [];
    // A long name has a line of its own: it is typed in the next command.
    const long = name.length > nameWidth;
    return [...(long ? [name, line(["", ...rest])] : [line([name, ...rest])]), ...told(one, Math.min(width, 120))];
  });
  return [line(HEADING), ...lines, "", counts(standings)].map((text) => text.trimEnd()).join("\n");
}

function cellsOf({ stack, result, key, lastRun, tenantId, clientId }: Standing, whole: boolean): string[] {
  const id = (guid: string | undefined) => (guid === undefined ? "-" : whole ? guid : guid.slice(0, 8));
  return [
    printed(stack),
    WORDS[result],
    String(key?.number ?? "-"),
    String(key?.days ?? "-"),
    lastRun ?? "never",
    id(tenantId),
    id(clientId),
  ];
}

function told({ detail, next }: Standing, width: number): string[] {
  const texts = [...(detail === undefined ? [] : [detail]), ...(next === undefined ? [] : [`Next: ${next}`])];
  return texts.flatMap((text) =>
    text
      .split("\n")
      .flatMap((part) => wrap(printed(part), width - 2))
      .map((part) => `  ${part}`),
  );
}

const COUNTED: readonly [Verdict, string][] = [
  ["fail", "failing"],
  ["warn", "with a warning"],
  ["pass", "ok"],
];

function counts(standings: readonly Standing[]): string {
  const of = (verdict: Verdict) => standings.filter(({ result }) => result === verdict).length;
  const parts = COUNTED.filter(([verdict]) => of(verdict) > 0).map(([verdict, words]) => `${of(verdict)} ${words}`);
  const due = standings.filter((one) => one.due && one.key).length;
  return `${standings.length} ${standings.length === 1 ? "stack" : "stacks"}: ${parts.join(", ")}; ${due} due.`;
}
