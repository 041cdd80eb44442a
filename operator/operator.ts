/**
 * The operator's own sign-in, for what this project asks of Entra beside Pulumi: the way that the azuread provider takes,
 * with the same settings, through Microsoft's client library. Never an application that the project made.
 */
import {
  ClientAssertionCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from "@azure/identity";
import { type Endpoints, endpointsOf } from "../microsoft/endpoints.ts";
import { signInOptions } from "../microsoft/sign-in.ts";
import { EMBEDDED_CLOUD } from "../microsoft/this-machine.ts";
import { certificateCredential } from "./certificate.ts";
import { cliCredential } from "./cli-credential.ts";
import { idToken } from "./id-token.ts";
import { endpointCredential } from "./identity-endpoint.ts";
import { type ProviderSettings, type ReadFile, readProviderSettings } from "./provider-settings.ts";
import { chooseWay, type Way } from "./way.ts";

export interface OperatorSettings {
  env: NodeJS.ProcessEnv;
  /** The stack's configuration by full key ("azuread:tenantId"), decrypted. */
  config: Readonly<Record<string, string>>;
  /** Certificates (PEM) to trust in place of Node's own: the embedded tenant's. Default what Node was started with. */
  ca?: string | undefined;
}

export interface Operator {
  /** For a person: "client secret (ARM_CLIENT_ID, ARM_CLIENT_SECRET)". Names of settings, never a value. */
  how: string;
  credential: TokenCredential;
  /** Where it signs in; undefined where the way itself decides (managed identity, Azure CLI). */
  tenantId: string | undefined;
  /** Microsoft Graph's root, without a slash at its end. */
  graphRoot: string;
  /** Where tokens come from, without a slash at its end. */
  loginRoot: string;
}

/**
 * Finds out how the azuread provider would sign in, and prepares the same. Nothing is sent before a token is asked for.
 * @param settings environment and the stack's configuration
 * @param readFile reads the files that settings name; tests put their own here
 * @throws Error with one sentence naming what is missing or cannot be
 */
export function operator(settings: OperatorSettings, readFile?: ReadFile): Operator {
  const provider = readProviderSettings(settings, readFile);
  const endpoints = endpointsOf({ environment: provider.environment.value, metadataHost: provider.metadataHost });
  if (endpoints.embedded && !hasOwnProof(provider, settings.env)) {
    throw new Error(
      "The embedded tenant is signed in to with its own client secret, which is not set: run 'npm run tenant' and set the " +
        "environment that it prints.",
    );
  }
  const { way, how } = chooseWay(provider);
  return {
    how,
    credential: credentialOf(way, provider, endpoints, settings),
    tenantId: provider.tenantId.value || undefined,
    graphRoot: endpoints.graph.root,
    loginRoot: endpoints.login,
  };
}

/** Nobody's sign-in at a real tenant must reach the embedded one: only what was given for it. */
function hasOwnProof(provider: ProviderSettings, env: NodeJS.ProcessEnv): boolean {
  const { tenantId, clientId, clientSecret, clientCertificate, clientCertificatePath } = provider;
  const { useOidc, oidcToken, oidcRequestToken, useCli } = provider;
  const certificate = clientCertificate.value || clientCertificatePath.value;
  const proof = clientSecret.value || certificate || (useOidc && (oidcToken.value || oidcRequestToken.value));
  if (tenantId.value !== "" && clientId.value !== "" && proof) return true;
  // An Azure CLI with this cloud is signed in there alone.
  return useCli && env["AZURE_CLOUD_NAME"] === EMBEDDED_CLOUD;
}

function credentialOf(
  way: Way,
  provider: ProviderSettings,
  endpoints: Endpoints,
  { env, ca }: OperatorSettings,
): TokenCredential {
  const [tenantId, clientId] = [provider.tenantId.value, provider.clientId.value];
  const options = signInOptions(endpoints, { env, ca });
  const assertion = (ask: () => Promise<string>) => new ClientAssertionCredential(tenantId, clientId, ask, options);
  switch (way) {
    case "client certificate":
      return certificateCredential(provider, options);
    case "client secret":
      return new ClientSecretCredential(tenantId, clientId, provider.clientSecret.value, options);
    case "OIDC token":
      return assertion(async () => provider.oidcToken.value);
    case "OIDC of Azure Pipelines":
    case "OIDC of GitHub Actions":
      return assertion(() => idToken(way, provider));
    case "managed identity":
      if (provider.msiEndpoint.value) return endpointCredential(provider.msiEndpoint.value, clientId);
      return new ManagedIdentityCredential(clientId ? { clientId } : {});
    case "Azure CLI":
      // Azure Cloud Shell is signed in to one tenant and takes no other.
      if (env["AZUREPS_HOST_ENVIRONMENT"]?.startsWith("cloud-shell/")) return cliCredential(undefined);
      return cliCredential(tenantId || undefined);
  }
}
