import { describe, expect, it } from "vitest";
import { applicationUrl, cloud, consentUrl, signInErrorUrl } from "../../microsoft/clouds.ts";

describe("Microsoft's clouds", () => {
  it.each([
    [undefined, "https://login.microsoftonline.com", "https://entra.microsoft.com"],
    ["global", "https://login.microsoftonline.com", "https://entra.microsoft.com"],
    ["usgovernmentl4", "https://login.microsoftonline.us", "https://entra.microsoft.us"],
    ["DoD", "https://login.microsoftonline.us", "https://entra.microsoft.us"],
    ["china", "https://login.partner.microsoftonline.cn", "https://entra.microsoftonline.cn"],
  ])("%s signs in at %s and is administered at %s", (name, login, portal) => {
    expect(cloud(name)).toMatchObject({ login, portal });
  });

  it("have every address in one row", () => {
    expect(cloud("usgovernmentl5")).toEqual({
      login: "https://login.microsoftonline.us",
      portal: "https://entra.microsoft.us",
      graph: "https://dod-graph.microsoft.us",
      management: "https://manage.protection.apps.mil",
      managementOfGcc: undefined,
      usageReports: false,
    });
  });

  it.each(["germany", "constructor", "__proto__", "toString"])(
    "do not include %s, which azuread does not know",
    (name) => {
      expect(() => cloud(name)).toThrow(
        `azuread:environment is ${JSON.stringify(name)}; it must be one of global, public, usgovernment, usgovernmentl4, ` +
          "usgovernmentl5, dod, china.",
      );
    },
  );

  it("are chosen by the first setting that is set and not empty", () => {
    expect(cloud("china", "usgovernment")).toBe(cloud("china"));
    expect(cloud(undefined, "china")).toBe(cloud("china"));
    expect(cloud("", "china")).toBe(cloud("china"));
    expect(cloud(undefined, "")).toBe(cloud("global"));
  });

  it("give consent and show the application's permissions under these addresses", () => {
    expect(consentUrl(cloud("china"), "T", "C")).toBe(
      "https://login.partner.microsoftonline.cn/T/adminconsent?client_id=C",
    );
    expect(applicationUrl(cloud("global"), "C")).toBe(
      "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/C",
    );
    expect(signInErrorUrl(50020)).toBe("https://login.microsoftonline.com/error?code=50020");
  });
});
