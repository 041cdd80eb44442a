/** What `npm start` says after an update: the three values by the names of ESIA's form, and what to do next. */
import type { Row } from "../../commands/rows/report.ts";

const WORDS: Readonly<Record<string, string>> = {
  create: "made",
  update: "changed",
  delete: "taken away",
  replace: "made anew",
};

/** @param changes how many resources a run created, updated, deleted … */
export function done(changes: Readonly<Record<string, number>>): string {
  const parts = Object.entries(changes).map(([kind, count]) => `${count} ${WORDS[kind] ?? kind}`);
  return parts.length === 0 ? "Nothing had to be done." : `Done: ${parts.join(", ")}.`;
}

/** @param rows what verify found */
export function proved(rows: readonly Row[]): string {
  const failing = rows.filter(({ result }) => result === "fail").length;
  return failing === 0
    ? "Tried as ESIA would: the three values work."
    : `Tried as ESIA would: ${failing} of ${rows.length} checks fail.`;
}

/** @param outputs the stack's outputs, as `pulumi stack output --json` prints them: the key as "[secret]" */
export function summary(outputs: Readonly<Record<string, unknown>>): string {
  const expires = String(outputs["secretExpires"]).slice(0, 10);
  const permissions = outputs["consentUrl"] === undefined ? "its permissions, granted" : "its request for permissions";
  return `
In the tenant now: the application, ${permissions}, and key ${outputs["secretNumber"]}.
ESIA's form "Microsoft 365" has three fields:

  Tenant ID   ${outputs["tenantId"]}
  Client ID   ${outputs["clientId"]}
  key         ******** (npm start -- output clientSecret --show-secrets)

The key works until ${expires}. A run from ${outputs["rotatesFrom"]} on renews it.`;
}

/** Where to go from here. */
export const NEXT = `
This was the embedded tenant: an invented Microsoft 365 on this machine. Next:
  npm start                  again: nothing to do
  npm start -- preview       what a run would change
  ESIA_AS_OF=2028-10-01 npm start
                             a renewal, as if that were today
  npm start -- destroy       takes everything away
  README.md                  the same for a real tenant`;
