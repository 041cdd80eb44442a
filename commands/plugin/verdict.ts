/** What was found, judged: an exit code and a line that says first what to do. Pure. */

import { auditProblems, auditWell } from "./audit-words.ts";
import { keyProblems, keyWorks, refusal } from "./key-words.ts";
import { doFirst, type Problem, type Thresholds } from "./problem.ts";
import { rolesProblems, rolesWell } from "./role-words.ts";
import type { Found, Origin } from "./state.ts";

export interface Verdict {
  exit: 0 | 1 | 2 | 3;
  /** What to do and why, the words that matter first; neither shortened nor freed of what must not be printed yet. */
  text: string;
  /** Performance data; undefined where the key's end is not known. */
  performance: string | undefined;
}

/** The worst first: what is known to be wrong comes before what is not known. */
const ORDER = [2, 1, 3];

export function verdict(found: Found, thresholds: Thresholds, origin: Origin): Verdict {
  if ("refused" in found) return worst([refusal(found, origin)], undefined);
  const { key, roles, withoutToken, auditLog } = found;
  const performance =
    "unread" in key ? undefined : `days=${key.days};${thresholds.warning.text};${thresholds.critical.text};`;
  const problems = [
    ...keyProblems(key, thresholds, origin),
    ...(withoutToken ? [refusal(withoutToken, origin)] : []),
    ...rolesProblems(roles, origin),
    ...auditProblems(auditLog),
  ];
  if (problems.length > 0) return worst(problems, performance);
  const well = [keyWorks(key), ...rolesWell(roles), ...auditWell(auditLog), ...counted(found, origin)];
  return { exit: 0, text: `nothing to do: ${well.join("; ")}`, performance };
}

function worst(problems: readonly Problem[], performance: string | undefined): Verdict {
  const sorted = problems.toSorted((one, other) => ORDER.indexOf(one.exit) - ORDER.indexOf(other.exit));
  // What could not be looked at has often one cause.
  const told = sorted.filter(({ why, next }, at) => sorted.findIndex((p) => p.why === why && p.next === next) === at);
  const [first, ...others] = told as [Problem, ...Problem[]];
  const also = others.length === 0 ? "" : `; also: ${others.map(({ why }) => why).join("; ")}`;
  return { exit: first.exit, text: doFirst(first.next, `${first.why}${also}`), performance };
}

/** A sign-in with an older key is what verify looks for before it calls that key retirable. */
function counted(found: Found, { older }: Origin): string[] {
  if (!older || "refused" in found || "unread" in found.key) return [];
  return [`this check counts as a use of ${found.key.labels.join(" or ")}`];
}
