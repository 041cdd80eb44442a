/** Whether the one who is signed in may make the stack's application, or change the one that it has. Pure. */

import type { Read } from "../../microsoft/read.ts";
import { azLogin } from "../../operator/az-login.ts";
import type { Claims } from "../../operator/claims.ts";
import { DIRECTORY_ROLES } from "../../operator/directory-roles.ts";
import { EVERY_APPLICATION, isNamed, mayChangeEvery, nameOwner, OWNED_BY } from "../../operator/ownership.ts";
import type { Settings } from "../../settings.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { StackState } from "./stack-state.ts";

/** What a run would meet. */
export interface Meeting {
  settings: Pick<Settings, "grantConsent" | "omit" | "owners">;
  state: Pick<StackState, "application"> & {
    /** The roles whose grants the state holds and the tenant has. */
    grants: readonly string[];
    /** Whether the state holds the grant of the pipeline's own role. */
    pipelineRight?: boolean;
  };
  /** Of the stack's application; undefined without one. */
  owners: Read<readonly string[]> | undefined;
  /** Object id of the stack's pipeline, an owner by esia:pipeline; "new" before a run has made it, undefined without one. */
  pipeline?: string | undefined;
  stack: string;
}

/** The roles that open every application, for a person. */
const EVERY = EVERY_APPLICATION.directoryRoles.map((id) => DIRECTORY_ROLES[id]);
const LEAST = "Cloud Application Administrator";
/** "Add owner": as an application it takes one of these besides. */
const READS_OWNERS = ["Directory.Read.All", "Directory.ReadWrite.All"];

/** @returns one row */
export function applicationRightRow(claims: Claims, meeting: Meeting): Row {
  const check = meeting.state.application ? "Right to renew the key" : "Right to make the application";
  const role = mayChangeEvery(claims);
  if (role) return { check, result: "pass", detail: `Given by ${role}.` };
  const { kind, who, roles } = claims;
  if (kind === "application" && !roles.includes(OWNED_BY)) {
    return {
      check,
      result: "fail",
      detail: `The ${who} holds none of ${[...EVERY_APPLICATION.roles, OWNED_BY, ...EVERY].join(", ")}.`,
      next: `${addRole(OWNED_BY)} It is enough for an owner alone: run doctor again then.`,
    };
  }
  const judged = meeting.state.application
    ? toChange(claims, meeting, meeting.state.application)
    : toMake(claims, meeting);
  return { check, ...judged };
}

type Judged = Omit<Row, "check">;

function toMake(claims: Claims, { settings, stack }: Meeting): Judged {
  const { kind, who, objectId } = claims;
  const isOwner = isNamed(objectId, settings.owners);
  const name = nameOwner(objectId, settings.owners, stack);
  const takenOut = "azuread takes whoever makes an application out of its owners again";
  if (kind === "application") {
    if (isOwner) return { result: "pass", detail: `Given by ${OWNED_BY}, as esia:owners names the operator.` };
    return {
      result: "fail",
      detail:
        `${OWNED_BY} is not enough: ${takenOut}, and esia:owners does not name the ${who}. No key could be added, and the ` +
        "application could not be removed.",
      next: `${name}, then run doctor again.`,
    };
  }
  if (claims.directoryRoles === undefined) return unsaid(claims);
  return {
    result: "fail",
    detail:
      `The ${who} has no role that gives it (${EVERY.join(", ")}). Many tenants let every user register applications; whether ` +
      `this one does is not known${isOwner ? "." : `, and is not enough: ${takenOut}, and esia:owners does not name him.`}`,
    next: `To be sure: ${askFor(claims)}.${isOwner ? "" : ` Else ${name}.`}`,
  };
}

