/** The service principal of the stack's application, compared both ways. Pure. */
import type { Read } from "../../microsoft/read.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { OwnPrincipal } from "./directory.ts";
import type { StackState } from "./stack-state.ts";
import { unreadRow, type Where } from "./unread.ts";

const CHECK = "Service principal";

/** @param read of an application that is in the tenant @returns one row */
export function principalRow(
  read: Read<OwnPrincipal | undefined>,
  { principal: held }: Pick<StackState, "principal">,
  where: Where,
): Row {
  if ("unread" in read) return unreadRow(CHECK, read.unread, where);
  const found = read.value;
  const { stack } = where;
  const up = pulumiCommand("up", stack);
  const refreshing = pulumiCommand("up --refresh", stack);
  const row = (result: Row["result"], detail: string, next?: string): Row => ({
    check: CHECK,
    result,
    detail,
    ...(next !== undefined && { next }),
  });
  if (!found && !held) return row("pass", "Not there yet: the next run makes it.");
  if (!found) {
    return row(
      "fail",
      "The application's service principal is gone from the tenant, and its grants with it: ESIA cannot sign in, and a run " +
        "without a refresh does not notice.",
      `${refreshing} makes it and its grants anew; the key stays.`,
    );
  }
  const take = adoptCommand(stack, "--yes");
  if (!held) {
    return row(
      "fail",
      `The application has one already (object id ${found.id}), which the state does not hold: an interrupted run left it, or ` +
        "somebody opened the application in the portal. The run that makes it would end in an error.",
      `Take it over: ${take}, then ${up}.`,
    );
  }
  if (held.toLowerCase() !== found.id.toLowerCase()) {
    return row(
      "fail",
      `The application's is ${found.id}, and the state holds ${held}: somebody removed that one, and this one was made since.`,
      `${pulumiCommand("refresh", stack)} makes the state forget the old one; then take this one over: ${take}, then ${up}.`,
    );
  }
  if (found.accountEnabled === false) {
    return row(
      "fail",
      "The application's service principal is disabled: ESIA cannot sign in, and a run without a refresh does not notice.",
      `${refreshing} enables it again. Somebody may have had a reason: ask first.`,
    );
  }
  return row("pass", "In the tenant, and enabled.");
}
