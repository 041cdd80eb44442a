/**
 * The activity feed's own refusals, AF and a number, in the words that a failing run has for them. Pure. "Office 365
 * Management Activity API reference", Errors.
 */
import { explain } from "../../failures/explain.ts";
import type { RequestFailed } from "../../microsoft/failure.ts";
import type { Row } from "../rows/report.ts";

/** The service does not know the tenant, or holds it wrongly: what it says where auditing is off. */
const NO_SUCH_TENANT = ["AF20011", "AF20012"];

/** The feed's code in a refusal; undefined where there is none. */
function feedCode({ said: { code, message } }: Pick<RequestFailed, "said">): string | undefined {
  return /\bAF\d{3,5}\b/.exec(`${code} ${message}`)?.[0];
}

/** Whether the service denies the tenant: "Troubleshooting the Office 365 Management Activity API". */
export function deniesTenant(failed: Pick<RequestFailed, "said">): boolean {
  const { code, message } = failed.said;
  return NO_SUCH_TENANT.includes(feedCode(failed) ?? "") || /Tenant\s+\S+\s+does not exist/i.test(`${code} ${message}`);
}

/** @returns the row of a refusal with a code of the feed's; undefined for any other */
export function refusedByFeed(check: string, failed: RequestFailed): Row | undefined {
  const code = failed.trouble === "refused" ? feedCode(failed) : undefined;
  if (code === undefined) return undefined;
  // The code alone: what stands around it can repeat what was sent.
  const [explanation] = explain(code);
  return (
    explanation && { check, result: "fail", detail: `${explanation.what} ${explanation.why}`, next: explanation.action }
  );
}
