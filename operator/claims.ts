/** Who a Graph token speaks for, by its claims: "Access token claims reference" (learn.microsoft.com/entra). Pure. */

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
  let payload: Record<string, unknown>;
  try {
    payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    throw new Error("What came back is no access token of Entra's.");
  }
  const text = (...names: string[]) => {
    const found = names.map((name) => payload[name]).find((value) => typeof value === "string" && value !== "");
    return typeof found === "string" ? found : "";
  };
  const list = (name: string) =>
    Array.isArray(payload[name]) ? payload[name].filter((item) => typeof item === "string") : undefined;
  // Only a token for a signed-in user has scopes; `idtyp` is not in every token.
  const kind = payload["scp"] === undefined && payload["idtyp"] !== "user" ? "application" : "user";
  const clientId = text("appid", "azp");
  return {
    tenantId: text("tid"),
    kind,
    clientId,
    objectId: text("oid"),
    who:
      kind === "user"
        ? `user ${text("upn", "unique_name", "preferred_username", "name", "oid")}`
        : `application ${text("app_displayname") || "without a name"} (client id ${clientId})`,
    roles: list("roles") ?? [],
    directoryRoles: list("wids"),
  };
}
