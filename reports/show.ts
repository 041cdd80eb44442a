/** Showing names, and looking whether they still are. May be repeated at any time: a killed run's work is done once more. */
import { RequestFailed } from "../microsoft/failure.ts";
import type { Names } from "./names.ts";
import { HIDDEN_MEANWHILE, notShown } from "./sentences.ts";
import type { TenantReports } from "./tenant-reports.ts";

/** What is kept of what was found (found.ts): its `problem` is why nothing can be shown. */
export interface Kept {
  found: Names;
  problem: string;
}

/**
 * Shows names; asks for a change only where there is a difference, and only where the state already holds that they are to
 * be hidden again: a run that is killed afterwards must not leave them shown for ever.
 * @param tenant signs in
 * @param names as an earlier run left or saw them
 * @returns what the state is to hold; never throws
 */
export async function show(
  tenant: () => Promise<TenantReports>,
  { found, problem }: Kept,
  names: Names = "unknown",
): Promise<{ names: Names; problem: string }> {
  if (problem !== "") return { names, problem };
  let now = names;
  try {
    const reports = await tenant();
    now = await reports.names();
    if (now === "shown") return { names: "shown", problem: "" };
    if (found !== "hidden") return { names: now, problem: HIDDEN_MEANWHILE };
    await reports.change("shown").catch((error) => {
      // It may have been made all the same: what was found hidden is then not taken for what somebody else shows.
      if (!(error instanceof RequestFailed) || error.unsure) now = "unknown";
      throw error;
    });
    return { names: "shown", problem: "" };
  } catch (error) {
    return { names: now, problem: notShown(error) };
  }
}

/**
 * Looks what the tenant has, and changes nothing there. Names once seen hidden stay so until a run has dealt with it: shown
 * again, they may be somebody's decision.
 * @throws Error of the sign-in, RequestFailed
 */
export async function look(tenant: () => Promise<TenantReports>, names: Names): Promise<Names> {
  const now = await (await tenant()).names();
  return names === "hidden" ? "hidden" : now;
}
