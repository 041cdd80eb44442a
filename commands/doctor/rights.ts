/**
 * What the one who is signed in may do. A first run makes the application and grants roles of both APIs; a run with all of
 * that in the state needs no more than to change the application. Pure.
 */
import { azLogin } from "../../operator/az-login.ts";
import type { Claims } from "../../operator/claims.ts";
import {
  APPLICATION_ADMINISTRATOR,
  CLOUD_APPLICATION_ADMINISTRATOR,
  DIRECTORY_ROLES,
  GLOBAL_ADMINISTRATOR,
  PRIVILEGED_ROLE_ADMINISTRATOR,
} from "../../operator/directory-roles.ts";
import { APIS, type ApiKey, PERMISSIONS, PIPELINE_ROLE, wantedPermissions } from "../../permissions.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import { addingOwnersRows, addRole, applicationRightRow, type Meeting } from "./ownership.ts";

/** Directory roles that may grant, by the API whose roles are granted ("Grant tenant-wide admin consent", and each role's page). */
const MAY_GRANT: Record<ApiKey, { check: string; directoryRoles: readonly string[]; least: string }> = {
  management: {
    check: "Right to grant Management API roles",
    directoryRoles: [
      CLOUD_APPLICATION_ADMINISTRATOR,
      APPLICATION_ADMINISTRATOR,
      PRIVILEGED_ROLE_ADMINISTRATOR,
      GLOBAL_ADMINISTRATOR,
    ],
    least: "Cloud Application Administrator",
  },
  graph: {
    check: "Right to grant Graph roles",
    directoryRoles: [PRIVILEGED_ROLE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
    least: "Privileged Role Administrator",
  },
};

/** "Grant an appRoleAssignment for a service principal": as an application it takes one that reads beside it. */
const GRANT = "AppRoleAssignment.ReadWrite.All";
const READS = ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"];

/** @returns a row for each right that a run needs, and for those that it does not */
export function rightsRows(claims: Claims, meeting: Meeting): Row[] {
  return [
    applicationRightRow(claims, meeting),
    ...addingOwnersRows(claims, meeting),
    ...(["management", "graph"] as const).map((api) => grantRow(api, claims, meeting)),
  ];
}

/** The same where the stack's own pipeline is signed in, which grants nothing and adds no owner. */
export function pipelineRightsRows(claims: Claims, meeting: Meeting): Row[] {
  return [applicationRightRow(claims, meeting)];
}

function grantRow(api: ApiKey, claims: Claims, { settings, state, pipeline, stack }: Meeting): Row {
  const { check, directoryRoles } = MAY_GRANT[api];
  const ofApi = (role: string) => PERMISSIONS.some((permission) => permission.api === api && permission.role === role);
  const wanted = settings.grantConsent
    ? wantedPermissions(settings.omit).flatMap((permission) => (permission.api === api ? [permission.role] : []))
    : [];
  const held = state.grants.filter(ofApi);
  // The pipeline's own role is granted whoever consents to ESIA's.
  const own = (granted: boolean, asked: boolean) =>
    api === "graph" && asked && !granted ? [`${PIPELINE_ROLE} (the pipeline's)`] : [];
  const has = state.pipelineRight === true;
  const toGrant = [...wanted.filter((role) => !held.includes(role)), ...own(has, pipeline !== undefined)];
  const toTake = [...held.filter((role) => !wanted.includes(role)), ...own(pipeline !== undefined, has)];
  const directoryRole = directoryRoles.find((id) => claims.directoryRoles?.includes(id));
  const reader = claims.roles.includes(GRANT) && READS.find((role) => claims.roles.includes(role));
  const given = reader ? `${GRANT} and ${reader}` : directoryRole && DIRECTORY_ROLES[directoryRole];
  const change = [
    ...(toGrant.length > 0 ? [`grants ${toGrant.join(", ")}`] : []),
    ...(toTake.length > 0 ? [`takes away ${toTake.join(", ")}`] : []),
  ].join(" and ");
  if (change === "" && wanted.length === 0) {
    const why = settings.grantConsent
      ? `esia:omit leaves out every role of ${APIS[api].name}`
      : "esia:grantConsent is false";
    return { check, result: "pass", detail: `Not needed: ${why}.` };
  }
  if (given) return { check, result: "pass", detail: `Given by ${given}.` };
  if (change === "") {
    return {
      check,
      result: "pass",
      detail:
        `Not needed to renew: the state holds all ${wanted.length} grants. Enough to renew, not to grant: another choice of ` +
        `roles and ${pulumiCommand("destroy", stack)} take ${takes(api, claims)}.`,
    };
  }
  // After a first run it matters which change it is that takes the right.
  return lacking(api, claims, state.application ? ` The next run ${change}.` : "");
}

function lacking(api: ApiKey, claims: Claims, change: string): Row {
  const { check, directoryRoles, least } = MAY_GRANT[api];
  const { kind, who, roles, tenantId } = claims;
  const leave =
    "Or set esia:grantConsent to false: the run then only asks, and the output consentUrl lets somebody else consent.";
  if (kind === "application") {
    const half = roles.includes(GRANT);
    return {
      check,
      result: "fail",
      detail: half
        ? `${GRANT} alone is not enough: granting takes one of ${READS.join(", ")} besides.${change}`
        : `The ${who} holds none of ${[GRANT, ...named(directoryRoles)].join(", ")}.${change}`,
      next: `${addRole(half ? "Application.Read.All" : takes(api, claims))} ${leave}`,
    };
  }
  if (claims.directoryRoles === undefined) {
    return {
      check,
      result: "fail",
      detail: `The sign-in does not say which directory roles the ${who} has. It takes ${least} or a stronger role.${change}`,
      next: "Look at 'Assigned roles' on the user's page in Entra.",
    };
  }
  return {
    check,
    result: "fail",
    detail: `The ${who} holds none of ${named(directoryRoles).join(", ")}.${change}`,
    next:
      `Activate or ask for the role ${least}, then sign in again (${azLogin(tenantId)}): a sign-in from before does ` +
      `not show it. ${leave}`,
  };
}

/** The least that grants. */
function takes(api: ApiKey, { kind, roles }: Claims): string {
  if (kind === "user") return MAY_GRANT[api].least;
  return READS.some((role) => roles.includes(role)) ? GRANT : `${GRANT} and Application.Read.All`;
}

function named(directoryRoles: readonly string[]): string[] {
  return directoryRoles.map((id) => DIRECTORY_ROLES[id] ?? id);
}
