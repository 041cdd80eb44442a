/** The ID token that a pipeline hands out for a workload identity federation: what Entra takes instead of a secret. */
import type { ProviderSettings } from "./provider-settings.ts";
import type { Way } from "./way.ts";

/** What Entra expects such a token to be for, in every cloud (go-azure-sdk, sdk/auth/github_oidc_authorizer.go). */
const AUDIENCE = "api://AzureADTokenExchange";
/** adoPipelineOIDCAPIVersion of sdk/auth/ado_pipeline_oidc_authorizer.go */
const PIPELINES_VERSION = "7.1";

/**
 * Asks GitHub Actions (GET) or Azure Pipelines (POST) for an ID token.
 * @param send sends the request; tests put their own here
 * @throws Error with the status; the answer itself could hold a token and is not repeated
 */
export async function idToken(
  way: Extract<Way, "OIDC of GitHub Actions" | "OIDC of Azure Pipelines">,
  settings: Pick<ProviderSettings, "oidcRequestUrl" | "oidcRequestToken" | "adoPipelineServiceConnectionId">,
  send: typeof fetch = fetch,
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
  const answer = await send(url, {
    method: pipelines ? "POST" : "GET",
    headers: {
      accept: "application/json",
      authorization: `Bearer ${oidcRequestToken.value}`,
      ...(pipelines && { "content-type": "application/json" }),
    },
    redirect: "error",
  });
  const body = answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
  const token = body[pipelines ? "oidcToken" : "value"];
  if (typeof token === "string" && token !== "") return token;
  throw new Error(
    `${way.replace("OIDC of ", "")} gave no ID token (${answer.status}, ${oidcRequestUrl.from}): ` +
      (pipelines
        ? "the service connection must be of workload identity federation."
        : "the job needs 'permissions: id-token: write'."),
  );
}
