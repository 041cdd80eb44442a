import {
  APPLICATION_ADMINISTRATOR,
  CLOUD_APPLICATION_ADMINISTRATOR,
  GLOBAL_ADMINISTRATOR,
  PRIVILEGED_ROLE_ADMINISTRATOR,
} from "../../operator/directory-roles.ts";
import type { Directory } from "./directory.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./microsoft-apis.ts";

/** For delegated grants the roles are those that "Delete oAuth2PermissionGrant" names, as far as the tenant has them. */
const GRANTING = ["AppRoleAssignment.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"];

/**
 * What a signed-in user may do through the Azure CLI, told as the application roles that open the same: `allow` then asks one
 * question of both. The CLI's token holds Directory.AccessAsUser.All, so that the user's directory roles decide; it holds no
 * Policy.Read.All and no ReportSettings scope, so that nobody reads or changes those by it, whatever his role.
 * Sources: "Default user permissions" (learn.microsoft.com/entra/fundamentals/users-default-permissions) and "Microsoft Entra
 * built-in roles" (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
 */
export function rolesOfUser(directoryRoles: readonly string[], directory: Directory): string[] {
  const has = (...roles: string[]) => roles.some((role) => directoryRoles.includes(role));
  const roles = ["Application.Read.All", "Directory.Read.All", "Organization.Read.All", "User.Read.All"];
  if (directory.usersMayRegisterApplications !== false) roles.push("Application.ReadWrite.OwnedBy");
  if (has(CLOUD_APPLICATION_ADMINISTRATOR, APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR)) {
    roles.push("Application.ReadWrite.All", ...GRANTING);
  }
  if (has(PRIVILEGED_ROLE_ADMINISTRATOR)) roles.push(...GRANTING);
  return roles;
}

/**
 * Application roles of Microsoft Graph are granted by these two alone; those of all other APIs also by whoever administers
 * applications ("Grant tenant-wide admin consent to an application", section Prerequisites).
 */
export function mayGrantRolesOf(resourceAppId: string, directoryRoles: readonly string[]): boolean {
  if (resourceAppId !== MICROSOFT_GRAPH_APP_ID) return true;
  return [PRIVILEGED_ROLE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR].some((role) => directoryRoles.includes(role));
}
