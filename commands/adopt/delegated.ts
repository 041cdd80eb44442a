/**
 * What people consented to for an application that signs them in, or an administrator for all: a run touches none of it, and
 * the state holds none of it. Pure.
 */
import { APIS, type ApiKey } from "../../permissions.ts";
import { adoptCommand } from "../../stack/command.ts";
import { noteOrUnreadRow, type Where } from "../doctor/unread.ts";
import type { Row } from "../rows/report.ts";
import { removing } from "./arguments.ts";
import type { Around, DelegatedGrant } from "./directory.ts";

/** "Delete oAuth2PermissionGrant": learn.microsoft.com/graph/api/oauth2permissiongrant-delete, its table and its roles. */
export const TAKES_CONSENT_AWAY =
  "It takes the role Cloud Application Administrator of a person who signs in, or of an application Microsoft Graph's " +
  "DelegatedPermissionGrant.ReadWrite.All, with consent. Then run this again, signed in anew.";

/** Its scopes, of which API, and for whom. @param apis those whose names are known */
export function delegatedLabel(
  { scope, resourceId, consentType, principalId }: DelegatedGrant,
  apis: Around["apis"],
): string {
  const known = (Object.keys(APIS) as ApiKey[]).find((key) => apis[key]?.id === resourceId);
  const whom = principalId ? `for user ${principalId}` : "for everybody";
  return `${scope.trim().slice(0, 300)} of ${known ? APIS[known].name : `API ${resourceId}`}, ${whom} (${consentType})`;
}

/** What there is of it. Where it cannot be read that is said, and is no reason to stop. */
export function delegatedRows({ delegated, apis }: Pick<Around, "delegated" | "apis">, where: Where): Row[] {
  const check = "Delegated grants";
  if ("unread" in delegated) {
    return [
      noteOrUnreadRow(check, delegated.unread, "What people consented to is not readable with this sign-in", where),
    ];
  }
  return delegated.value.map((grant) => ({
    check,
    result: "warn",
    detail: `${delegatedLabel(grant, apis)}: ESIA signs nobody in. A run leaves it.`,
    next: `If nobody needs it: ${adoptCommand(where.stack, `${removing("grant", grant.id)} --yes`)}.`,
  }));
}
