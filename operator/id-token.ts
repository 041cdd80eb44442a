/** The ID token that a pipeline hands out for a workload identity federation: what Entra takes instead of a secret. */
import { parsed } from "../microsoft/client.ts";
import { connect, type Exchange } from "../microsoft/exchange.ts";
import { RequestFailed } from "../microsoft/failure.ts";
import type { ProviderSettings } from "./provider-settings.ts";
import type { Way } from "./way.ts";

/** What Entra expects such a token to be for, in every cloud (go-azure-sdk, sdk/auth/github_oidc_authorizer.go). */
const AUDIENCE = "api://AzureADTokenExchange";
/** adoPipelineOIDCAPIVersion of sdk/auth/ado_pipeline_oidc_authorizer.go */
const PIPELINES_VERSION = "7.1";

/**
 * Asks GitHub Actions (GET) or Azure Pipelines (POST) for an ID token.
 * @param exchange sends the request; tests put their own here
 * @throws Error with the status, RequestFailed where there was no answer; an answer could hold a token and is not repeated
 */
export async function idToken(
  way: Extract<Way, "OIDC of GitHub Actions" | "OIDC of Azure Pipelines">,
  settings: Pick<ProviderSettings, "oidcRequestUrl" | "oidcRequestToken" | "adoPipelineServiceConnectionId">,
  exchange: Exchange = connect(),
): Promise<string> {
  const pipelines = way === "OIDC of Azure Pipelines";
  const { oidcRequestUrl, oidcRequestToken, adoPipelineServiceConnectionId } = settings;
  if (!URL.canParse(oidcRequestUrl.value)) throw new Error(`${oidcRequestUrl.from} is not an address.`);
  const url = new URL(oidcRequestUrl.value);
  const ask = (name: string, value: string) => url.searchParams.get(name) || url.searchParams.set(name, value);
  if (pipelines) {
    ask("api-version", PIPELINES_VERSION);
    ask("serviceConnectionId", adoPipelineServiceConnectionId.value);
  }
  ask("audience", AUDIENCE);
  const name = pipelines ? "oidcToken" : "value";
  let status: number;
  try {
    const answer = await exchange({
      url,
      method: pipelines ? "POST" : "GET",
      token: oidcRequestToken.value,
      ...(pipelines && { headers: { "content-type": "application/json" } }),
    });
    const token = parsed(answer, url.host, { [name]: "string" })[name];
    if (token) return token;
    status = answer.status;
  } catch (failed) {
    if (!(failed instanceof RequestFailed) || failed.status === 0) throw failed;
    status = failed.status;
  }
  throw new Error(
    `${way.replace("OIDC of ", "")} gave no ID token (${status}, ${oidcRequestUrl.from}): ` +
      (pipelines
        ? "the service connection must be of workload identity federation."
        : "the job needs 'permissions: id-token: write'."),
  );
}
