/**
 * Who may change which applications. Microsoft Graph's Application.ReadWrite.OwnedBy reaches what its holder owns, and azuread
 * takes whoever makes an application out of its owners again unless `owners` names him (terraform-provider-azuread,
 * internal/services/applications/application_resource.go). Pure.
 */
import { PIPELINE_ROLE } from "../permissions.ts";
import { pulumiCommand } from "../stack/command.ts";
import { azLogin } from "./az-login.ts";
import type { Claims } from "./claims.ts";
import {
  APPLICATION_ADMINISTRATOR,
  CLOUD_APPLICATION_ADMINISTRATOR,
  DIRECTORY_ROLES,
  GLOBAL_ADMINISTRATOR,
} from "./directory-roles.ts";

export const OWNED_BY = PIPELINE_ROLE;

/** What opens every application, whoever owns it. */
export const EVERY_APPLICATION = {
  roles: ["Application.ReadWrite.All"],
  directoryRoles: [CLOUD_APPLICATION_ADMINISTRATOR, APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
} as const;

/** @returns the name of the role by which somebody may change every application, or undefined */
export function mayChangeEvery({
  roles,
  directoryRoles,
}: Pick<Claims, "roles" | "directoryRoles">): string | undefined {
  const directoryRole = EVERY_APPLICATION.directoryRoles.find((id) => directoryRoles?.includes(id));
  return (
    EVERY_APPLICATION.roles.find((role) => roles.includes(role)) ?? (directoryRole && DIRECTORY_ROLES[directoryRole])
  );
}

/** @param owners object ids; letters of either size are the same */
export function isNamed(objectId: string, owners: readonly string[]): boolean {
  return owners.some((owner) => owner.toLowerCase() === objectId.toLowerCase());
}

/** The command that names one more owner, in quotes. */
export function nameOwner(objectId: string, owners: readonly string[], stack: string): string {
  return pulumiCommand(`config set --path "esia:owners[${owners.length}]" ${objectId}`, stack);
}

/**
 * What would become of an application that somebody makes who may change his own alone: an application by its role, and a user
 * because many tenants let every user register applications.
 * @param owners esia:owners
 * @returns why it must not be made, with the way out; undefined when it may, and when the token does not tell
 */
export function refusalToMake(claims: Claims, owners: readonly string[], stack: string): string | undefined {
  const { kind, objectId, roles, directoryRoles, who, tenantId } = claims;
  if (objectId === "" || mayChangeEvery(claims) || isNamed(objectId, owners)) return undefined;
  const isKnown = kind === "application" ? roles.includes(OWNED_BY) : directoryRoles !== undefined;
  if (!isKnown) return undefined;
  const [may, pronoun, first] =
    kind === "application"
      ? [`may change only applications that it owns (${OWNED_BY})`, "it", ""]
      : [
          `has no directory role that reaches every application`,
          "him",
          `Get the role Cloud Application Administrator and sign in again (${azLogin(tenantId)}), or own it: `,
        ];
  return (
    `The ${who} ${may}, and esia:owners does not name ${pronoun}: azuread takes whoever makes an application out of its ` +
    `owners again, so no key could be added to this one, and no run and no ${pulumiCommand("destroy", stack)} could touch it. ` +
    `Nothing was made. ${first}${nameOwner(objectId, owners, stack)}, then run again.`
  );
}
