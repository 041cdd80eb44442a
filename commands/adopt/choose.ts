/** Which of the tenant's applications is the one that a stack has, or is to take over; whatever is not certain is refused. Pure. */
import { quoted } from "../../machine/printed.mjs";
import { guid, sameGuid } from "../../microsoft/guid.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import { stackTag, TAGS } from "../../stack/names.ts";
import type { StackState } from "../doctor/stack-state.ts";
import type { Row } from "../rows/report.ts";
import type { Application } from "./directory.ts";

const CHECK = "Application";

export interface Asked {
  stack: string;
  state: Pick<StackState, "application" | "mark">;
  /** What the command line names. */
  clientId: string | undefined;
  displayName: string;
  /** Whether the application that is meant was deleted and can be restored. */
  inBin: boolean;
}

export type Choice =
  | { application: Application; rows: Row[] }
  /** Nothing exists: a run makes it. */
  | { application: undefined; rows: Row[] };

/** The client id that is meant before the tenant was asked. */
export function meantClientId({ state, clientId }: Pick<Asked, "state" | "clientId">): string | undefined {
  return clientId ?? state.application?.clientId;
}

/** @returns with a row that fails there is no application to go on with */
export function choose(found: readonly Application[], asked: Asked): Choice {
  const { state, clientId, stack } = asked;
  const none = (...rows: Row[]): Choice => ({ application: undefined, rows });
  if (state.application && clientId !== undefined && !sameGuid(state.application.clientId, clientId)) {
    return none(
      fails(
        `The state holds the application of client id ${state.application.clientId}: to take ${clientId} over would replace it, ` +
          "with the key in use.",
        `Leave --client-id out. Another application is another stack: 'pulumi stack init NAME'.`,
      ),
    );
  }
  const meant = meantClientId(asked);
  const marked = found.filter(({ tags }) => state.mark !== undefined && tags.includes(stackTag(state.mark)));
  const named = found.filter(({ displayName }) => displayName.toLowerCase() === asked.displayName.toLowerCase());
  const fitting =
    meant !== undefined ? found.filter(({ appId }) => sameGuid(appId, meant)) : marked.length > 0 ? marked : named;
  const [application, ...others] = fitting;
  if (!application) return none(meant === undefined ? nothing(asked) : gone(meant, asked));
  if (others.length > 0) {
    const ids = fitting.map(({ appId }) => appId);
    return none(
      fails(
        `${fitting.length} applications ${marked.length > 0 ? "carry the stack's mark" : `are named ${quoted(asked.displayName)}`}: ` +
          `client ids ${ids.join(", ")}.`,
        `The one that ESIA's node names is meant: ${adoptCommand(stack, "--client-id ID")}.`,
      ),
    );
  }
  const refused = refusalOf(application, asked);
  if (refused) return none(refused);
  return { application, rows: marked.filter((other) => other !== application).map((other) => secondRow(other, stack)) };
}

/** The mark that an application carries; undefined where it has none that can be one. */
export function markOn({ tags }: Pick<Application, "tags">): string | undefined {
  return guid(tags.find((tag) => tag.startsWith(TAGS.stack))?.slice(TAGS.stack.length));
}

/** Names need not be unique: the client id says which one is meant. */
export function called({
  displayName,
  appId,
  createdDateTime,
}: Pick<Application, "displayName" | "appId" | "createdDateTime">): string {
  const made = createdDateTime ? `, made ${createdDateTime.slice(0, 10)}` : "";
  return `${quoted(displayName)}, client id ${appId}${made}`;
}

function refusalOf(application: Application, { state, clientId, stack, displayName }: Asked): Row | undefined {
  const mark = markOn(application);
  if (state.application === undefined && mark !== undefined && mark !== state.mark) {
    // A run that was tried before the state was known to be lost has made a mark of its own: that is no other case.
    if (clientId === undefined) {
      return fails(
        `${called(application)} carries a stack's mark: this one's, if its state was lost, or that of another stack which is in use.`,
        `Only if no other stack holds it: ${adoptCommand(stack, `--client-id ${application.appId}`)}. Two stacks that hold one ` +
          "application take each other's keys away. If another does, choose another name: " +
          `${pulumiCommand(`config set esia:displayName "${displayName} 2"`, stack)}.`,
      );
    }
  }
  const { signInAudience } = application;
  if (state.application === undefined && signInAudience && signInAudience !== "AzureADMyOrg") {
    return fails(
      `${called(application)} is for more than this tenant (${signInAudience}): a run would shut the others out.`,
      "Let a run make one for this tenant alone. If nobody else uses this one, set 'Accounts in this organizational directory " +
        "only' in the portal (Authentication), then run this again.",
    );
  }
  return undefined;
}

function secondRow(other: Application, stack: string): Row {
  return fails(
    `A second application carries the stack's mark: ${called(other)}. An interrupted run left it.`,
    `If ESIA's node does not use its client id: 'az ad app delete --id ${other.appId}', then ${adoptCommand(stack)} again.`,
  );
}

function gone(clientId: string, { inBin, state, stack }: Asked): Row {
  if (inBin) {
    return fails(
      `The application of client id ${clientId} was deleted, and can be restored for 30 days after that.`,
      `Restore it (Entra, App registrations, Deleted applications), then run this again: ${adoptCommand(stack, `--client-id ${clientId}`)}.`,
    );
  }
  if (state.application) {
    return fails(
      `The stack's application (client id ${clientId}) is not in this tenant.`,
      `${pulumiCommand("refresh", stack)}, then ${pulumiCommand("up", stack)} makes a new one, whose three values ESIA needs.`,
    );
  }
  return fails(
    `There is no application of client id ${clientId} in this tenant.`,
    "Is it the client ID (not the object id), and of this tenant? ESIA's node shows both ids. Was it deleted? Entra lists it " +
      "for 30 days (App registrations, Deleted applications).",
  );
}

function nothing({ displayName, stack }: Asked): Row {
  return {
    check: CHECK,
    result: "pass",
    detail: `None named ${quoted(displayName)} is there: nothing to take over, a run makes it.`,
    next: `If ESIA uses one already: ${adoptCommand(stack, "--client-id ID")}, with the client ID of ESIA's node.`,
  };
}

function fails(detail: string, next: string): Row {
  return { check: CHECK, result: "fail", detail, next };
}
