import { describe, expect, it } from "vitest";
import { runContext } from "../../failures/run-context.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const APPLICATION = { ARM_TENANT_ID: OTHER, ARM_CLIENT_ID: "33333333-3333-4333-8333-333333333333" };
const GLOBAL = "https://graph.microsoft.com";

describe("what a run knows for an explanation", () => {
  it.each([
    ["client secret", { ...APPLICATION, ARM_CLIENT_SECRET: "s" }],
    ["client certificate", { ...APPLICATION, ARM_CLIENT_CERTIFICATE_PATH: "/c.pfx" }],
    ["OIDC token", { ...APPLICATION, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t" }],
    [
      "OIDC of GitHub Actions",
      {
        ...APPLICATION,
        ARM_USE_OIDC: "true",
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t",
        ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.actions.githubusercontent.com/x",
      },
    ],
    ["managed identity", { ARM_USE_MSI: "true" }],
    ["Azure CLI", {}],
  ])("is the way of signing in: %s", (way, env) => {
    expect(runContext({ env, config: {} })).toMatchObject({ way, graphRoot: GLOBAL });
  });

  it("is the way that the stack's configuration names, too", () => {
    const config = { "azuread:tenantId": TENANT, "azuread:clientId": "c", "azuread:clientSecret": "s" };
    expect(runContext({ env: {}, config })).toEqual({
      failed: "up",
      way: "client secret",
      tenantId: TENANT,
      graphRoot: GLOBAL,
    });
  });

  it("is how many months a key lives, where that is a number", () => {
    expect(runContext({ env: {}, config: { "esia:secretMonths": "24" } })).toMatchObject({ secretMonths: 24 });
    expect(runContext({ env: {}, config: { "esia:secretMonths": "two" } })).not.toHaveProperty("secretMonths");
  });

  it("is the pinned tenant, else the state's, else the shell's", () => {
    const pinned = { env: APPLICATION, config: { "azuread:tenantId": TENANT } };
    expect(runContext(pinned, { ownTenantId: OTHER })).toMatchObject({ tenantId: TENANT, ownTenantId: OTHER });
    expect(runContext({ env: APPLICATION, config: {} }, { ownTenantId: TENANT })).toMatchObject({
      tenantId: TENANT,
      ownTenantId: TENANT,
    });
    expect(runContext({ env: APPLICATION, config: {} }).tenantId).toBe(OTHER);
    expect(runContext({ env: {}, config: {} })).not.toHaveProperty("tenantId");
  });

  it("is the cloud's Graph", () => {
    expect(runContext({ env: {}, config: { "azuread:environment": "usgovernment" } }).graphRoot).toBe(
      "https://graph.microsoft.us",
    );
    expect(runContext({ env: { ARM_ENVIRONMENT: "china" }, config: {} }).graphRoot).toBe(
      "https://microsoftgraph.chinacloudapi.cn",
    );
  });

  it("is what esia:omit leaves out, and whether this run made the application", () => {
    expect(runContext({ env: {}, config: {} }, { omit: ["ServiceHealth.Read"], made: true })).toEqual({
      failed: "up",
      way: "Azure CLI",
      graphRoot: GLOBAL,
      omit: ["ServiceHealth.Read"],
      made: true,
    });
    expect(runContext({ env: {}, config: {} }, { omit: undefined, made: false })).toEqual({
      failed: "up",
      way: "Azure CLI",
      graphRoot: GLOBAL,
      made: false,
    });
  });

  it("leaves out what cannot be found out", () => {
    expect(runContext({ env: { ARM_USE_CLI: "false" }, config: {} })).toEqual({ failed: "up", graphRoot: GLOBAL });
    expect(runContext({ env: { ARM_USE_CLI: "perhaps" }, config: { "azuread:tenantId": TENANT } })).toEqual({
      failed: "up",
      tenantId: TENANT,
    });
    expect(runContext({ env: {}, config: { "azuread:environment": "moon" } })).toEqual({
      failed: "up",
      way: "Azure CLI",
    });
  });
});
