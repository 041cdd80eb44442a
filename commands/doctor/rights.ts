/** What the one who is signed in may do: make the application, grant roles of the Management API, grant roles of Graph. Pure. */
import type { Row } from "../report/report.ts";
import type { Claims } from "./claims.ts";

/** "Microsoft Entra built-in roles": template ids, the same in every tenant. */
const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";
const APPLICATION_ADMINISTRATOR = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
const CLOUD_APPLICATION_ADMINISTRATOR = "158c047a-c907-4556-b7ef-446551a6b5f7";

const NAMES: Readonly<Record<string, string>> = {
  [GLOBAL_ADMINISTRATOR]: "Global Administrator",
  [PRIVILEGED_ROLE_ADMINISTRATOR]: "Privileged Role Administrator",
  [APPLICATION_ADMINISTRATOR]: "Application Administrator",
  [CLOUD_APPLICATION_ADMINISTRATOR]: "Cloud Application Administrator",
};

interface Right {
  check: string;
  /** Application roles of Graph, any one of which gives the right to an application. */
  roles: readonly string[];
  /** Directory roles, any one of which gives it to a user or an application. */
  directoryRoles: readonly string[];
  /** The least role to ask for. */
  least: { application: string; user: string };
}

/** "Application permissions" consent: who may grant what is in "Grant tenant-wide admin consent" and in each role's page. */
const RIGHTS: Record<"application" | "management" | "graph", Right> = {
  application: {
    check: "Right to make the application",
    roles: ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"],
    directoryRoles: [CLOUD_APPLICATION_ADMINISTRATOR, APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
    least: { application: "Application.ReadWrite.OwnedBy", user: "Cloud Application Administrator" },
  },
  management: {
    check: "Right to grant Management API roles",
    roles: ["AppRoleAssignment.ReadWrite.All"],
    directoryRoles: [
      CLOUD_APPLICATION_ADMINISTRATOR,
      APPLICATION_ADMINISTRATOR,
      PRIVILEGED_ROLE_ADMINISTRATOR,
      GLOBAL_ADMINISTRATOR,
    ],
    least: { application: "AppRoleAssignment.ReadWrite.All", user: "Cloud Application Administrator" },
  },
  graph: {
    check: "Right to grant Graph roles",
    roles: ["AppRoleAssignment.ReadWrite.All"],
    directoryRoles: [PRIVILEGED_ROLE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
    least: { application: "AppRoleAssignment.ReadWrite.All", user: "Privileged Role Administrator" },
  },
};

/**
 * @param grantConsent esia:grantConsent; without it nothing is granted by a run
 * @returns three rows
 */
export function rightsRows(claims: Claims, grantConsent: boolean): Row[] {
  return [
    rightRow(RIGHTS.application, claims),
    ...[RIGHTS.management, RIGHTS.graph].map((right): Row => {
      if (grantConsent) return rightRow(right, claims);
      return { check: right.check, result: "pass", detail: "Not needed: esia:grantConsent is false." };
    }),
  ];
}

function rightRow(right: Right, claims: Claims): Row {
  const { check, least } = right;
  const directoryRole = right.directoryRoles.find((id) => claims.directoryRoles?.includes(id));
  const held = right.roles.find((role) => claims.roles.includes(role)) ?? (directoryRole && NAMES[directoryRole]);
  if (held) return { check, result: "pass", detail: `Given by ${held}.` };
  if (claims.kind === "application") {
    return {
      check,
      result: "fail",
      detail: `The ${claims.who} holds none of ${listed(right)}.`,
      next:
        `Let a Privileged Role Administrator add Microsoft Graph's application role ${least.application} to it (Entra, App ` +
        "registrations, API permissions) and grant admin consent; a token issued before then does not show it.",
    };
  }
  const signIn = `'az login --tenant ${claims.tenantId}'`;
  if (claims.directoryRoles === undefined) {
    return {
      check,
      result: "unknown",
      detail: `The sign-in does not say which directory roles the ${claims.who} has. It takes ${least.user} or a stronger role.`,
      next: "Look at 'Assigned roles' on the user's page in Entra.",
    };
  }
  const ask = `Activate or ask for the role ${least.user}, then sign in again (${signIn}): a sign-in from before does not show it`;
  if (right === RIGHTS.application) {
    return {
      check,
      result: "unknown",
      detail:
        `The ${claims.who} has no role that gives it (${listed(right)}), but many tenants let every user register ` +
        "applications.",
      next: `To be sure: ${lowerFirst(ask)}.`,
    };
  }
  return {
    check,
    result: "fail",
    detail: `The ${claims.who} holds none of ${listed(right)}.`,
    next: `${ask}. Or set esia:grantConsent to false: the run then only asks, and the output consentUrl lets somebody else consent.`,
  };
}

function listed({ roles, directoryRoles }: Right): string {
  return [...roles, ...directoryRoles.map((id) => NAMES[id])].join(", ");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
