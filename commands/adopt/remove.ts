/** Removes by id what was planned, and asks the tenant where the answer leaves open whether it is gone. */
import type { Reader, Remover } from "../../microsoft/client.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { unreadRow, type Where } from "../doctor/unread.ts";
import type { Row } from "../rows/report.ts";
import type { Plan } from "./removal.ts";

/** Removes it, or says what would be removed. What failed may have been done all the same: then the tenant tells. */
export async function remove(
  plan: Plan,
  { yes, again }: { yes: boolean; again: string },
  { graph, removing, where }: { graph: Reader; removing: Remover; where: Where },
): Promise<Row> {
  if ("refused" in plan) return plan.refused;
  const { check, what, path, body, isThere, takes } = plan;
  if (!yes) return { check, result: "warn", detail: `${what} Nothing was removed.`, next: `To remove it: ${again}.` };
  const done: Row = { check, result: "pass", detail: `Removed: ${what}` };
  try {
    await removing.remove(path, body);
    return done;
  } catch (failed) {
    if (!(failed instanceof RequestFailed)) throw failed;
    const wasGone = failed.status === 404;
    const isGone = (failed.unsure || wasGone) && !(await isThere(graph).catch(() => true));
    if (isGone) return wasGone ? { ...done, detail: `Gone already: ${what}` } : done;
    const detail = `Not removed: ${failed.message}.`;
    if (failed.status === 403 && takes !== undefined) return { check, result: "fail", detail, next: takes };
    return { ...unreadRow(check, failed, where), detail };
  }
}
