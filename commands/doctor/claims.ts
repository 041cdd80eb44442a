/** Who a Graph token speaks for, by its claims. Pure. */
import { claimsOf } from "../../microsoft/token.ts";

export interface Claims {
  tenantId: string;
  /** "application Operator (client id …)" or "user admin@contoso.com". */
  who: string;
  kind: "application" | "user";
  clientId: string;
  /** Application roles of Graph, for an application. */
  roles: readonly string[];
  /** Template ids of directory roles; undefined when the token does not say. */
  directoryRoles: readonly string[] | undefined;
}

/** @throws Error when it is no token of Entra's */
export function readClaims(token: string): Claims {
  const claims = claimsOf(token);
  if (!claims) throw new Error("What came back is no access token of Entra's.");
  const { tid = "", appid = "", appDisplayName = "without a name", upn, oid = "", scp, roles = [], wids } = claims;
  // Only a token for a signed-in user has scopes; `idtyp` is there where it was asked for alone.
  const kind = scp === undefined ? "application" : "user";
  return {
    tenantId: tid,
    kind,
    clientId: appid,
    who: kind === "user" ? `user ${upn ?? oid}` : `application ${appDisplayName} (client id ${appid})`,
    roles,
    directoryRoles: wids,
  };
}
