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
  const alike = Map.groupBy(rows.filter(isQuiet), ({ detail }) => detail);
  return rows.flatMap((row) => {
    const [first, ...others] = (isQuiet(row) && alike.get(row.detail)) || [];
    if (!first || others.length === 0) return [row];
    if (first !== row) return [];
    return [
      {
        ...row,
        check: `${others.length + 1} roles`,
        detail: `${row.detail} ${[first, ...others].map(({ check }) => check).join(", ")}.`,
      },
    ];
  });
}

function isQuiet({ result, next }: Row): boolean {
  return result === "unknown" && next === undefined;
}
