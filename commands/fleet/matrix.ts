/** The stacks as a workflow's matrix, which spreads the runs over machines. Pure. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import type { Standing } from "./standing.ts";

/** "A matrix will generate a maximum of 256 jobs per workflow run" (GitHub, "Running variations of jobs in a workflow"). */
export const MATRIX = 256;

/** What the variable ESIA_STACKS of the scheduled workflow asks for. */
export type Asked = { names: readonly string[] } | { all: true } | { due: true };

/**
 * @param text a JSON list of names, `all`, `due`, or nothing, which stands for all
 * @throws CannotRun for anything else: a job for nobody would be green
 */
export function asked(text: string | undefined): Asked {
  if (!text || text === "all") return { all: true };
  if (text === "due") return { due: true };
  try {
    const names: unknown = JSON.parse(text);
    if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string" && name !== "")) {
      return { names };
    }
  } catch {
    // Said below.
  }
  throw new CannotRun(
    `ESIA_STACKS takes a list such as ["contoso", "fabrikam"], or all, or due; it is ${JSON.stringify(text.slice(0, 80))}.`,
  );
}

/** Those for which a run may have something to do: due by what the state tells, or not readable, which a run then shows. */
export function dueOf(standings: readonly Standing[]): string[] {
  return standings.filter(({ due }) => due).map(({ stack }) => stack);
}

/** @returns one line of JSON for \`matrix: \${{ fromJSON(…) }}\` @throws CannotRun where one matrix does not take them */
export function matrix(names: readonly string[]): string {
  if (names.length <= MATRIX) return JSON.stringify({ stack: names });
  throw new CannotRun(
    `A matrix takes ${MATRIX} jobs, and there are ${names.length} stacks.`,
    "--groups gives them in groups, each for a matrix of its own, as .github/workflows/schedule.yml takes them; --only chooses fewer.",
  );
}

export interface Group {
  name: string;
  stacks: readonly string[];
}

/** @returns one line of JSON: a list of groups that a matrix takes each; empty where there is no stack */
export function groups(names: readonly string[]): string {
  const count = Math.ceil(names.length / MATRIX);
  if (count > MATRIX)
    throw new CannotRun(`${MATRIX} groups of ${MATRIX} are all that a workflow takes.`, "Use --only.");
  // Of one size as near as can be: the last of them would else be a straggler.
  const size = Math.ceil(names.length / count);
  const list = Array.from({ length: count }, (_, at): Group => {
    return { name: `${at + 1} of ${count}`, stacks: names.slice(at * size, (at + 1) * size) };
  });
  return JSON.stringify(list);
}
