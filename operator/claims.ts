/** Who a Graph token speaks for, by its claims. Pure. */
import { claimsOf } from "../microsoft/token.ts";

export interface Claims {
  tenantId: string;
  /** "application Operator (client id …)" or "user admin@contoso.com". */
  who: string;
  kind: "application" | "user";
  clientId: string;
  /** The object id in the tenant's directory of the user, or of the application's service principal; "" when it does not say. */
  objectId: string;
  /** Application roles of Graph, for an application. */
  roles: readonly string[];
  /** Template ids of directory roles; undefined when the token does not say. */
  directoryRoles: readonly string[] | undefined;
}

/** @throws Error when it is no token of Entra's */
export function readClaims(token: string): Claims {
  const claims = claimsOf(token);
  if (!claims) throw new Error("What came back is no access token of Entra's.");
  const {
    tid = "",
    oid = "",
    idtyp,
    appid = "",
    appDisplayName = "without a name",
    upn,
    scp,
    roles = [],
    wids,
  } = claims;
  // Only a token for a signed-in user has scopes; `idtyp` is not in every token.
  const kind = scp === undefined && idtyp !== "user" ? "application" : "user";
  return {
    tenantId: tid,
    kind,
    clientId: appid,
    objectId: oid,
    who: kind === "user" ? `user ${upn ?? oid}` : `application ${appDisplayName} (client id ${appid})`,
    roles,
    directoryRoles: wids,
  };
}
