import { describe, expect, it } from "vitest";
import { credentialsInClear, toldSecret } from "../../operator/credentials.ts";

const command = (words: string) => `'pulumi ${words} --stack acme'`;
const CONFIG = { "azuread:clientSecret": "abc", "azuread:clientId": "id", "azuread:oidcToken": "" };

describe("a credential in the stack's configuration", () => {
  it("in clear is said, with both ways out of it", () => {
    expect(credentialsInClear(CONFIG, () => false, command)).toEqual([
      {
        why:
          "azuread:clientSecret is in clear in the stack's configuration: whoever can read the stack's settings file, or the " +
          "backend's history and backups, can sign in as the operator.",
        next:
          "Replace it in Entra, since copies stay, then 'pulumi config rm azuread:clientSecret --stack acme' and set ARM_CLIENT_SECRET in " +
          "the environment, or 'pulumi config set --secret azuread:clientSecret --stack acme'.",
      },
    ]);
  });

  it("that Pulumi keeps encrypted is not", () => {
    expect(credentialsInClear(CONFIG, (key) => key === "azuread:clientSecret", command)).toEqual([]);
  });

  it("is known to be encrypted by what Pulumi tells a program, and not doubted where it tells nothing", () => {
    const told = toldSecret('["azuread:clientSecret"]');
    expect([told("azuread:clientSecret"), told("azuread:oidcToken")]).toEqual([true, false]);
    expect([toldSecret(undefined)("azuread:oidcToken"), toldSecret("")("azuread:oidcToken")]).toEqual([true, true]);
  });
});
