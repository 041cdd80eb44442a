/** What was there before this stack showed names: read and kept before anything is changed, so that a killed run knows it too. */
import { foundBefore, type Names } from "./names.ts";
import { notShown } from "./sentences.ts";
import type { TenantReports } from "./tenant-reports.ts";

/**
 * What the state says at a run's start of the resource that shows names. "shown": it had nothing left to do. "hidden": its
 * last work ended, and they were seen hidden since. "unfinished": it may have shown them and not come to say so.
 */
export type Last = "shown" | "hidden" | "unfinished";

/** Stands for other stacks that may not be read: there may be one. */
const UNSEEN = { displayName: "", found: "unknown" } as const;

/**
 * Looks what the tenant has. Names that are hidden now are what this stack finds, whatever it found before. Names that are
 * shown may be its own doing, so what it found before stays; unless they were seen hidden, and somebody else has shown them.
 * @param tenant signs in
 * @param before what was found by an earlier run; "unknown" for none
 * @returns what the state is to hold; never throws
 */
export async function lookFor(
  tenant: () => Promise<TenantReports>,
  before: { found: Names; last: Last },
): Promise<{ found: Names; problem: string }> {
  const { found, last } = before;
  try {
    const reports = await tenant();
    if ((await reports.names()) === "hidden") return { found: "hidden", problem: "" };
    if (found !== "unknown" && last !== "hidden") return { found, problem: "" };
    return { found: foundBefore((await reports.others()) ?? [UNSEEN]), problem: "" };
  } catch (error) {
    return { found, problem: notShown(error) };
  }
}
