/** Which applications in the tenant are the stack's, and which only look like it. Pure. */

import { Temporal } from "temporal-polyfill";
import { quoted } from "../../machine/printed.mjs";
import type { Read } from "../../microsoft/read.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import { stackTag, TAGS } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import { driftOf } from "./application-drift.ts";
import type { Application } from "./directory.ts";
import type { StackState } from "./stack-state.ts";
import { unreadRow, type Where } from "./unread.ts";

const CHECK = "Application";

export interface ApplicationContext {
  state: Pick<StackState, "application" | "held" | "mark">;
  displayName: string;
  where: Where;
  /** The clock: a key whose end has passed opens nothing any more. */
  now: Temporal.Instant;
}

/** @returns a row on the stack's own application, and one for each other that a run would meet */
export function applicationRows(read: Read<readonly Application[]>, context: ApplicationContext): Row[] {
  if ("unread" in read) return [unreadRow(CHECK, read.unread, context.where)];
  const { state, displayName } = context;
  const found = read.value;
  const own = found.find(({ appId }) => appId === state.application?.clientId);
  const others = found.filter((application) => application !== own);
  return [
    ...ownRows(own, context),
    ...others.map((other) => (isMarked(other, state) ? markedRow(other, context) : namesakeRow(other, context))),
    ...(found.length === 0 && !state.application
      ? [
          {
            check: CHECK,
            result: "pass" as const,
            detail: `None named ${quoted(displayName)} yet: a run makes it.`,
          },
        ]
      : []),
  ];
}

function isMarked({ tags }: Application, { mark }: ApplicationContext["state"]): boolean {
  return mark !== undefined && tags.includes(stackTag(mark));
}

function ownRows(own: Application | undefined, { state, where: { stack } }: ApplicationContext): Row[] {
  if (!state.application) return [];
  if (own) {
    const differs = driftOf(own, state.held);
    if (isMarked(own, state) && differs.length > 0) {
      return [
        {
          check: CHECK,
          result: "warn",
          detail: `${called(own)} is the stack's, and differs from the state in ${differs.join(", ")}: a change failed half way, or somebody made one in the portal.`,
          next: `${pulumiCommand("up --refresh", stack)} brings both to the settings; a run without a refresh does not notice.`,
        },
      ];
    }
    if (isMarked(own, state)) {
      return [{ check: CHECK, result: "pass", detail: `${called(own)} is the stack's; it carries the stack's mark.` }];
    }
    return [
      {
        check: CHECK,
        result: "warn",
        detail: `${called(own)} is the stack's, but the stack's mark is missing on it.`,
        next: `${pulumiCommand("up --refresh", stack)} puts it back; a run without a refresh does not notice.`,
      },
    ];
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

function markedRow(other: Application, { state, where: { stack }, now }: ApplicationContext): Row {
  const used = useOf(other, now);
  // A stack has one application: a second one cannot be taken over.
  const take = state.application
    ? `type the stack's own three values into it (${pulumiCommand("stack output", stack)}), and this one can go`
    : `take it over: ${adoptCommand(stack, `--client-id ${other.appId} --yes`)}, then ${pulumiCommand("up", stack)}`;
  return {
    check: CHECK,
    result: "fail",
    detail:
      `${called(other)} carries this stack's mark, but the state does not hold it: an interrupted run left it, or the state ` +
      `was cut.${used && ` It ${used}.`}`,
    next: used
      ? `It may be the one that ESIA uses: compare its client id with that of ESIA's node. If it is, ${take}.`
      : `If ESIA's node does not use this client id, remove it: ${removal(other)}, then ${pulumiCommand("up", stack)}. If ` +
        `ESIA uses it, ${take}.`,
  };
}

function namesakeRow(other: Application, { state, displayName, where: { stack }, now }: ApplicationContext): Row {
  const anothers = other.tags.some((tag) => tag.startsWith(TAGS.stack));
  const used = useOf(other, now);
  const whose = anothers ? " It carries the mark of another stack of this program." : used && ` It ${used}.`;
  if (state.application) {
    return {
      check: CHECK,
      result: "warn",
      detail: `${called(other)} has the same name as the stack's, and is not the stack's.${whose}`,
      next:
        anothers || used
          ? "Leave it alone: two of one name are only hard to tell apart for people."
          : `If nobody needs it: ${removal(other)}.`,
    };
  }
  // What a shell would take for something else is left to the reader.
  const another = /^[\p{L}\p{N} ._-]+$/u.test(displayName) ? `${displayName} 2` : "NAME";
  const rename = `another name: ${pulumiCommand(`config set esia:displayName "${another}"`, stack)}.`;
  const take = adoptCommand(stack, `--client-id ${other.appId}`);
  const next = anothers
    ? `Choose ${rename} Or, if it is this stack's and the state was lost: ${take}.`
    : `If it is the one that ESIA uses: ${take} shows how this stack takes it over. Else choose ${rename}`;
  return {
    check: CHECK,
    result: "fail",
    detail: `${called(other)} is there already and not of this stack: a run would refuse to make a second of that name.${whose}`,
    next: anothers || used ? next : `${next} Or, when nobody needs the other one: ${removal(other)}.`,
  };
}

/** What tells that somebody uses an application, the end of a sentence; "" where nothing does. */
function useOf(
  { passwordCredentials, keyCredentials, web, spa, publicClient }: Application,
  now: Temporal.Instant,
): string {
  const keys = [...passwordCredentials, ...(keyCredentials ?? [])].filter(
    ({ endDateTime: end }) => !end || Temporal.Instant.compare(Temporal.Instant.from(end), now) > 0,
  ).length;
  const addresses = [web, spa, publicClient].flatMap((platform) => platform?.redirectUris ?? []).length;
  const signs = [
    ...(keys > 0 ? [`a key that works${keys > 1 ? ` (${keys} of them)` : ""}`] : []),
    ...(addresses > 0 ? ["an address at which people sign in"] : []),
  ];
  return signs.length > 0 ? `has ${signs.join(" and ")}: somebody may use it` : "";
}

function removal({ appId }: Application): string {
  return `'az ad app delete --id ${appId}'`;
}

/** Names need not be unique: the client id says which one is meant. */
function called({ displayName, appId, createdDateTime }: Application): string {
  const made = createdDateTime ? ` made ${createdDateTime.slice(0, 10)},` : "";
  return `${quoted(displayName)}, client id ${appId},${made}`;
}
