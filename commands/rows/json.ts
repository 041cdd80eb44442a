/** The rows for a program: `--json`. */
import { bounded, printedJson } from "../../machine/printed.mjs";
import { idOf } from "./ids.ts";
import { exitCode, LONGEST, type Row } from "./row.ts";

/** What `--json` prints, one object. A later version may add members; one that changes or drops any gets another number. */
export interface Report {
  version: 1;
  command: "verify" | "doctor" | "adopt";
  /** The stack's name; null where the command was not asked about a stack. */
  stack: string | null;
  /** The command's exit code: 1 when a row's result is "fail". Where a command could not run (2) nothing is printed. */
  exitCode: 0 | 1;
  /** In the order of the table; `id` stays when texts change, `next` only where there is something to do. */
  rows: (Row & { id: string })[];
}

/** @returns JSON with an indentation of two, without an end of line behind it */
export function reportJson(command: Report["command"], stack: string | undefined, rows: readonly Row[]): string {
  const report: Report = {
    version: 1,
    command,
    stack: stack ?? null,
    exitCode: exitCode(rows),
    rows: rows.map(({ check, result, detail, next }) => ({
      id: bounded(idOf(check), LONGEST),
      check: bounded(check, LONGEST),
      result,
      detail: bounded(detail, LONGEST),
      ...(next !== undefined && { next: bounded(next, LONGEST) }),
    })),
  };
  return printedJson(JSON.stringify(report, null, 2));
}
