import { describe, expect, it } from "vitest";
import { operator } from "../../operator/operator.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const CLIENT = "22222222-2222-4222-8222-222222222222";
const WHO = { ARM_TENANT_ID: TENANT, ARM_CLIENT_ID: CLIENT };

const how = (env: NodeJS.ProcessEnv, config: Record<string, string> = {}, files: Record<string, string> = {}) =>
  operator({ env, config }, (path) => {
    const content = files[path];
    if (content === undefined) throw Object.assign(new Error(), { code: "ENOENT" });
    return Buffer.from(content);
  }).how;

describe("the operator signs in as the azuread provider would", () => {
  it.each<[string, NodeJS.ProcessEnv, Record<string, string>]>([
    ["Azure CLI", {}, {}],
    ["client secret (ARM_CLIENT_ID, ARM_CLIENT_SECRET)", { ...WHO, ARM_CLIENT_SECRET: "s" }, {}],
    [
      "client secret (azuread:clientId, azuread:clientSecret)",
      { ...WHO, ARM_CLIENT_SECRET: "s" },
      { "azuread:clientId": CLIENT, "azuread:clientSecret": "s" },
    ],
    [
      "client certificate (ARM_CLIENT_ID, ARM_CLIENT_CERTIFICATE_PATH)",
      { ...WHO, ARM_CLIENT_SECRET: "s", ARM_CLIENT_CERTIFICATE_PATH: "op.pfx" },
      {},
    ],
    [
      "client certificate (ARM_CLIENT_ID, ARM_CLIENT_CERTIFICATE)",
      { ...WHO, ARM_CLIENT_CERTIFICATE: "MII=", ARM_USE_MSI: "true" },
      {},
    ],
    ["OIDC token (ARM_CLIENT_ID, ARM_OIDC_TOKEN)", { ...WHO, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t" }, {}],
    ["Azure CLI", { ...WHO, ARM_OIDC_TOKEN: "t" }, {}],
    [
      "OIDC of GitHub Actions (ARM_CLIENT_ID, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN)",
      {
        ...WHO,
        ARM_USE_OIDC: "1",
        ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.invalid",
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t",
      },
      {},
    ],
    [
      "OIDC of Azure Pipelines (ARM_CLIENT_ID, SYSTEM_OIDCREQUESTURI, SYSTEM_ACCESSTOKEN, ARM_OIDC_AZURE_SERVICE_CONNECTION_ID)",
      {
        ...WHO,
        ARM_USE_OIDC: "true",
        SYSTEM_OIDCREQUESTURI: "https://token.invalid",
        SYSTEM_ACCESSTOKEN: "t",
        ARM_OIDC_AZURE_SERVICE_CONNECTION_ID: "c",
      },
      {},
    ],
    [
      "AKS workload identity, OIDC token (ARM_CLIENT_ID, ARM_OIDC_TOKEN)",
      { ARM_CLIENT_ID: CLIENT, AZURE_TENANT_ID: TENANT, ARM_USE_AKS_WORKLOAD_IDENTITY: "true", ARM_OIDC_TOKEN: "t" },
      {},
    ],
    ["managed identity", { ARM_USE_MSI: "true" }, {}],
    ["managed identity", {}, { "azuread:useMsi": "true" }],
    [
      "Azure CLI (ARM_CLIENT_SECRET not used without azuread:tenantId)",
      { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET: "s" },
      {},
    ],
  ])("%s", (expected, env, config) => {
    expect(how(env, config)).toBe(expected);
  });

  it("with a secret from a file", () => {
    expect(how({ ...WHO, ARM_CLIENT_SECRET_FILE_PATH: "/run/secret" }, {}, { "/run/secret": "s\n" })).toBe(
      "client secret (ARM_CLIENT_ID, ARM_CLIENT_SECRET_FILE_PATH)",
    );
  });
});

describe("the operator is refused with one sentence", () => {
  it.each<[string, NodeJS.ProcessEnv, Record<string, string>]>([
    [
      "Nobody can sign in to Entra: no client secret, certificate or OIDC token is set, and the Azure CLI is switched off by azuread:useCli or ARM_USE_CLI; set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET, or switch the CLI on.",
      { ARM_USE_CLI: "false" },
      {},
    ],
    [
      "Nobody can sign in to Entra: azuread:tenantId and azuread:clientId are missing (or ARM_TENANT_ID, ARM_CLIENT_ID in the environment), and the Azure CLI is switched off by azuread:useCli or ARM_USE_CLI.",
      { ARM_CLIENT_SECRET: "s", ARM_USE_CLI: "false" },
      {},
    ],
    ['ARM_USE_OIDC must be true or false; it is "yes".', { ARM_USE_OIDC: "yes" }, {}],
    [
      'ARM_CLIENT_SECRET_FILE_PATH names "/run/none", which cannot be read (ENOENT).',
      { ...WHO, ARM_CLIENT_SECRET_FILE_PATH: "/run/none" },
      {},
    ],
    [
      "ARM_CLIENT_SECRET and the file that ARM_CLIENT_SECRET_FILE_PATH names differ: remove one of them.",
      { ...WHO, ARM_CLIENT_SECRET: "other", ARM_CLIENT_SECRET_FILE_PATH: "/run/secret" },
      {},
    ],
    [
      "azuread:tenantId and AZURE_TENANT_ID, which AKS workload identity sets, name different tenants: remove azuread:tenantId.",
      { ARM_USE_AKS_WORKLOAD_IDENTITY: "true", AZURE_TENANT_ID: CLIENT },
      { "azuread:tenantId": TENANT },
    ],
    [
      'azuread:environment is "germany"; it must be one of global, public, usgovernment, usgovernmentl4, usgovernmentl5, dod, china.',
      {},
      { "azuread:environment": "germany" },
    ],
    [
      `azuread:metadataHost names "management.azure.com"; only the embedded tenant is found by a metadata host here. Choose Microsoft's cloud by azuread:environment or ARM_ENVIRONMENT instead.`,
      {},
      { "azuread:metadataHost": "management.azure.com" },
    ],
    [
      "The embedded tenant is signed in to with its own client secret, which is not set: run 'npm run tenant' and set the environment that it prints.",
      {},
      { "azuread:metadataHost": "localhost:44365", "azuread:tenantId": TENANT },
    ],
    [
      "The embedded tenant is signed in to with its own client secret, which is not set: run 'npm run tenant' and set the environment that it prints.",
      { AZURE_CLOUD_NAME: "AzureCloud", ARM_USE_CLI: "true" },
      { "azuread:metadataHost": "localhost:44365", "azuread:tenantId": TENANT },
    ],
    [
      "The embedded tenant is signed in to with its own client secret, which is not set: run 'npm run tenant' and set the environment that it prints.",
      { AZURE_CLOUD_NAME: "EmbeddedTenant", ARM_USE_CLI: "false" },
      { "azuread:metadataHost": "localhost:44365", "azuread:tenantId": TENANT },
    ],
  ])("%s", (sentence, env, config) => {
    expect(() => how(env, config, { "/run/secret": "s" })).toThrow(new Error(sentence));
  });
});

describe("the operator's addresses", () => {
  it.each([
    [undefined, "https://login.microsoftonline.com", "https://graph.microsoft.com"],
    ["public", "https://login.microsoftonline.com", "https://graph.microsoft.com"],
    ["usgovernment", "https://login.microsoftonline.us", "https://graph.microsoft.us"],
    ["USGovernmentL4", "https://login.microsoftonline.us", "https://graph.microsoft.us"],
    ["usgovernmentl5", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"],
    ["dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"],
    ["china", "https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn"],
  ])("of the cloud %s are its own", (environment, loginRoot, graphRoot) => {
    const env = environment ? { ARM_ENVIRONMENT: environment } : {};
    expect(operator({ env, config: {} })).toMatchObject({ loginRoot, graphRoot });
  });
});
