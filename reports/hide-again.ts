/** Hiding names again when a stack no longer asks for them. */
import { nothingToPutBack, putBack, type Remembered } from "./names.ts";
import { notPutBack } from "./sentences.ts";
import type { TenantReports } from "./tenant-reports.ts";

/**
 * @param tenant signs in
 * @param state what is known
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

/**
 * The same at the end of a resource: prints what was done or left.
 * @throws Error with a sentence
 */
export async function putBackFound(tenant: () => Promise<TenantReports>, state: Remembered): Promise<void> {
  console.error(await hideAgain(tenant, state).catch((error) => fail(notPutBack(error))));
}

/** Pulumi's provider process prints a failed removal as "error: stack", the engine its message: once is enough. */
function fail(sentence: string): never {
  throw Object.assign(new Error(sentence), {
    toString: () => "names in usage reports",
    stack: "not removed; its error says why",
  });
}
