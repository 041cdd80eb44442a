/** What concealed or shown names in usage reports mean, by what the stack asks for. Pure. */
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { Target } from "./target.ts";

export const NAMES = "Names in reports";

export type NamesAsked = Pick<Target, "showsNames" | "stack">;

/** @param concealed whether the report shows hashes alone */
export function namesRow(concealed: boolean, { showsNames, stack }: NamesAsked): Row {
  if (!concealed) return { check: NAMES, result: "pass", detail: "Shown: ESIA can tie figures to accounts." };
  if (showsNames) {
    return {
      check: NAMES,
      result: "warn",
      detail:
        "Concealed, though esia:showNamesInReports is true: ESIA shows hashes in place of users, groups and sites. The " +
        "setting was not applied yet, somebody hid them again, or a change has not reached the reports yet.",
      next:
        `Run ${pulumiCommand("refresh", stack)}, then ${pulumiCommand("up", stack)}, which shows them again or says what it ` +
        "lacks; then verify again in an hour.",
    };
  }
  return {
    check: NAMES,
    result: "pass",
    detail: "Concealed, as is Microsoft's default: ESIA shows hashes in place of users, groups and sites.",
    next:
      "Nothing, if hashes will do. For names ask your data protection officer first (GDPR), then: " +
      `${pulumiCommand("config set esia:showNamesInReports true", stack)} and ${pulumiCommand("up", stack)}, or by hand: ` +
      'Microsoft 365 admin centre, Settings, Org settings, Services, Reports: clear "Display concealed user, group, and ' +
      'site names in all reports". ESIA loads them with its next test, in about 30 minutes.',
  };
}
