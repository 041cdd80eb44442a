/** The reads of Graph that prove a role, and what their answers mean. Pure. */
import { quoted } from "../../machine/printed.mjs";
import type { Read } from "../../microsoft/read.ts";
import type { Shaped } from "../../microsoft/shape.ts";
import type { Row } from "../rows/report.ts";
import { badAnswer } from "./bad-answer.ts";

/** What each of these reads answers; the name is the organisation's and the groups' alone. */
export const LIST = { value: [{ id: "string", "displayName?": "string" }] } as const;

type Values = Shaped<typeof LIST>["value"];

export interface GraphRead {
  /** The application role that Microsoft documents for this read. */
  role: string;
  /** Other roles that open it: the row "Application" of the table "Permissions" in the v1.0 reference. */
  openTo: readonly string[];
  /** Path and query, as small an answer as the call allows. */
  path: string;
  /** What was read, as the beginning of a sentence; undefined for a list that is empty and could not be. */
  found(values: Values): string | undefined;
}

const DIRECTORY = ["Directory.Read.All", "Directory.ReadWrite.All"];

export const GRAPH_READS: readonly GraphRead[] = [
  {
    role: "Application.Read.All",
    openTo: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", ...DIRECTORY],
    path: "/v1.0/applications?$top=1&$select=id",
    found: ({ length }) => (length > 0 ? "Applications can be read" : undefined),
  },
  {
    role: "Directory.Read.All",
    openTo: [
      "Directory.ReadWrite.All",
      "Group.Read.All",
      "Group.ReadWrite.All",
      "Group.ManageProtection.All",
      "Group-NestingSupport.ReadWrite.All",
      "GroupMember.Read.All",
      "GroupMember.ReadWrite.All",
    ],
    path: "/v1.0/groups?$top=1&$select=id",
    found: ({ length }) => (length > 0 ? "Groups can be read" : "Groups can be read, and there are none"),
  },
  {
    role: "Organization.Read.All",
    openTo: ["Organization.ReadWrite.All", ...DIRECTORY],
    path: "/v1.0/organization?$select=id,displayName",
    found: ([organization]) =>
      organization && `Read: the organisation is ${quoted(organization.displayName ?? organization.id)}`,
  },
  {
    role: "ServiceHealth.Read.All",
    openTo: [],
    path: "/v1.0/admin/serviceAnnouncement/healthOverviews",
    found: ({ length }) => (length > 0 ? `Read: the health of ${length} services` : undefined),
  },
  {
    role: "User.Read.All",
    openTo: ["User.ReadBasic.All", "User.ReadWrite.All", ...DIRECTORY],
    path: "/v1.0/users?$top=1&$select=id",
    found: ({ length }) => (length > 0 ? "Users can be read" : undefined),
  },
];

/**
 * @param granted the roles in the token that the read was made with
 * @returns the role's row by the answer to its read; where another granted role opens the same read, it says so
 */
export function judgeRead(
  { role, openTo, found }: GraphRead,
  read: Read<Shaped<typeof LIST>>,
  granted: readonly string[],
): Row {
  if ("unread" in read) return badAnswer(role, read.unread);
  const sentence = found(read.value.value);
  if (sentence === undefined) {
    return {
      check: role,
      result: "unknown",
      detail: "Granted; the read was answered with an empty list, which proves nothing.",
      next: "Verify again in a day; an empty list is no answer of a tenant that is in use.",
    };
  }
  const others = openTo.filter((other) => granted.includes(other));
  const either =
    others.length === 0 ? "" : `; open to ${others.length === 1 ? "either" : "any"} of ${listed(role, others)}`;
  return { check: role, result: "pass", detail: `${sentence}${either}.` };
}

function listed(role: string, others: readonly string[]): string {
  return `${[role, ...others.slice(0, -1)].join(", ")} and ${others.at(-1)}`;
}
