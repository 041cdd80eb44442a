/** Which applications in the tenant are the stack's, and which only look like it. Pure. */

import type { Read } from "../../microsoft/read.ts";
import { pulumiCommand } from "../../stack/command.ts";
import { stackTag, TYPES } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import type { Application } from "./directory.ts";
import type { StackState } from "./stack-state.ts";
import { unreadRow } from "./unread.ts";

const CHECK = "Application";

/** @returns a row on the stack's own application, and one for each other that a run would meet */
export function applicationRows(
  read: Read<readonly Application[]>,
  { state, displayName, stack }: { state: StackState; displayName: string; stack: string },
): Row[] {
  if ("unread" in read) return [unreadRow(CHECK, read.unread)];
  const found = read.value;
  const own = found.find(({ appId }) => appId === state.application?.clientId);
  const others = found.filter((application) => application !== own);
  return [
    ...ownRows(own, state, stack),
    ...others.map((other) =>
      state.mark !== undefined && other.tags.includes(stackTag(state.mark))
        ? markedRow(other, stack)
        : namesakeRow(other, state, displayName, stack),
    ),
    ...(found.length === 0 && !state.application
      ? [
          {
            check: CHECK,
            result: "pass" as const,
            detail: `None named ${JSON.stringify(displayName)} yet: a run makes it.`,
          },
        ]
      : []),
  ];
}

function ownRows(own: Application | undefined, state: StackState, stack: string): Row[] {
  if (!state.application) return [];
  if (own) {
    const marked = state.mark !== undefined && own.tags.includes(stackTag(state.mark));
    const mark = marked ? "it carries the stack's mark" : "the stack's mark is missing on it, which the next run mends";
    return [{ check: CHECK, result: "pass", detail: `${called(own)} is the stack's; ${mark}.` }];
  }
  return [
    {
      check: CHECK,
      result: "fail",
      detail: `The stack's application (client id ${state.application.clientId}) is not in this tenant: deleted, or the sign-in is at another tenant.`,
      next:
        "If somebody deleted it in the last 30 days, restore it (Entra, App registrations, Deleted applications). Else " +
        `${pulumiCommand("refresh", stack)}, then ${pulumiCommand("up", stack)} makes a new one, whose three values ESIA needs.`,
    },
  ];
}

function markedRow(other: Application, stack: string): Row {
  return {
    check: CHECK,
    result: "fail",
    detail: `${called(other)} carries this stack's mark, but the state does not hold it: an interrupted run left it, or the state was cut.`,
    next:
      `If ESIA's node does not use this client id, remove it: 'az ad app delete --id ${other.appId}', then ${pulumiCommand("up", stack)}. If ` +
      `ESIA uses it, take it into the state: ${pulumiCommand(importOf(other), stack)}, then run doctor again.`,
  };
}

function namesakeRow(other: Application, state: StackState, displayName: string, stack: string): Row {
  if (state.application) {
    return {
      check: CHECK,
      result: "warn",
      detail: `${called(other)} has the same name as the stack's, and is not the stack's.`,
      next: `If nobody needs it: 'az ad app delete --id ${other.appId}'.`,
    };
  }
  return {
    check: CHECK,
    result: "fail",
    detail: `${called(other)} is there already and not of this stack: a run would refuse to make a second of that name.`,
    next:
      `Choose another name: ${pulumiCommand(`config set esia:displayName "${displayName} 2"`, stack)}. Or, when nobody needs the other one: ` +
      `'az ad app delete --id ${other.appId}'.`,
  };
}

function importOf({ id }: Application): string {
  return `import --protect=false --generate-code=false ${TYPES.application} application /applications/${id}`;
}

/** Names need not be unique: the client id says which one is meant. */
function called({ displayName, appId, createdDateTime }: Application): string {
  const made = createdDateTime ? ` made ${createdDateTime.slice(0, 10)},` : "";
  return `${JSON.stringify(displayName)}, client id ${appId},${made}`;
}
