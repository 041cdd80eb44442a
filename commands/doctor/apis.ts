/** Whether both of Microsoft's APIs are in the tenant and offer what ESIA needs. Pure. */

import type { Read } from "../../microsoft/read.ts";
import type { Claims } from "../../operator/claims.ts";
import { mayChangeEvery } from "../../operator/ownership.ts";
import { type Absent, APIS, type ApiKey, leaveOut, type Offer, roleIds, wantedPermissions } from "../../permissions.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { ApiPrincipal } from "./directory.ts";
import { unreadRow, type Where } from "./unread.ts";

export interface ApiContext {
  omit: readonly string[];
  /** How many roles esia:omit names when the advice for this API is followed: that for another API can come first. */
  omitted: number;
  /** Whether the state holds a Management API principal that an earlier run made. */
  held: boolean;
  claims: Claims;
  where: Where;
}

/** @returns one row */
export function apiRow(key: ApiKey, read: Read<ApiPrincipal | undefined>, context: ApiContext): Row {
  const { name, appId } = APIS[key];
  if ("unread" in read) return unreadRow(name, read.unread, context.where);
  const principal = read.value;
  const wanted = wantedPermissions(context.omit).filter(({ api }) => api === key);
  if (wanted.length === 0) {
    return { check: name, result: "pass", detail: "Not needed: the stack's settings leave out all its roles." };
  }
  if (!principal) return absent(key, context);
  if (principal.accountEnabled === false) {
    return {
      check: name,
      result: "fail",
      detail: "In the tenant, but disabled: nobody gets a token for it (AADSTS500014), ESIA neither.",
      next: `Let an administrator enable it: 'az ad sp update --id ${appId} --set accountEnabled=true'.`,
    };
  }
  const lacking = absentOf(key, read, context.omit);
  if (lacking.length > 0) {
    const roles = lacking.map(({ role }) => role);
    return {
      check: name,
      result: "fail",
      detail: lacking.map(({ sentence }) => sentence).join(" "),
      next: leaveOut(roles, context.omitted, context.where.stack),
    };
  }
  return {
    check: name,
    result: "pass",
    detail: `In the tenant, and offers the ${wanted.length} roles that are asked for.`,
  };
}

/** The roles that are wanted of an API and that it does not offer; none where it is absent or was not read. */
export function absentOf(key: ApiKey, read: Read<ApiPrincipal | undefined>, omit: readonly string[]): Absent[] {
  const principal = "value" in read ? read.value : undefined;
  if (!principal) return [];
  return roleIds(
    wantedPermissions(omit).filter(({ api }) => api === key),
    offerOf(principal),
  ).absent;
}

function absent(key: ApiKey, { held, claims, where: { stack } }: ApiContext): Row {
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
