/** Whether both of Microsoft's APIs are in the tenant and offer what ESIA needs. Pure. */

import type { Read } from "../../microsoft/read.ts";
import type { Claims } from "../../operator/claims.ts";
import { mayChangeEvery } from "../../operator/ownership.ts";
import { APIS, type ApiKey, leaveOut, type Offer, roleIds, wantedPermissions } from "../../permissions.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { ApiPrincipal } from "./directory.ts";
import { unreadRow } from "./unread.ts";

/**
 * @param held whether the state holds a Management API principal that an earlier run made
 * @returns one row
 */
export function apiRow(
  key: ApiKey,
  read: Read<ApiPrincipal | undefined>,
  { omit, held, claims, stack }: { omit: readonly string[]; held: boolean; claims: Claims; stack: string },
): Row {
  const { name } = APIS[key];
  if ("unread" in read) return unreadRow(name, read.unread);
  const principal = read.value;
  const wanted = wantedPermissions(omit).filter(({ api }) => api === key);
  if (wanted.length === 0) {
    return { check: name, result: "pass", detail: "Not needed: the stack's settings leave out all its roles." };
  }
  if (!principal) return missing(key, { held, claims, stack });
  const { absent } = roleIds(wanted, offerOf(principal));
  if (absent.length > 0) {
    const roles = absent.map(({ role }) => role);
    const detail = absent.map(({ sentence }) => sentence).join(" ");
    return { check: name, result: "fail", detail, next: leaveOut(roles, omit, stack) };
  }
  return {
    check: name,
    result: "pass",
    detail: `In the tenant, and offers the ${wanted.length} roles that are asked for.`,
  };
}

function missing(key: ApiKey, { held, claims, stack }: { held: boolean; claims: Claims; stack: string }): Row {
  const { name, appId } = APIS[key];
  if (key === "graph") {
    return {
      check: name,
      result: "fail",
      detail: "The tenant shows no service principal of it, which every tenant has.",
      next: "Check that the sign-in is at the right tenant and cloud (azuread:tenantId, azuread:environment).",
    };
  }
  if (held) {
    return {
      check: name,
      result: "fail",
      detail: "An earlier run made its service principal, and it is gone from the tenant.",
      next: `${pulumiCommand("refresh", stack)}, so that the state says so too, then ${pulumiCommand("up", stack)} makes it anew.`,
    };
  }
  if (claims.kind === "application" && !mayChangeEvery(claims)) {
    return {
      check: name,
      result: "fail",
      detail: "Not in the tenant yet, and Application.ReadWrite.OwnedBy is not enough to make it.",
      next: `Let an administrator make it once: 'az ad sp create --id ${appId}'.`,
    };
  }
  return {
    check: name,
    result: "pass",
    detail: "Not in the tenant yet: the first run makes its service principal, and later runs keep it.",
  };
}

/** Graph's words for what azuread calls by others. */
function offerOf({ appRoles, oauth2PermissionScopes }: ApiPrincipal): Offer {
  return {
    appRoles: appRoles.map(({ id, value, isEnabled, allowedMemberTypes }) => ({
      id,
      value: value ?? "",
      enabled: isEnabled,
      allowedMemberTypes,
    })),
    oauth2PermissionScopes: oauth2PermissionScopes.map(({ value }) => ({ value: value ?? "" })),
  };
}
