/** A managed identity behind an endpoint of one's own (azuread:msiEndpoint), which Microsoft's library takes no setting for. */
import type { TokenCredential } from "@azure/identity";

/** msiDefaultApiVersion of go-azure-sdk, sdk/auth/managed_identity_authorizer.go */
const VERSION = "2018-02-01";

/**
 * @param endpoint the address that hands out tokens
 * @param clientId which identity, "" for the machine's only one
 * @param send sends the request; tests put their own here
 */
export function endpointCredential(endpoint: string, clientId: string, send: typeof fetch = fetch): TokenCredential {
  return {
    async getToken(scopes) {
      const [scope = ""] = [scopes].flat();
      const url = new URL(endpoint);
      url.searchParams.set("api-version", VERSION);
      url.searchParams.set("resource", scope.replace(/\/\.default$/, ""));
      if (clientId) url.searchParams.set("client_id", clientId);
      const answer = await send(url, { headers: { metadata: "true" }, redirect: "error" });
      const body = answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
      if (typeof body["access_token"] !== "string") {
        throw new Error(`The managed identity's endpoint ${url.origin} gave no token (${answer.status}).`);
      }
      const seconds = Number(body["expires_in"]) || 300;
      return { token: body["access_token"], expiresOnTimestamp: Date.now() + seconds * 1000 };
    },
  };
}
