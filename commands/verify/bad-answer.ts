/** The row of a read that did not give what was asked for. Pure. */
import type { RequestFailed } from "../../microsoft/failure.ts";
import type { Row } from "../rows/report.ts";

const LATER = "Run verify again in some minutes.";

/** @returns the row of a read that gave no answer, a refusal, or something else than what was asked for */
export function badAnswer(check: string, failed: RequestFailed): Row {
  const { trouble, host, status, code, message, next = LATER } = failed;
  if (trouble === "no answer") {
    return {
      check,
      result: "fail",
      detail: `No connection to ${host} (${code}).`,
      next: `Allow HTTPS to ${host}, from ESIA's host as well.`,
    };
  }
  if (isOdd(failed)) return { check, result: "fail", detail: `${message}.`, next };
  const said = inOneLine(failed);
  const where = said === "" ? `${status}` : `${status}, ${said}`;
  if (status !== 429 && status < 500 && /licen[cs]e|NonPremiumTenant|service plan/i.test(said)) {
    return {
      check,
      result: "warn",
      detail: `The role is granted, but the tenant has no licence for this: ${where}.`,
      next: "Nothing, if the tenant does not use the service; else assign a licence.",
    };
  }
  if (status === 429 || status >= 500) {
    const why = status === 429 ? "Microsoft throttles" : "Microsoft's service has a problem";
    return { check, result: "fail", detail: `${why} (${where}).`, next: LATER };
  }
  return {
    check,
    result: "fail",
    detail: `The role is in the token, yet the read is refused (${where}).`,
    next: "Run verify again in some minutes; if it stays, look for a Conditional Access policy for workload identities.",
  };
}

/** Whether something came that is neither what was asked for nor the API's own refusal of it: 407 is a proxy's. */
export function isOdd({ trouble, status }: Pick<RequestFailed, "trouble" | "status">): boolean {
  return trouble === "refused" ? status === 407 : trouble !== "no answer";
}

/** Code and message of a refusal, as far as they help. */
function inOneLine({ said: { code, message } }: RequestFailed): string {
  return [code, message].filter(Boolean).join(": ").slice(0, 160).replace(/\.$/, "");
}
