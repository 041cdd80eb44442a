/** Which way of signing in the azuread provider takes. Pure. */
import type { ProviderSettings, Setting } from "./provider-settings.ts";

export type Way =
  | "client certificate"
  | "client secret"
  | "OIDC token"
  | "OIDC of Azure Pipelines"
  | "OIDC of GitHub Actions"
  | "managed identity"
  | "Azure CLI";

/** What an application's sign-in takes beside its proof. */
const IDENTITY = ["tenantId", "clientId"] as const;

/** The provider's order (NewAuthorizerFromCredentials in hashicorp/go-azure-sdk, sdk/auth/auth.go). */
const BY_APPLICATION: readonly {
  way: Way;
  oidc: boolean;
  proof: readonly (keyof ProviderSettings)[];
}[] = [
  { way: "client certificate", oidc: false, proof: ["clientCertificate"] },
  { way: "client certificate", oidc: false, proof: ["clientCertificatePath"] },
  { way: "client secret", oidc: false, proof: ["clientSecret"] },
  { way: "OIDC token", oidc: true, proof: ["oidcToken"] },
  {
    way: "OIDC of Azure Pipelines",
    oidc: true,
    proof: ["oidcRequestUrl", "oidcRequestToken", "adoPipelineServiceConnectionId"],
  },
  { way: "OIDC of GitHub Actions", oidc: true, proof: ["oidcRequestUrl", "oidcRequestToken"] },
];

/**
 * @returns the way, and for a person how: the settings that led there, and those that are set in vain
 * @throws Error with one sentence, when the provider could not sign in either
 */
export function chooseWay(provider: ProviderSettings): { way: Way; how: string } {
  const isOidc = provider.useOidc || provider.useAksWorkloadIdentity;
  const setting = (name: keyof ProviderSettings) => provider[name] as Setting;
  const offered = BY_APPLICATION.filter(
    ({ oidc, proof }) => (isOidc || !oidc) && proof.every((name) => setting(name).value !== ""),
  );
  const missing = IDENTITY.filter((name) => provider[name].value === "").map((name) => `azuread:${name}`);
  const [first] = offered;
  if (first && missing.length === 0) {
    const from = [provider.clientId, ...first.proof.map(setting)].map((used) => used.from);
    const kind = provider.useAksWorkloadIdentity && first.oidc ? `AKS workload identity, ${first.way}` : first.way;
    return { way: first.way, how: `${kind} (${from.join(", ")})` };
  }
  const inVain = first
    ? `${first.proof.map((name) => setting(name).from).join(", ")} not used without ${and(missing)}`
    : "";
  const note = inVain && ` (${inVain})`;
  if (provider.useMsi) return { way: "managed identity", how: `managed identity${note}` };
  if (provider.useCli) return { way: "Azure CLI", how: `Azure CLI${note}` };
  throw new Error(
    first
      ? `Nobody can sign in to Entra: ${and(missing)} ${missing.length > 1 ? "are" : "is"} missing (or ARM_TENANT_ID, ` +
          `ARM_CLIENT_ID in the environment), and the Azure CLI is switched off by azuread:useCli or ARM_USE_CLI.`
      : "Nobody can sign in to Entra: no client secret, certificate or OIDC token is set, and the Azure CLI is switched off " +
          "by azuread:useCli or ARM_USE_CLI; set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET, or switch the CLI on.",
  );
}

function and(names: readonly string[]): string {
  return names.join(" and ");
}
