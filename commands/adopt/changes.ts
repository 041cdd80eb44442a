/**
 * What the next run takes from an application that it takes over, or changes on it: index.ts declares all of both objects,
 * and azuread sets what it does not declare to nothing. What is the same afterwards is not named. Pure.
 */
import { quoted } from "../../machine/printed.mjs";
import { sameGuid } from "../../microsoft/guid.ts";
import { wantedPermissions } from "../../permissions.ts";
import type { Settings } from "../../settings.ts";
import { TAGS } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import type { Application, Around } from "./directory.ts";

type Asked = Pick<Settings, "displayName" | "owners" | "omit" | "serviceManagementReference" | "pipeline">;

/**
 * @param pipeline object id of the pipeline's principal, which stays an owner where esia:pipeline is set
 * @returns a row for each thing that changes
 */
export function applicationChanges(
  application: Application,
  { owners, apis }: Around,
  asked: Asked,
  pipeline?: string,
): Row[] {
  const { web, spa, publicClient, identifierUris, appRoles, api, notes, tags, serviceManagementReference } =
    application;
  const addresses = [web, spa, publicClient].flatMap((platform) => platform?.redirectUris ?? []);
  const ours = "Made and kept by Pulumi, project esia";
  const scopes = api?.oauth2PermissionScopes ?? [];
  const foreign = tags.filter((tag) => tag !== TAGS.hidden && !tag.startsWith("esia-"));
  const requests = extraRequests(application, apis, asked.omit);
  const staying = [...asked.owners, ...(asked.pipeline && pipeline !== undefined ? [pipeline] : [])];
  const left = owners.filter((owner) => !staying.some((named) => sameGuid(named, owner)));
  return [
    ...(application.displayName === asked.displayName
      ? []
      : [
          change(
            "Name",
            `${quoted(application.displayName)} becomes ${quoted(asked.displayName)}, as esia:displayName says.`,
          ),
        ]),
    ...taken("Redirect addresses", addresses, "nobody can sign in by them any more"),
    ...taken("Identifier URIs", identifierUris ?? [], "nobody can ask for tokens for them any more"),
    ...taken(
      "Roles and scopes of its own",
      [...(appRoles ?? []), ...scopes].map(({ id, value }) => value ?? id),
      "others that use them lose them",
    ),
    ...taken(
      "Requested permissions",
      requests,
      "they are asked for no longer; what was consented to stays until somebody removes it",
    ),
    ...(application.isFallbackPublicClient
      ? [change("Public client", "Allowing public client flows is taken away.")]
      : []),
    ...(notes && !notes.includes(ours) ? [change("Notes", "The application's internal notes are replaced.")] : []),
    ...(serviceManagementReference && serviceManagementReference !== asked.serviceManagementReference
      ? [
          change(
            "Service management reference",
            `${quoted(serviceManagementReference)} ${asked.serviceManagementReference ? `becomes ${quoted(asked.serviceManagementReference)}` : "is taken away: esia:serviceManagementReference keeps it"}.`,
          ),
        ]
      : []),
    ...(tags.includes(TAGS.showsNames) ? [NAMES_SHOWN] : []),
    ...taken("Tags", foreign, "they are replaced by the program's own"),
    ...taken("Owners", left, "esia:owners does not name them: name there who is to stay"),
  ];
}

/** What was there before the names were shown, only the state that is lost knew. */
const NAMES_SHOWN: Row = {
  check: "Names in reports",
  result: "warn",
  detail:
    "The state that held this application showed names in everybody's usage reports. A new one would take them for shown " +
    "before, and hide them never again.",
  next:
    "Hide them by hand first (Microsoft 365 admin centre, Org settings, Reports). If ESIA is to show them, set " +
    "esia:showNamesInReports too: the next run shows them again.",
};

/** The same of the service principal. */
export function principalChanges({ principal, principalOwners }: Around, asked: Asked): Row[] {
  if (!principal) return [];
  const left = principalOwners.filter((owner) => !asked.owners.some((named) => sameGuid(named, owner)));
  const check = "Service principal's switches";
  return [
    ...(principal.accountEnabled === false
      ? [change(check, "It is disabled, and gets enabled. Somebody may have had a reason: ask first.")]
      : []),
    ...(principal.appRoleAssignmentRequired
      ? []
      : [change(check, "Assignment becomes required: users who are not assigned can no longer sign in to it.")]),
    ...(principal.preferredSingleSignOnMode
      ? [change(check, `Single sign-on (${principal.preferredSingleSignOnMode}) is taken away.`)]
      : []),
    ...(principal.tags.includes(TAGS.hidden) ? [] : [change(check, "It gets hidden from users' launchers.")]),
    ...taken("Owners of the service principal", left, "esia:owners does not name them: name there who is to stay"),
  ];
}

/** What it asks for beyond ESIA's roles: permissions of other APIs, delegated ones, roles that are left out. */
function extraRequests(
  { requiredResourceAccess }: Application,
  apis: Around["apis"],
  omit: readonly string[],
): string[] {
  return (requiredResourceAccess ?? []).flatMap(({ resourceAppId, resourceAccess }) => {
    const api = Object.values(apis).find((one) => one && sameGuid(one.appId, resourceAppId));
    const wanted = wantedPermissions(omit).map(({ role }) => role);
    return resourceAccess.flatMap(({ id, type }) => {
      const name = api?.appRoles.find((role) => sameGuid(role.id, id))?.value ?? undefined;
      if (type === "Role" && name !== undefined && wanted.includes(name)) return [];
      // On the Management API a scope has the id of the role of its name.
      return [`${type === "Scope" ? "delegated " : ""}${name ?? id}${api ? "" : ` of API ${resourceAppId}`}`];
    });
  });
}

function taken(check: string, things: readonly string[], what: string): Row[] {
  if (things.length === 0) return [];
  const shown = things.slice(0, 10).join(", ");
  const more = things.length > 10 ? ` and ${things.length - 10} more` : "";
  return [change(check, `Taken away: ${shown}${more}; ${what}.`)];
}

function change(check: string, detail: string): Row {
  return { check, result: "warn", detail };
}
