import type { Row } from "./row.ts";

/** The rows for a person, without those that another one says: of one cause one line. `--json` has them all. */
export function saidOnce(rows: readonly Row[]): Row[] {
  const failing = rows.filter(({ result }) => result === "fail").map(({ check }) => check);
  return rows.filter(({ saidBy }) => saidBy === undefined || !failing.includes(saidBy));
}

/**
 * The rows for a person: what several rows say in the same words stands once, where the first of them stood, so that what is
 * only not provable does not look like a list of failures. `--json` has them one by one.
 */
export function folded(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => {
    const alike = rows.filter(
      ({ result, detail, next }) => isQuiet(row) && result === row.result && detail === row.detail && next === row.next,
    );
    if (alike.length < 2) return [row];
    if (alike[0] !== row) return [];
    return [
      {
        ...row,
        check: `${alike.length} roles`,
        detail: `${row.detail} ${alike.map(({ check }) => check).join(", ")}.`,
      },
    ];
  });
}

function isQuiet({ result, next }: Row): boolean {
  return result === "unknown" && next === undefined;
}
