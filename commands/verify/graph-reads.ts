/** The reads of Graph that prove a role, and what their answers mean. Pure. */
import type { RequestFailed } from "../../microsoft/failure.ts";
import type { Read } from "../../microsoft/read.ts";
import type { Shaped } from "../../microsoft/shape.ts";
import type { Row } from "../rows/report.ts";

/** What each of these reads answers; the name is the organisation's alone. */
export const LIST = { value: [{ "displayName?": "string" }] } as const;

export interface GraphRead {
  /** The application role that Microsoft documents for this read ("Permissions" in the v1.0 reference). */
  role: string;
  /** Path and query, as small an answer as the call allows. */
  path: string;
  /** What was read, as a sentence, from the answer's list. */
  found(values: Shaped<typeof LIST>["value"]): string;
}

export const GRAPH_READS: readonly GraphRead[] = [
  {
    role: "Application.Read.All",
    path: "/v1.0/applications?$top=1&$select=id",
    found: () => "Applications can be read.",
  },
  {
    role: "Organization.Read.All",
    path: "/v1.0/organization?$select=id,displayName",
    found: ([organization]) => `Read: the organisation is ${JSON.stringify(organization?.displayName ?? "")}.`,
  },
  {
    role: "ServiceHealth.Read.All",
    path: "/v1.0/admin/serviceAnnouncement/healthOverviews",
    found: (services) => `Read: the health of ${services.length} services.`,
  },
  { role: "User.Read.All", path: "/v1.0/users?$top=1&$select=id", found: () => "Users can be read." },
];

/** @returns the role's row by the answer to its read */
export function judgeRead({ role, found }: GraphRead, read: Read<Shaped<typeof LIST>>): Row {
  if ("unread" in read) return badAnswer(role, read.unread);
  return { check: role, result: "pass", detail: found(read.value.value) };
}

/** @returns the row of a read that gave no answer, a refusal, or something else than what was asked for */
export function badAnswer(check: string, failed: RequestFailed): Row {
  const { trouble, host, status, code, message, next = "Run verify again in some minutes." } = failed;
  if (trouble === "no answer") {
    return {
      check,
      result: "fail",
      detail: `No connection to ${host} (${code}).`,
      next: `Allow HTTPS to ${host}, from ESIA's host as well.`,
    };
  }
  // 407 is a proxy's.
  if (trouble !== "refused" || status === 407) return { check, result: "fail", detail: `${message}.`, next };
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
    return { check, result: "fail", detail: `${why} (${where}).`, next: "Run verify again in some minutes." };
  }
  return {
    check,
    result: "fail",
    detail: `The role is in the token, yet the read is refused (${where}).`,
    next: "Run verify again in some minutes; if it stays, look for a Conditional Access policy for workload identities.",
  };
}

/** Code and message of a refusal, as far as they help. */
function inOneLine({ said: { code, message } }: RequestFailed): string {
  return [code, message].filter(Boolean).join(": ").slice(0, 160).replace(/\.$/, "");
}
