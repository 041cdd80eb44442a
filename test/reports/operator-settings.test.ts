import { describe, expect, it } from "vitest";
import { operatorSettings } from "../../reports/operator-settings.ts";

describe("what the state keeps of the stack's configuration", () => {
  it("is who signs in, where and how, and nothing else", () => {
    const operator = {
      "azuread:clientId": "c",
      "azuread:environment": "public",
      "azuread:clientCertificatePath": "/etc/esia/operator.pfx",
      "azuread:tenantId": "t",
      "azuread:useOidc": "true",
    };
    const others = { "esia:notes": "n", "azuread:partnerId": "p", "aws:secretKey": "s", "azuread:useCli": "" };
    expect(operatorSettings({ ...others, ...operator })).toEqual(operator);
  });

  it("is nothing when the environment says it all", () => {
    expect(operatorSettings({ "esia:displayName": "esia" })).toEqual({});
  });

  it.each([
    ["clientSecret", "ARM_CLIENT_SECRET"],
    ["clientCertificate", "ARM_CLIENT_CERTIFICATE"],
    ["clientCertificatePassword", "ARM_CLIENT_CERTIFICATE_PASSWORD"],
    ["oidcToken", "ARM_OIDC_TOKEN"],
    ["oidcRequestToken", "ARM_OIDC_REQUEST_TOKEN"],
  ])("is never azuread:%s: %s takes its place", (name, variable) => {
    expect(() => operatorSettings({ [`azuread:${name}`]: "s3cret" })).toThrow(
      `'pulumi config rm azuread:${name}' and set ${variable} in the environment, which azuread reads as well.`,
    );
    expect(() => operatorSettings({ [`azuread:${name}`]: "s3cret" })).not.toThrow("s3cret");
  });
});
