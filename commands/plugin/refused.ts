/** A refused sign-in, in the words of one line. Pure but for what it throws. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import { isCertificateTrouble } from "../../microsoft/failure.ts";
import { explainRefusal } from "../verify/refusals.ts";
import type { Target } from "../verify/target.ts";
import type { Refused as Answer } from "../verify/token.ts";
import { doFirst } from "./problem.ts";
import type { Refused } from "./state.ts";

const EXPIRED = 7000222;
const UNKNOWN_KEY = 7000215;
const AGAIN = "wait for the next check";

/**
 * @param api the API that the token was for
 * @throws CannotRun when Entra could not be reached at all, or what answered in its place is no sign-in
 */
export function refusedBy(answer: Answer, api: string, target: Target): Refused {
  const { code, status, noAnswer = "", odd } = answer;
  const { host } = new URL(target.endpoints.login);
  if (code === undefined && status === undefined && odd) throw new CannotRun(doFirst(odd.next ?? AGAIN, odd.message));
  if (code === undefined && status === undefined) {
    throw new CannotRun(
      isCertificateTrouble(noAnswer)
        ? `name the proxy's certificate in NODE_EXTRA_CA_CERTS: the certificate of ${host} is not trusted (${noAnswer})`
        : `check the network and HTTPS_PROXY: no connection to ${host} (${noAnswer}); ESIA's host needs the same one`,
    );
  }
  if (code === undefined || status === 429 || (status ?? 0) >= 500) {
    const detail = `${host} answers ${status}${code === undefined ? "" : `, AADSTS${code}`}`;
    return { refused: "throttled", detail, next: AGAIN };
  }
  const { detail, next = "" } = explainRefusal(answer, api, target);
  return { refused: code === EXPIRED ? "expired" : code === UNKNOWN_KEY ? "unknown key" : "other", detail, next };
}
