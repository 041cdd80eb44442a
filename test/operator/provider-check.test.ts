import { describe, expect, it } from "vitest";
import { unknownToProvider } from "../../operator/provider-check.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const CLIENT = "22222222-2222-4222-8222-222222222222";
const WHO = { ARM_TENANT_ID: TENANT, ARM_CLIENT_ID: CLIENT };
const FILES: Record<string, string> = { "/id": CLIENT, "/secret": "s", "/token": "t" };

const unknown = (env: NodeJS.ProcessEnv, config: Record<string, string> = {}) =>
  unknownToProvider({ env, config }, (path) => Buffer.from(FILES[path] ?? ""));

describe("a way of signing in that pulumi-azuread 6.9.1 does not know is named, with what works instead", () => {
  it.each<[string, NodeJS.ProcessEnv, string[]]>([
    [
      "an OIDC token in a file",
      { ...WHO, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: "/token" },
      ["ARM_OIDC_TOKEN (in place of ARM_OIDC_TOKEN_FILE_PATH)"],
    ],
    [
      "a client secret in a file",
      { ...WHO, ARM_CLIENT_SECRET_FILE_PATH: "/secret" },
      ["ARM_CLIENT_SECRET (in place of ARM_CLIENT_SECRET_FILE_PATH)"],
    ],
    [
      "a client id in a file",
      { ARM_TENANT_ID: TENANT, ARM_CLIENT_ID_FILE_PATH: "/id", ARM_CLIENT_SECRET: "s" },
      ["ARM_CLIENT_ID (in place of ARM_CLIENT_ID_FILE_PATH)"],
    ],
    [
      "a certificate in base64",
      { ...WHO, ARM_CLIENT_CERTIFICATE: "MII=" },
      ["ARM_CLIENT_CERTIFICATE_PATH (in place of ARM_CLIENT_CERTIFICATE)"],
    ],
    [
      "AKS workload identity",
      {
        AZURE_TENANT_ID: TENANT,
        ARM_CLIENT_ID: CLIENT,
        ARM_USE_AKS_WORKLOAD_IDENTITY: "true",
        ARM_OIDC_TOKEN_FILE_PATH: "/token",
      },
      [
        "ARM_TENANT_ID (in place of AZURE_TENANT_ID)",
        "ARM_OIDC_TOKEN (in place of ARM_OIDC_TOKEN_FILE_PATH)",
        "ARM_USE_OIDC=true (in place of ARM_USE_AKS_WORKLOAD_IDENTITY)",
      ],
    ],
    [
      "Azure Pipelines' own variables",
      {
        ...WHO,
        ARM_USE_OIDC: "true",
        SYSTEM_OIDCREQUESTURI: "https://token.invalid",
        SYSTEM_ACCESSTOKEN: "t",
        ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "c",
      },
      [
        "ARM_OIDC_REQUEST_URL (in place of SYSTEM_OIDCREQUESTURI)",
        "ARM_OIDC_REQUEST_TOKEN (in place of SYSTEM_ACCESSTOKEN)",
      ],
    ],
    [
      "a switch that is spelt otherwise than true",
      { ...WHO, ARM_USE_OIDC: "1", ARM_OIDC_TOKEN: "t" },
      ["ARM_USE_OIDC=true (in place of ARM_USE_OIDC=1)"],
    ],
    ["the same of a managed identity", { ARM_USE_MSI: "True" }, ["ARM_USE_MSI=true (in place of ARM_USE_MSI=True)"]],
    [
      "with useCli off too: the check looks for az all the same",
      { ...WHO, ARM_USE_CLI: "false", ARM_CLIENT_SECRET_FILE_PATH: "/secret" },
      ["ARM_CLIENT_SECRET (in place of ARM_CLIENT_SECRET_FILE_PATH)"],
    ],
  ])("%s", (_, env, instead) => {
    expect(unknown(env)).toEqual(instead);
  });

  it("in the stack's configuration as well", () => {
    expect(unknown(WHO, { "azuread:clientSecretFilePath": "/secret" })).toEqual([
      "ARM_CLIENT_SECRET (in place of azuread:clientSecretFilePath)",
    ]);
  });
});

describe("a way that it knows passes", () => {
  it.each<[string, NodeJS.ProcessEnv, Record<string, string>?]>([
    ["a client secret", { ...WHO, ARM_CLIENT_SECRET: "s" }],
    ["a client secret in the configuration", WHO, { "azuread:clientSecret": "s" }],
    ["a certificate's file", { ...WHO, ARM_CLIENT_CERTIFICATE_PATH: "op.pfx" }],
    ["an OIDC token", { ...WHO, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t" }],
    ["an OIDC token, switched on in the configuration", { ...WHO, ARM_OIDC_TOKEN: "t" }, { "azuread:useOidc": "true" }],
    [
      "GitHub Actions",
      {
        ...WHO,
        ARM_USE_OIDC: "true",
        ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.invalid",
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t",
      },
    ],
    [
      "Azure Pipelines by azuread's own variables",
      {
        ...WHO,
        ARM_USE_OIDC: "true",
        ARM_OIDC_REQUEST_URL: "https://token.invalid",
        ARM_OIDC_REQUEST_TOKEN: "t",
        ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "c",
      },
    ],
    ["a managed identity", { ARM_USE_MSI: "true" }],
    ["the Azure CLI", {}],
    [
      "a base64 certificate beside a client secret, which satisfies the check",
      { ...WHO, ARM_CLIENT_CERTIFICATE: "MII=", ARM_CLIENT_SECRET: "s" },
    ],
  ])("%s", (_, env, config = {}) => {
    expect(unknown(env, config)).toBeUndefined();
  });
});

it("nobody at all is an error of its own: nothing set, and the Azure CLI switched off", () => {
  expect(() => unknown({}, { "azuread:useCli": "false" })).toThrow("Nobody can sign in to Entra");
});
