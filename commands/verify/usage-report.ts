/**
 * One usage report proves Reports.Read.All and shows whether names are concealed. Pure.
 *
 * The report of active users, since it is one of those that name somebody; only its beginning is read, and no name leaves
 * this file. "reportRoot: getOffice365ActiveUserDetail": a redirect to a pre-authenticated address of a CSV.
 */
import type { Read } from "../../microsoft/read.ts";
import type { Row } from "../rows/report.ts";
import { badAnswer } from "./graph-reads.ts";

export const REPORT_ROLE = "Reports.Read.All";
export const REPORT_PATH = "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')";
/** Heading and some rows. */
export const REPORT_BEGINNING = 4096;

const NAMES = "Names in reports";
const CONCEALED = /^[0-9A-F]{32}$/i;

/** @param read the CSV's beginning, or what came in its place */
export function judgeReport(read: Read<string>): [Row, Row] {
  if ("unread" in read) {
    const bad = badAnswer(REPORT_ROLE, read.unread);
    return [bad, { check: NAMES, result: "unknown", detail: `Needs the report that ${REPORT_ROLE} could not read.` }];
  }
  const names = userNames(read.value);
  if (names === undefined) {
    const detail = "What came is no report of active users.";
    return [
      { check: REPORT_ROLE, result: "fail", detail, next: "Run verify again; if it stays, ask ESIA's support." },
      { check: NAMES, result: "unknown", detail },
    ];
  }
  if (names.length === 0) {
    return [
      {
        check: REPORT_ROLE,
        result: "warn",
        detail: "The report can be read and is empty: no user has a licence that it covers, or the tenant is days old.",
        next: "Nothing, if nobody uses Microsoft 365 here yet; else assign licences and verify again in two days.",
      },
      { check: NAMES, result: "unknown", detail: "The report has no rows yet." },
    ];
  }
  return [{ check: REPORT_ROLE, result: "pass", detail: "Read: the usage report of active users." }, namesRow(names)];
}

function namesRow(names: readonly string[]): Row {
  if (!names.every((name) => CONCEALED.test(name))) {
    return { check: NAMES, result: "pass", detail: "Shown: ESIA can tie figures to accounts." };
  }
  return {
    check: NAMES,
    result: "warn",
    detail: "Concealed, as is Microsoft's default: ESIA shows hashes in place of users, groups and sites.",
    next:
      "Nothing, if hashes will do. For names ask your data protection officer first (GDPR), then: " +
      "'pulumi config set esia:showNamesInReports true' and 'pulumi up', or by hand: Microsoft 365 admin " +
      'centre, Settings, Org settings, Services, Reports: clear "Display concealed user, group, and site names in all ' +
      'reports". ESIA loads them with its next test, in about 30 minutes.',
  };
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
