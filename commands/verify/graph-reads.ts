/** The reads of Graph that prove a role, and what their answers mean. Pure. */
import type { Row } from "../report/report.ts";
import type { Outcome } from "./connect.ts";

export interface Read {
  /** The application role that Microsoft documents for this read ("Permissions" in the v1.0 reference). */
  role: string;
  /** Path and query, as small an answer as the call allows. */
  path: string;
  /** What was read, as a sentence, from the answer's list. */
  found(values: Record<string, unknown>[]): string;
}

export const GRAPH_READS: readonly Read[] = [
  {
    role: "Application.Read.All",
    path: "/v1.0/applications?$top=1&$select=id",
    found: () => "Applications can be read.",
  },
  {
    role: "Organization.Read.All",
    path: "/v1.0/organization?$select=id,displayName",
    found: ([organization]) => `Read: the organisation is ${JSON.stringify(organization?.["displayName"] ?? "")}.`,
  },
  {
    role: "ServiceHealth.Read.All",
    path: "/v1.0/admin/serviceAnnouncement/healthOverviews",
    found: (services) => `Read: the health of ${services.length} services.`,
  },
  { role: "User.Read.All", path: "/v1.0/users?$top=1&$select=id", found: () => "Users can be read." },
];

/** @returns the role's row by the answer to its read */
export function judgeRead({ role, found }: Read, outcome: Outcome): Row {
  return badAnswer(role, outcome) ?? { check: role, result: "pass", detail: found(valuesIn(outcome)) };
}

/** @returns the row of a read that gave no answer, or a refusal; undefined for one that was answered */
export function badAnswer(check: string, outcome: Outcome): Row | undefined {
  if ("noAnswer" in outcome) {
    return {
      check,
      result: "fail",
      detail: `No connection to ${outcome.host} (${outcome.noAnswer}).`,
      next: `Allow HTTPS to ${outcome.host}, from ESIA's host as well.`,
    };
  }
  const { status } = outcome;
  if (status < 400) return undefined;
  const said = errorIn(outcome.text);
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

function valuesIn(outcome: Outcome): Record<string, unknown>[] {
  const body = parsed("text" in outcome ? outcome.text : "");
  return Array.isArray(body?.["value"]) ? body["value"] : [];
}

/** Code and message of an error of Graph's, in one line; some services put their own JSON in the message. */
function errorIn(text: string): string {
  const error = parsed(text)?.["error"] as { code?: string; message?: string } | undefined;
  if (typeof error !== "object" || error === null) return "";
  const inner = errorIn(error.message ?? "");
  return inner || [error.code, error.message].filter(Boolean).join(": ").slice(0, 160).replace(/\.$/, "");
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
