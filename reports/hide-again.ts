/** Hiding names again when a stack no longer asks for them. */
import { nothingToPutBack, putBack, type Remembered } from "./names.ts";
import type { TenantReports } from "./tenant-reports.ts";

/**
 * @param tenant signs in
 * @param state what the stack remembers
 * @returns what was done or left, a sentence
 * @throws Error of the sign-in, RequestFailed
 */
export async function hideAgain(tenant: () => Promise<TenantReports>, state: Remembered): Promise<string> {
  const nothing = nothingToPutBack(state);
  if (nothing) return nothing.because;
  const reports = await tenant();
  const names = await reports.names();
  const { hide, because } = putBack(names, names === "hidden" ? [] : await reports.others());
  if (hide) await reports.change("hidden");
  return because;
}
