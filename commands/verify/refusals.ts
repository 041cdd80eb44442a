/**
 * Entra's refusals of a sign-in, in words. Pure. Codes: "Microsoft Entra authentication & authorization error codes"
 * (learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */

import { CannotRun } from "../../machine/cannot-run.mjs";
import { signInErrorUrl } from "../../microsoft/clouds.ts";
import { isCertificateTrouble } from "../../microsoft/failure.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { Target } from "./target.ts";
import type { Refused } from "./token.ts";

type Explained = Omit<Row, "result">;

/** What a new service principal, ESIA's or the API's, meets on a server of Entra's that does not know it yet. */
const PASSING = [7000229, 500011];
/** The same of a new application or key: an older one is gone. */
const PASSING_WHEN_NEW = [700016, 7000215];

/**
 * Whether waiting can help, and what for; undefined when it cannot.
 * @param isNew whether the key can have been made some moments ago
 */
export function passes({ code, status }: Refused, isNew: boolean): string | undefined {
  if (code !== undefined && [...PASSING, ...(isNew ? PASSING_WHEN_NEW : [])].includes(code)) {
    return `Entra refuses the sign-in (AADSTS${code}), as it does for some moments after something was made`;
  }
  if (status === 429) return "Entra asks for a pause (429)";
  if (status !== undefined && status >= 500) return `Entra cannot answer now (${status})`;
  return undefined;
}

/**
 * @param api the API that the token was for
 * @returns a failing row that names the field of ESIA's form that is wrong, where one is
 * @throws CannotRun when Entra could not be reached at all, or what answered in its place is no sign-in
 */
export function explainRefusal(refused: Refused, api: string, target: Target): Row {
  const { code, status, noAnswer, odd } = refused;
  if (code === undefined && status === undefined && odd) {
    throw new CannotRun(`${odd.message}, so nothing was verified.`, odd.next);
  }
  if (code === undefined && status === undefined) throw new CannotRun(noConnection(noAnswer ?? "", target));
  const known = code === undefined ? undefined : KNOWN[code]?.(target, api);
  return { result: "fail", ...(known ?? unknown(refused, api)) };
}

function noConnection(reason: string, { endpoints: { login, embedded } }: Target): string {
  const { host } = new URL(login);
  if (embedded) {
    return `The embedded tenant does not answer at ${host} (${reason}). 'npm run tenant' starts it, and prints what a shell needs to trust it.`;
  }
  if (isCertificateTrouble(reason)) {
    return (
      `The certificate of ${host} is not trusted (${reason}): a proxy on the way may have put its own in its place. Name ` +
      "that proxy's certificate in NODE_EXTRA_CA_CERTS, then run verify again."
    );
  }
  return (
    `No connection to ${host} (${reason}), so nothing was verified. Check the network and HTTPS_PROXY, then run verify again; ` +
    "ESIA's host needs the same connection."
  );
}

/** By the number behind AADSTS. */
const KNOWN: Readonly<Record<number, (target: Target, api: string) => Explained>> = {
  7000215: (target) => ({
    check: "Key",
    detail: "Entra does not know this key (AADSTS7000215).",
    next: nextForUnknownKey(target),
  }),
  7000222: (target) => ({
    check: "Key",
    detail: "The key has expired (AADSTS7000222).",
    next: target.older ? NEWEST : `Run ${pulumiCommand("up", target.stack)}: it makes a new one. Type that into ESIA.`,
  }),
  700016: (target) => ({
    check: "Client ID",
    detail: "Entra knows no such application in this tenant (AADSTS700016).",
    next: `Compare Client ID and Tenant ID with the stack's outputs. If somebody deleted it: ${pulumiCommand("refresh", target.stack)}, then ${pulumiCommand("up", target.stack)}.`,
  }),
  90002: tenantUnknown,
  900023: tenantUnknown,
  7000229: (target) => ({
    check: "Client ID",
    detail: "The application has no service principal in the tenant (AADSTS7000229).",
    next: `Run ${pulumiCommand("refresh", target.stack)}, then ${pulumiCommand("up", target.stack)}, which makes it anew.`,
  }),
  7000112: () => ({
    check: "Client ID",
    detail: "An administrator has disabled the application (AADSTS7000112).",
    next: "Entra admin centre, Enterprise applications, this application, Properties: set 'Enabled for users to sign-in' to Yes.",
  }),
  500014: (_, api) => ({
    check: `Token for ${api}`,
    detail:
      `The service principal of ${api} is disabled in this tenant (AADSTS500014): an administrator disabled it, or the ` +
      "tenant's subscription of Microsoft 365 has lapsed.",
    next:
      "Let an administrator look at the subscription, and in the Entra admin centre, Enterprise applications (application " +
      `type 'Microsoft Applications'), ${api}, Properties: set 'Enabled for users to sign-in' to Yes. This program never ` +
      "changes it. Then verify again.",
  }),
  53003: () => ({
    check: "Client ID",
    detail: "A Conditional Access policy for workload identities blocks the sign-in from here (AADSTS53003).",
    next: "Let an administrator allow this application from this host and from ESIA's.",
  }),
  500011: (target, api) => ({
    check: `Token for ${api}`,
    detail: `The tenant has no service principal of ${api} (AADSTS500011).`,
    next: `Run ${pulumiCommand("up", target.stack)}, which makes it where it is missing.`,
  }),
};

export const NEWEST = "Type the newest key into ESIA, if it still uses this one.";

function nextForUnknownKey({ older, stack }: Target): string {
  const why = "Somebody removed it in Entra.";
  if (older) return `${why} ${NEWEST}`;
  if (stack === undefined) {
    return "Compare it with the output clientSecret: it must be the value, whole, and of this Client ID.";
  }
  return `${why} Run ${pulumiCommand("refresh", stack)}, then ${pulumiCommand("up", stack)}, and type the new key into ESIA.`;
}

function tenantUnknown({ endpoints }: Target): Explained {
  return {
    check: "Tenant ID",
    detail: `${new URL(endpoints.login).host} knows no such tenant (AADSTS90002).`,
    next: "Compare it with the output tenantId. A tenant of a national cloud needs azuread:environment.",
  };
}

function unknown({ code, status }: Refused, api: string): Explained {
  const check = `Token for ${api}`;
  if (status === 429) {
    return { check, detail: "Entra throttles: too many sign-ins (429).", next: "Run verify again in some minutes." };
  }
  if (code === undefined) {
    return { check, detail: `Entra answers with status ${status}.`, next: "Run verify again in some minutes." };
  }
  return {
    check,
    detail: `Entra refuses the sign-in (AADSTS${code}).`,
    next: `Look the code up at ${signInErrorUrl(code)}`,
  };
}
