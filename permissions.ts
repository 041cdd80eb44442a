/**
 * Which application roles ESIA needs, and why; resolving their names to ids. Pure: imports no Pulumi.
 *
 * The list is the ESIA wiki's ("Microsoft Office 365", advanced/config_365), where two names are misspelt, see `MISSPELT`.
 * Ids are not written here: they come from the tenant's own service principals, so a role that Microsoft withdraws is
 * noticed in the preview.
 */

import { pulumiCommand } from "./stack/command.ts";
import { grantName } from "./stack/names.ts";

export type ApiKey = "graph" | "management";

/** Microsoft's APIs, by their application (client) ids, which are the same in every tenant. */
export const APIS: Record<ApiKey, { name: string; appId: string }> = {
  management: { name: "Office 365 Management APIs", appId: "c5393580-f805-4401-95e8-94b7a6ef2fc2" },
  graph: { name: "Microsoft Graph", appId: "00000003-0000-0000-c000-000000000000" },
};

export interface Permission {
  api: ApiKey;
  /** The app role's `value`, e.g. "Reports.Read.All". */
  role: string;
  /** Why ESIA needs it, in one line. */
  reason: string;
}

export const PERMISSIONS: readonly Permission[] = [
  {
    api: "management",
    role: "ActivityFeed.Read",
    reason: "reads the audit log of users' and administrators' activity",
  },
  {
    api: "management",
    role: "ActivityFeed.ReadDlp",
    reason: "reads data loss prevention events, sensitive details included",
  },
  { api: "management", role: "ServiceHealth.Read", reason: "asked for by ESIA's guide; the API behind it is retired" },
  { api: "graph", role: "Agreement.Read.All", reason: "reads the terms of use that users have to accept" },
  { api: "graph", role: "APIConnectors.Read.All", reason: "reads the API connectors of sign-up flows" },
  { api: "graph", role: "Application.Read.All", reason: "reads applications and when their keys expire" },
  { api: "graph", role: "Directory.Read.All", reason: "reads directory data such as groups, roles and licences" },
  { api: "graph", role: "Organization.Read.All", reason: "reads the organisation and its subscriptions" },
  { api: "graph", role: "Reports.Read.All", reason: "reads usage reports of Exchange, SharePoint, OneDrive and Teams" },
  {
    api: "graph",
    role: "ServiceHealth.Read.All",
    reason: "reads the health of Microsoft's services and their incidents",
  },
  { api: "graph", role: "User.Read.All", reason: "reads users, so that figures can be tied to accounts" },
];

/** Microsoft Graph's role for the pipeline's own identity (docs/pipeline.md): it reaches what its holder owns. */
export const PIPELINE_ROLE = "Application.ReadWrite.OwnedBy";

/**
 * The wiki's misspelt names and what they mean. The Management API offers exactly ActivityFeed.Read, ActivityFeed.ReadDlp
 * and ServiceHealth.Read, so "ReadIp" is "ReadDlp" misread (a lower-case L taken for a capital i); app role names are
 * case-sensitive.
 */
export const MISSPELT: Readonly<Record<string, string>> = {
  "ActivityFeed.ReadIp": "ActivityFeed.ReadDlp",
  "APIConnectors.read.all": "APIConnectors.Read.All",
};

/**
 * Said of a run that takes away what is granted now.
 * @param held what the state holds
 * @param grants what the run declares
 */
export function takesAway(
  held: readonly { name: string }[],
  grants: readonly { name: string }[],
): { severity: "warn"; text: string } | undefined {
  const has = (resources: readonly { name: string }[], role: string) =>
    resources.some(({ name }) => name === grantName(role));
  const lost = PERMISSIONS.filter(({ role }) => has(held, role) && !has(grants, role));
  if (lost.length === 0) return undefined;
  return {
    severity: "warn",
    text:
      `This run takes away what is granted now: ${lost.map(({ role }) => role).join(", ")}. ` +
      "ESIA loses it at once; undo the change of esia:omit or esia:grantConsent to keep it.",
  };
}

/** What a service principal offers, in azuread's words. */
export interface Offer {
  appRoles: readonly { id: string; value: string; enabled: boolean; allowedMemberTypes: readonly string[] }[];
  /** Delegated permissions: they act for a signed-in user and are of no use to a service such as ESIA. */
  oauth2PermissionScopes: readonly { value: string }[];
}

/**
 * The permissions that remain when some roles are left out.
 * @param omit role names, as `settings.ts` has checked them
 */
export function wantedPermissions(omit: readonly string[]): Permission[] {
  return PERMISSIONS.filter(({ role }) => !omit.includes(role));
}

/** A role that an API does not offer to applications in this tenant, and a sentence that says so. */
export interface Absent {
  role: string;
  sentence: string;
}

/**
 * Finds the ids of an API's roles among what it offers in this tenant.
 * @returns app role ids (GUIDs) by role name, and every role that the API does not offer to applications
 */
export function roleIds(
  permissions: readonly Permission[],
  offer: Offer,
): { ids: Record<string, string>; absent: Absent[] } {
  const ids: Record<string, string> = {};
  const absent: Absent[] = [];
  for (const { api, role } of permissions) {
    const found = offer.appRoles.find(
      ({ value, enabled, allowedMemberTypes }) =>
        value === role && enabled && allowedMemberTypes.includes("Application"),
    );
    if (found) ids[role] = found.id;
    else if (offer.oauth2PermissionScopes.some(({ value }) => value === role)) {
      const only = "only as a delegated permission, for signed-in users, not as an application role";
      absent.push({ role, sentence: `${APIS[api].name} offers ${role} ${only}.` });
    } else {
      absent.push({
        role,
        sentence: `${APIS[api].name} does not offer the application role ${role} in this tenant.`,
      });
    }
  }
  return { ids, absent };
}

/**
 * What to do about roles that are not offered: the commands that leave them out, behind those that are left out already.
 * @param roles at least one
 * @param omitted how many roles esia:omit names already: further ones are appended
 */
export function leaveOut(roles: readonly string[], omitted: number, stack: string | undefined): string {
  const commands = roles.map((role, at) =>
    pulumiCommand(`config set --path "esia:omit[${omitted + at}]" ${role}`, stack),
  );
  const them = roles.length === 1 ? "it" : "them";
  return `Leave ${them} out with ${commands.join(", then ")}, or ask ESIA's support what replaced ${them}.`;
}
