/**
 * The row of a check that could not look. What the operator's next run rests on, and could not be read, fails: nothing is
 * known of it, and the run itself would meet the same. Pure.
 */
import { explain } from "../../failures/explain.ts";
import type { RequestFailed } from "../../microsoft/failure.ts";
import { projectCommand, pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";

/** Where was looked. */
export interface Where {
  stack: string;
  tenantId: string;
  /** Microsoft Graph's root, without a slash at its end. */
  graphRoot: string;
}

export function unreadRow(check: string, failed: RequestFailed, where: Where): Row {
  return { check, result: "fail", detail: `Not read: ${failed.message}.`, next: failed.next ?? remedy(failed, where) };
}

/** Of what no run needs to read: a refusal is no finding. @param why the beginning of what is said */
export function noteOrUnreadRow(check: string, failed: RequestFailed, why: string, where: Where): Row {
  if (failed.status !== 403) return unreadRow(check, failed, where);
  return { check, result: "unknown", detail: `${why}: ${failed.message}.` };
}

/** By the table of known failures: a sign-in that ended, a right that is missing. */
function remedy({ status, code }: RequestFailed, { stack, tenantId, graphRoot }: Where): string {
  const [known] = explain(`unexpected status ${status}${code && ` with error: ${code}`}`, stack, {
    tenantId,
    graphRoot,
  });
  return known ? insteadOfRun(known.action, stack) : `Look again later: ${projectCommand("doctor", stack)}.`;
}

/** Doctor comes before a run: what sends the reader back to one leads here again. */
export function insteadOfRun(advice: string, stack: string): string {
  return advice
    .replace(/[Tt]hen run again\./, (words) => `${words[0]}hen run doctor again.`)
    .replaceAll(pulumiCommand("up", stack), projectCommand("doctor", stack));
}
