/** Showing names, and looking whether they still are. What a stack remembers of it decides whether it may hide them again. */
import { RequestFailed } from "../microsoft/failure.ts";
import { foundBefore, type Names, type Remembered } from "./names.ts";
import { notShown } from "./sentences.ts";
import type { TenantReports } from "./tenant-reports.ts";

/** Of a stack that never looked. */
export const NOTHING_REMEMBERED: Remembered = { names: "unknown", found: "unknown", problem: "" };
/** Stands for other stacks that may not be read: there may be one. */
const UNSEEN = { displayName: "", found: "unknown" } as const;

/**
 * Shows names; asks for a change only where there is a difference.
 * @param tenant signs in
 * @param before what an earlier run remembers
 * @returns what the state is to hold; never throws
 */
export async function show(
  tenant: () => Promise<TenantReports>,
  before: Remembered = NOTHING_REMEMBERED,
): Promise<Remembered> {
  let { names, found } = before;
  try {
    const reports = await tenant();
    if ((await reports.names()) === "shown") {
      found = await foundShown(reports, before);
      return { names: "shown", found, problem: "" };
    }
    [names, found] = ["hidden", "hidden"];
    await reports.change("shown").catch((error) => {
      // It may have been made all the same: what was found hidden is then not taken for what somebody else shows.
      if (!(error instanceof RequestFailed) || error.unsure) names = "unknown";
      throw error;
    });
    return { names: "shown", found, problem: "" };
  } catch (error) {
    return { names, found, problem: notShown(error) };
  }
}

/**
 * Looks what the tenant has, and changes nothing there.
 * @returns what the state is to hold
 * @throws Error of the sign-in, RequestFailed
 */
export async function look(tenant: () => Promise<TenantReports>, before: Remembered): Promise<Remembered> {
  const reports = await tenant();
  const names = await reports.names();
  return { ...before, names, found: names === "shown" ? await foundShown(reports, before) : before.found };
}

/** What was there before names that are shown now: as remembered, unless somebody else has shown them since. */
async function foundShown(reports: TenantReports, { names, found }: Remembered): Promise<Names> {
  if (found !== "unknown" && names !== "hidden") return found;
  return foundBefore((await reports.others()) ?? [UNSEEN]);
}
