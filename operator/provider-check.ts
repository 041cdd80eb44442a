/**
 * Ways of signing in that azuread documents and Pulumi's own build of it refuses. Before the Terraform provider is asked,
 * pulumi-azuread 6.9.1 checks the sign-in itself (`preConfigureCallback` of its provider/resources.go), reads fewer settings,
 * and, when they are not enough, looks for a signed-in Azure CLI, whatever `useCli` says. Mended in part after 6.9.1
 * (pulumi-azuread #2454): drop each part with the azuread that mends it. Pure, but for the files that settings name.
 */
import type { OperatorSettings } from "./operator.ts";
import { type ProviderSettings, type ReadFile, readProviderSettings, type Setting } from "./provider-settings.ts";
import { chooseWay, type Way } from "./way.ts";

/** The version that this is true for. */
export const CHECKED_VERSION = "6.9.1";

/** What the check reads, with the variables it looks at; all else is unknown to it. */
const TEXTS = {
  tenantId: ["ARM_TENANT_ID"],
  clientId: ["ARM_CLIENT_ID"],
  clientSecret: ["ARM_CLIENT_SECRET"],
  clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
  oidcToken: ["ARM_OIDC_TOKEN"],
  oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
} as const;
const SWITCHES = { useOidc: "ARM_USE_OIDC", useMsi: "ARM_USE_MSI" } as const;

type Text = keyof typeof TEXTS;

/** What each way must be able to show the check, beside tenant and client id where an application signs in. */
const SHOWN: Partial<Record<Way, readonly Text[]>> = {
  "client certificate": ["clientCertificatePath"],
  "client secret": ["clientSecret"],
  "OIDC token": ["oidcToken"],
  "OIDC of Azure Pipelines": ["oidcRequestUrl", "oidcRequestToken"],
  "OIDC of GitHub Actions": ["oidcRequestUrl", "oidcRequestToken"],
};

/**
 * @returns what works instead, one setting in place of another each: "ARM_OIDC_TOKEN (in place of ARM_OIDC_TOKEN_FILE_PATH)";
 *   undefined when the check lets the way pass, and for the Azure CLI, which is what it looks for last
 * @throws Error as the operator's sign-in does, when nobody can sign in
 */
export function unknownToProvider(settings: OperatorSettings, readFile?: ReadFile): string[] | undefined {
  const provider = readProviderSettings(settings, readFile);
  const { way } = chooseWay(provider);
  const seen = checked(settings);
  if (way === "Azure CLI" || passes(seen)) return undefined;
  if (way === "managed identity") return [spelled("useMsi", settings)];
  const shown: readonly Text[] = ["tenantId", "clientId", ...(SHOWN[way] ?? [])];
  return [
    ...shown.filter((name) => seen[name] === "").map((name) => instead(name, provider)),
    ...(way.startsWith("OIDC") && !seen.useOidc ? [spelled("useOidc", settings)] : []),
  ];
}

type Checked = Record<Text, string> & Record<keyof typeof SWITCHES, boolean>;

function checked({ env, config }: OperatorSettings): Checked {
  const text = (name: Text) =>
    (config[`azuread:${name}`] || TEXTS[name].map((variable) => env[variable]).find((value) => value) || "").trim();
  // Of a switch in the environment it takes the one word "true" (ConfigBoolValue of pulumi-terraform-bridge).
  const isOn = (name: keyof typeof SWITCHES) => (config[`azuread:${name}`] || env[SWITCHES[name]]) === "true";
  const texts = (Object.keys(TEXTS) as Text[]).map((name) => [name, text(name)]);
  return { ...Object.fromEntries(texts), useOidc: isOn("useOidc"), useMsi: isOn("useMsi") };
}

/** As NewAuthorizerFromCredentials of go-azure-sdk chooses, of what the check gives it. */
function passes(seen: Checked): boolean {
  const proof =
    seen.clientCertificatePath || seen.clientSecret || (seen.useOidc && (seen.oidcToken || requestOf(seen) !== ""));
  return seen.useMsi || Boolean(seen.tenantId && seen.clientId && proof);
}

function requestOf({ oidcRequestToken, oidcRequestUrl }: Checked): string {
  return oidcRequestUrl && oidcRequestToken;
}

function instead(name: Text, provider: ProviderSettings): string {
  const certificate = name === "clientCertificatePath" ? provider.clientCertificate.from : undefined;
  return `${TEXTS[name][0]} (in place of ${certificate ?? (provider[name] as Setting).from})`;
}

function spelled(name: keyof typeof SWITCHES, { env }: OperatorSettings): string {
  const variable = SWITCHES[name];
  const found = env[variable];
  const turnedOn = name === "useOidc" && !found ? "ARM_USE_AKS_WORKLOAD_IDENTITY" : `${variable}=${found}`;
  return `${variable}=true (in place of ${turnedOn})`;
}
