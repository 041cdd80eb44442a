/**
 * The azuread provider's sign-in settings: configuration first, else the environment. Names, order and files as in
 * terraform-provider-azuread, internal/provider/provider.go and helpers.go.
 */

import { readFileSync } from "node:fs";
import { quoted } from "../machine/printed.mjs";

/** A setting and where it came from: "azuread:clientId" or "ARM_CLIENT_ID". */
export interface Setting {
  /** "" when nobody set it. */
  value: string;
  from: string;
}

/** Reads a small text or binary file. */
export type ReadFile = (path: string) => Buffer;

/** Each setting that is a text, with the variables that stand in for it, the first that is set. */
const TEXTS = {
  clientId: ["ARM_CLIENT_ID"],
  clientIdFilePath: ["ARM_CLIENT_ID_FILE_PATH"],
  tenantId: ["ARM_TENANT_ID"],
  environment: ["ARM_ENVIRONMENT"],
  metadataHost: ["ARM_METADATA_HOSTNAME"],
  clientCertificate: ["ARM_CLIENT_CERTIFICATE"],
  clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
  clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
  clientSecret: ["ARM_CLIENT_SECRET"],
  clientSecretFilePath: ["ARM_CLIENT_SECRET_FILE_PATH"],
  oidcToken: ["ARM_OIDC_TOKEN"],
  oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
  adoPipelineServiceConnectionId: ["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"],
  oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
  msiEndpoint: ["ARM_MSI_ENDPOINT"],
} as const;

/** Each setting that is on or off, with its variable and what it is when nobody says. */
const SWITCHES = {
  useOidc: ["ARM_USE_OIDC", false],
  useAksWorkloadIdentity: ["ARM_USE_AKS_WORKLOAD_IDENTITY", false],
  useCli: ["ARM_USE_CLI", true],
  useMsi: ["ARM_USE_MSI", false],
} as const;

export type ProviderSettings = Record<keyof typeof TEXTS, Setting> &
  Record<keyof typeof SWITCHES, boolean> & {
    readFile: ReadFile;
  };

/**
 * @returns every setting, with the files that hold a client id, a secret or an OIDC token read
 * @throws Error naming the setting that contradicts its file, cannot be read, or is neither true nor false
 */
export function readProviderSettings(
  { env, config }: { env: NodeJS.ProcessEnv; config: Readonly<Record<string, string>> },
  readFile: ReadFile = (path) => readFileSync(path),
): ProviderSettings {
  const find = (name: string, variables: readonly string[]): Setting => {
    const key = `azuread:${name}`;
    if (config[key]) return { value: config[key].trim(), from: key };
    const variable = variables.find((candidate) => env[candidate]);
    return variable ? { value: (env[variable] ?? "").trim(), from: variable } : { value: "", from: key };
  };
  const texts = Object.fromEntries(
    Object.entries(TEXTS).map(([name, variables]) => [name, find(name, variables)]),
  ) as Record<keyof typeof TEXTS, Setting>;
  const switches = Object.fromEntries(
    Object.entries(SWITCHES).map(([name, [variable, otherwise]]) => [name, isOn(find(name, [variable]), otherwise)]),
  ) as Record<keyof typeof SWITCHES, boolean>;
  return {
    ...texts,
    ...switches,
    clientId: withFile(texts.clientId, texts.clientIdFilePath, readFile),
    clientSecret: withFile(texts.clientSecret, texts.clientSecretFilePath, readFile),
    oidcToken: withFile(texts.oidcToken, texts.oidcTokenFilePath, readFile),
    tenantId: switches.useAksWorkloadIdentity ? aksTenant(texts.tenantId, env) : texts.tenantId,
    readFile,
  };
}

/** The words that Go's strconv.ParseBool takes. */
function isOn({ value, from }: Setting, otherwise: boolean): boolean {
  if (value === "") return otherwise;
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false;
  throw new Error(`${from} must be true or false; it is ${quoted(value)}.`);
}

function withFile(direct: Setting, path: Setting, readFile: ReadFile): Setting {
  if (path.value === "") return direct;
  let value: string;
  try {
    value = readFile(path.value).toString("utf8").trim();
  } catch (error) {
    throw new Error(
      `${path.from} names ${quoted(path.value)}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
  if (direct.value === "" || direct.value === value) return { value, from: path.from };
  throw new Error(`${direct.from} and the file that ${path.from} names differ: remove one of them.`);
}

function aksTenant(tenantId: Setting, env: NodeJS.ProcessEnv): Setting {
  const value = env["AZURE_TENANT_ID"];
  if (!value) return tenantId;
  if (tenantId.value === "" || tenantId.value === value) return { value, from: "AZURE_TENANT_ID" };
  throw new Error(
    `${tenantId.from} and AZURE_TENANT_ID, which AKS workload identity sets, name different tenants: remove ${tenantId.from}.`,
  );
}
