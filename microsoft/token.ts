/**
 * What an access token says: "Access token claims reference" (learn.microsoft.com/entra/identity-platform). It is read, not
 * proved: the API that it is for checks its signature. Pure.
 */

/** The claims that this project knows; undefined where the token lacks one or it is of another type. */
export interface Claims {
  /** The tenant's GUID. */
  tid: string | undefined;
  /** Object id of the user or of the application's service principal. */
  oid: string | undefined;
  /** "app" or "user", where the token was asked to say so. */
  idtyp: string | undefined;
  /** The application's client id: `appid` in tokens of version 1, `azp` in those of version 2. */
  appid: string | undefined;
  appDisplayName: string | undefined;
  /** Whom a user is known as: `upn`, else `unique_name`, `preferred_username` or `name`. */
  upn: string | undefined;
  /** Delegated scopes, which only a token for a signed-in user has. */
  scp: string | undefined;
  /** Application roles; undefined in a token without any. */
  roles: readonly string[] | undefined;
  /** Template ids of directory roles; undefined when the token does not say. */
  wids: readonly string[] | undefined;
}

/** @returns the claims; undefined for what is no token of this form, as Microsoft reserves the right to hand out */
export function claimsOf(token: string): Claims | undefined {
  const payload = payloadOf(token);
  if (!payload) return undefined;
  const text = (...names: string[]) => {
    const found = names.map((name) => payload[name]).find((value) => typeof value === "string" && value !== "");
    return typeof found === "string" ? found : undefined;
  };
  const list = (name: string) => {
    const value = payload[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
  };
  return {
    tid: text("tid"),
    oid: text("oid"),
    idtyp: text("idtyp"),
    appid: text("appid", "azp"),
    appDisplayName: text("app_displayname"),
    upn: text("upn", "unique_name", "preferred_username", "name"),
    scp: typeof payload["scp"] === "string" ? payload["scp"] : undefined,
    roles: list("roles"),
    wids: list("wids"),
  };
}

function payloadOf(token: string): Record<string, unknown> | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
    return isObject ? (payload as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
