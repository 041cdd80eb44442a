/** A managed identity behind an endpoint of one's own (azuread:msiEndpoint), which Microsoft's library takes no setting for. */
import type { TokenCredential } from "@azure/identity";
import { parsed } from "../microsoft/client.ts";
import { connect, type Exchange } from "../microsoft/exchange.ts";

/** msiDefaultApiVersion of go-azure-sdk, sdk/auth/managed_identity_authorizer.go */
const VERSION = "2018-02-01";

/**
 * @param endpoint the address that hands out tokens
 * @param clientId which identity, "" for the machine's only one
 * @param exchange sends the request; tests put their own here
 */
export function endpointCredential(
  endpoint: string,
  clientId: string,
  exchange: Exchange = connect(),
): TokenCredential {
  return {
    async getToken(scopes) {
      const [scope = ""] = [scopes].flat();
      const url = new URL(endpoint);
      url.searchParams.set("api-version", VERSION);
      url.searchParams.set("resource", scope.replace(/\/\.default$/, ""));
      if (clientId) url.searchParams.set("client_id", clientId);
      const answer = await exchange({ url, headers: { metadata: "true" } });
      try {
        // Some endpoints write the number as a text: what is no number becomes five minutes.
        const { access_token, ...more } = parsed(answer, url.host, { access_token: "string" }) as Given;
        const seconds = Number(more.expires_in) || 300;
        return { token: access_token, expiresOnTimestamp: Date.now() + seconds * 1000 };
      } catch {
        // The answer could hold a token.
        throw new Error(`The managed identity's endpoint ${url.origin} gave no token (${answer.status}).`);
      }
    },
  };
}

interface Given {
  access_token: string;
  expires_in?: unknown;
}
