/** The right for names in usage reports, where the next run needs it. Pure. */
import type { Claims } from "../../operator/claims.ts";
import { DIRECTORY_ROLES, GLOBAL_ADMINISTRATOR } from "../../operator/directory-roles.ts";
import { NAMES } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import { addRole } from "./ownership.ts";
import type { StackState } from "./stack-state.ts";

/** "Update adminReportSettings" (learn.microsoft.com/graph/api/adminreportsettings-update). */
const RIGHT = "ReportSettings.ReadWrite.All";
/** Who changes the switch in the admin centre ("Microsoft 365 admin center activity reports", show user details). */
const BY_HAND = DIRECTORY_ROLES[GLOBAL_ADMINISTRATOR] as string;

/**
 * @param scopes of the token, which only a person's has
 * @param asked esia:showNamesInReports
 * @returns a row where the stack shows names, or hides again what it has shown
 */
export function namesRows(
  claims: Claims,
  scopes: readonly string[],
  { asked, held }: { asked: boolean } & Pick<StackState, "held">,
): Row[] {
  const outputs = (logical: string) => held.find(({ name }) => name === logical)?.outputs;
  const shows = outputs(NAMES.reports);
  if (!asked && !shows) return [];
  const check = "Right for names in reports";
  if (asked && shows?.["names"] === "shown" && shows["problem"] === "") {
    return [{ check, result: "pass", detail: "Not needed by the next run: the state has names shown." }];
  }
  const found = (outputs(NAMES.reportsFound) ?? shows)?.["found"];
  if (!asked && found !== "hidden") {
    return [{ check, result: "pass", detail: "Not needed: the next run leaves the reports as they are." }];
  }
  const does = asked ? "shows names in usage reports" : "hides names in usage reports again";
  const { kind, who, roles, directoryRoles } = claims;
  const without = asked ? "" : " Without it the run ends in an error, after everything else.";
  if (kind === "application") {
    if (roles.includes(RIGHT)) return [{ check, result: "pass", detail: `Given by ${RIGHT}.` }];
    return [
      {
        check,
        result: "fail",
        detail: `The ${who} lacks ${RIGHT}: the next run ${does}, as the stack's settings want it.${without}`,
        next: addRole(RIGHT),
      },
    ];
  }
  const asApplication = `Sign in as an application that was granted ${RIGHT}: the Azure CLI's own token may lack it whatever a person's roles are.`;
  if (!scopes.includes(RIGHT)) {
    return [
      {
        check,
        result: "fail",
        detail: `The sign-in of the ${who} does not hold ${RIGHT}: the next run ${does}.${without}`,
        next: asApplication,
      },
    ];
  }
  if (directoryRoles?.includes(GLOBAL_ADMINISTRATOR)) {
    return [{ check, result: "pass", detail: `Given by ${RIGHT} and ${BY_HAND}.` }];
  }
  return [
    {
      check,
      result: "fail",
      detail: `The sign-in holds ${RIGHT}, but a person needs a directory role besides (${BY_HAND} is enough), which it does not show.`,
      next: asApplication,
    },
  ];
}
