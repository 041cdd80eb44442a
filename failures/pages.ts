/** Microsoft's own pages for its codes. Pure. */
import { signInErrorUrl } from "../microsoft/clouds.ts";
import { GRAPH_CODES } from "./graph-codes.ts";
import type { Class, Finding } from "./kinds.ts";

const LEARN = "https://learn.microsoft.com";
/** "Microsoft Graph error responses and resource types". */
const GRAPH = `${LEARN}/graph/errors`;
/** "Microsoft Entra authentication & authorization error codes". */
const OAUTH = `${LEARN}/entra/identity-platform/reference-error-codes`;
/** "Office 365 Management Activity API reference". */
const FEED = `${LEARN}/office/office-365-management-api/office-365-management-activity-api-reference#errors`;

/** Where a class of Graph's codes has a better page than that of all codes. */
const OF_CLASS: Partial<Record<Class, string>> = {
  // "Microsoft Entra service limits and restrictions"
  quota: `${LEARN}/entra/identity/users/directory-service-limits-restrictions`,
  // "Microsoft Graph throttling guidance"
  throttled: `${LEARN}/graph/throttling`,
};
/** "Microsoft Entra application management policies API overview". */
const POLICY = `${LEARN}/graph/api/resources/applicationauthenticationmethodpolicy`;

/** What azuread writes before a code of Graph's, also one that is not known here. */
const WITH_CODE = /with error: [A-Za-z]{3,60}/;

/** @returns the page for the failures' first code, the most telling kind of code first; "" where no code is given */
export function microsoftPage(findings: readonly Finding[]): string {
  const [sts] = findings.flatMap((finding) => finding.sts);
  if (sts !== undefined) return signInErrorUrl(sts);
  if (findings.some(({ feed }) => feed.length > 0)) return FEED;
  const [code] = findings.flatMap((finding) => finding.codes);
  if (code?.endsWith("AsPerAppPolicy")) return POLICY;
  const kind = code === undefined ? undefined : GRAPH_CODES.get(code);
  if (kind !== undefined) return OF_CLASS[kind] ?? GRAPH;
  if (findings.some(({ oauth }) => oauth.length > 0)) return OAUTH;
  return findings.some(({ text }) => WITH_CODE.test(text)) ? GRAPH : "";
}
