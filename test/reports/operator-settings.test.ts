import { describe, expect, it } from "vitest";
import { operatorSettings } from "../../reports/operator-settings.ts";

const command = (words: string) => `'pulumi ${words} --stack acme'`;

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
    expect(operatorSettings({ ...others, ...operator }, command)).toEqual(operator);
  });

  it("is nothing when the environment says it all", () => {
    expect(operatorSettings({ "esia:displayName": "esia" }, command)).toEqual({});
  });

  it.each([
    ["clientSecret", "ARM_CLIENT_SECRET"],
    ["clientCertificate", "ARM_CLIENT_CERTIFICATE"],
    ["clientCertificatePassword", "ARM_CLIENT_CERTIFICATE_PASSWORD"],
    ["oidcToken", "ARM_OIDC_TOKEN"],
    ["oidcRequestToken", "ARM_OIDC_REQUEST_TOKEN"],
  ])("is never azuread:%s: %s takes its place", (name, variable) => {
    expect(() => operatorSettings({ [`azuread:${name}`]: "s3cret" }, command)).toThrow(
      `'pulumi config rm azuread:${name} --stack acme' and set ${variable} in the environment, which azuread reads as well.`,
    );
    expect(() => operatorSettings({ [`azuread:${name}`]: "s3cret" }, command)).not.toThrow("s3cret");
  });
});
