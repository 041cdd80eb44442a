import { describe, expect, it } from "vitest";
import { requireEmbedded } from "../../stack/own-tenant.ts";
import { HOSTILE, STEERING } from "../support/hostile.ts";

describe("the dev stack", () => {
  it.each(["localhost:44365", "127.0.0.1:1", "[::1]:8443"])("runs on this machine's own address: %s", (host) => {
    expect(() => requireEmbedded("dev", host)).not.toThrow();
  });

  it.each([
    ...HOSTILE,
    "login.microsoftonline.com",
    "localhost.evil.invalid",
    "localhost:1@evil.invalid",
    "169.254.169.254",
    "0.0.0.0:1",
  ])("is refused on any other: %j", (host) => {
    expect(() => requireEmbedded("dev", host)).toThrow(/^Stack dev is the embedded tenant's, and azuread:metadataHost/);
    expect(() => requireEmbedded("dev", host)).not.toThrow(STEERING);
    expect(() => requireEmbedded("contoso", host)).not.toThrow();
  });

  it("says what to set", () => {
    expect(() => requireEmbedded("dev", undefined)).toThrow(
      new Error(
        "Stack dev is the embedded tenant's, and azuread:metadataHost (or ARM_METADATA_HOSTNAME) is not set. Nothing was asked " +
          "or changed. Set it to localhost:PORT as Pulumi.dev.yaml has it; a real tenant is another stack: 'pulumi stack init NAME'.",
      ),
    );
  });
});
