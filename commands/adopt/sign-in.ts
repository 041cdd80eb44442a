/** When a key signed in last, in a sentence, as far as Entra's report tells. Pure. */
import { sameGuid } from "../../microsoft/guid.ts";
import type { SignInReport } from "../sign-ins/report.ts";

/** @param report undefined where it was not asked */
export function lastSignIn(report: SignInReport | undefined, keyId: string): string {
  if (report === undefined)
    return "When it signed in last is not known: this sign-in may not read the report of sign-ins.";
  if ("unread" in report) return `When it signed in last is not known: ${report.unread.message}.`;
  const times = report.value
    .filter((line) => sameGuid(line.keyId, keyId))
    .map(({ signInActivity }) => signInActivity?.lastSignInDateTime)
    .filter((time) => typeof time === "string")
    .sort();
  const last = times.at(-1);
  return last === undefined
    ? "The report of sign-ins does not name it, which does not say that nothing uses it."
    : `Its last sign-in was on ${last.slice(0, 10)}, by a report that lags.`;
}
