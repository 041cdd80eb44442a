/**
 * One usage report proves Reports.Read.All and shows whether names are concealed. Pure.
 *
 * The report of active users, since it is one of those that name somebody; only its beginning is read, and no name leaves
 * this file. "reportRoot: getOffice365ActiveUserDetail": a redirect to a pre-authenticated address of a CSV.
 */
import type { Read } from "../../microsoft/read.ts";
import type { Row } from "../rows/report.ts";
import { badAnswer } from "./bad-answer.ts";
import { NAMES, type NamesAsked, namesRow } from "./names-in-reports.ts";

export const REPORT_ROLE = "Reports.Read.All";
export const REPORT_PATH = "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')";
/** Heading and some rows. */
export const REPORT_BEGINNING = 4096;

const CONCEALED = /^[0-9A-F]{32}$/i;

/**
 * @param read the CSV's beginning, or what came in its place
 * @param names what the stack says of names in usage reports
 */
export function judgeReport(read: Read<string>, names: NamesAsked): [Row, Row] {
  if ("unread" in read) {
    // Before a tenant's first figures the service of the reports does not know it, whatever the rest of Graph knows.
    if (read.unread.status === 404 && read.unread.said.code === "UnknownTenantId") {
      return noFigures("The service of the reports does not know the tenant yet (404 UnknownTenantId)");
    }
    const bad = badAnswer(REPORT_ROLE, read.unread);
    return [bad, { check: NAMES, result: "unknown", detail: `Needs the report that ${REPORT_ROLE} could not read.` }];
  }
  const users = userNames(read.value);
  if (users === undefined) {
    const detail = "What came is no report of active users.";
    return [
      { check: REPORT_ROLE, result: "fail", detail, next: "Run verify again; if it stays, ask ESIA's support." },
      { check: NAMES, result: "unknown", detail },
    ];
  }
  if (users.length === 0) return noFigures("The report can be read and is empty");
  return [
    { check: REPORT_ROLE, result: "pass", detail: "Read: the usage report of active users." },
    namesRow(
      users.every((name) => CONCEALED.test(name)),
      names,
    ),
  ];
}

function noFigures(found: string): [Row, Row] {
  return [
    {
      check: REPORT_ROLE,
      result: "warn",
      detail: `${found}: no user has a licence that it covers, or the tenant is days old.`,
      next: "Nothing, if nobody uses Microsoft 365 here yet; else assign licences and verify again in two days.",
    },
    { check: NAMES, result: "unknown", detail: "The report has no rows yet." },
  ];
}

/** @returns the column "User Principal Name" of whole lines; undefined when there is no such column */
function userNames(csv: string): string[] | undefined {
  const [heading = "", ...rows] = csv.replace(/^\uFEFF/, "").split(/\r?\n/);
  const column = heading.split(",").indexOf("User Principal Name");
  if (column < 0) return undefined;
  // The last line is empty, or cut where the reading stopped.
  return rows
    .slice(0, -1)
    .map((row) => row.split(",")[column] ?? "")
    .filter((name) => name !== "");
}
