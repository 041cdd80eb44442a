import { describe, expect, it } from "vitest";
import { applicationUrl, cloud, consentUrl, isLoopback } from "../cloud.ts";

describe("Microsoft's clouds", () => {
  it.each([
    [undefined, "https://login.microsoftonline.com", "https://entra.microsoft.com"],
    ["global", "https://login.microsoftonline.com", "https://entra.microsoft.com"],
    ["usgovernmentl4", "https://login.microsoftonline.us", "https://entra.microsoft.us"],
    ["DoD", "https://login.microsoftonline.us", "https://entra.microsoft.us"],
    ["china", "https://login.partner.microsoftonline.cn", "https://entra.microsoftonline.cn"],
  ])("%s signs in at %s and is administered at %s", (name, login, portal) => {
    expect(cloud(name)).toEqual({ login, portal });
  });

  it("do not include one that azuread does not know", () => {
    expect(() => cloud("germany")).toThrow(
      'azuread:environment is "germany"; it must be one of global, public, usgovernment',
    );
  });

  it("give consent and show the application's permissions under these addresses", () => {
    expect(consentUrl(cloud("china"), "T", "C")).toBe(
      "https://login.partner.microsoftonline.cn/T/adminconsent?client_id=C",
    );
    expect(applicationUrl(cloud("global"), "C")).toBe(
      "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/C",
    );
  });
});

describe("the embedded tenant's address", () => {
  it.each(["localhost", "localhost:8443", "127.0.0.1:8443", "[::1]:8443"])("can be %s", (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([undefined, "", "localhost.example.com", "127.0.0.1.example.com:443", "10.0.0.1", "management.azure.com"])(
    "cannot be %s",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