function toChange(
  claims: Claims,
  { settings, owners, pipeline = "", stack }: Meeting,
  application: { clientId: string },
): Judged {
  const { kind, who, objectId } = claims;
  if (!owners || "unread" in owners) {
    return {
      result: "fail",
      detail:
        "It takes ownership of the stack's application, whose owners were not read" +
        `${owners ? `: ${owners.unread.message}` : ", because it is not there"}.`,
    };
  }
  const name = nameOwner(objectId, settings.owners, stack);
  if (isNamed(objectId, owners.value)) {
    const given = `Given by ${kind === "application" ? `${OWNED_BY} and ` : ""}ownership of the stack's application`;
    if (isNamed(objectId, [...settings.owners, pipeline])) return { result: "pass", detail: `${given}.` };
    return {
      result: "warn",
      detail: `${given}; but esia:owners does not name the ${who}: a later run (${pulumiCommand("up --refresh", stack)}) takes that away.`,
      next: `${name}.`,
    };
  }
  if (kind === "user" && claims.directoryRoles === undefined) return unsaid(claims);
  const add = `'az ad app owner add --id ${application.clientId} --owner-object-id ${objectId}'`;
  return {
    result: "fail",
    detail:
      kind === "application"
        ? `${OWNED_BY} reaches what its holder owns, and the ${who} is no owner of the stack's application: no key can be renewed.`
        : `The ${who} has no role that gives it (${EVERY.join(", ")}), and is no owner of the stack's application.`,
    next:
      `Let somebody who may make it an owner: ${add}, and so that no run takes that away: ${name}.` +
      (kind === "user" ? ` Or ${askFor(claims)}.` : ""),
  };
}

/** @returns a row when the next run adds an owner, which takes more than to change the application, and the operator lacks it */
export function addingOwnersRows(
  { kind, who, roles, directoryRoles }: Claims,
  { settings, owners, pipeline }: Meeting,
): Row[] {
  if (kind !== "application" || !owners || "unread" in owners) return [];
  const added = settings.owners.filter((owner) => !isNamed(owner, owners.value));
  const addsPipeline = pipeline !== undefined && !isNamed(pipeline, owners.value);
  if (addsPipeline && added.length === 0 && !READS_OWNERS.some((role) => roles.includes(role))) {
    if (mayChangeEvery({ roles: [], directoryRoles })) return [];
    return [
      {
        check: "Right to add owners",
        result: "fail",
        detail:
          "The pipeline of esia:pipeline is no owner yet, and to add one to an application that exists takes Microsoft Graph's " +
          `Directory.Read.All besides, which the ${who} lacks.`,
        next: `${addRole("Directory.Read.All")} Or let an administrator run once.`,
      },
    ];
  }
  if (added.length === 0 || READS_OWNERS.some((role) => roles.includes(role))) return [];
  if (mayChangeEvery({ roles: [], directoryRoles })) return [];
  return [
    {
      check: "Right to add owners",
      result: "fail",
      detail:
        `esia:owners names ${added.join(", ")} who ${added.length > 1 ? "are no owners" : "is no owner"} yet, and to add one to an ` +
        `application that exists takes Microsoft Graph's Directory.Read.All besides, which the ${who} lacks.`,
      next: `${addRole("Directory.Read.All")} Or let an administrator run once, or take the name out of esia:owners.`,
    },
  ];
}

function unsaid({ who }: Claims): Judged {
  return {
    result: "fail",
    detail: `The sign-in does not say which directory roles the ${who} has. It takes ${LEAST} or a stronger role.`,
    next: "Look at 'Assigned roles' on the user's page in Entra.",
  };
}

function askFor({ tenantId }: Claims): string {
  return `activate or ask for the role ${LEAST}, then sign in again (${azLogin(tenantId)}): a sign-in from before does not show it`;
}

/** @param role an application role of Graph's, or two */
export function addRole(role: string): string {
  return (
    `Let a Privileged Role Administrator add Microsoft Graph's application role ${role} to it (Entra, App ` +
    "registrations, API permissions) and grant admin consent; a token issued before then does not show it."
  );
}
