import { describe, expect, it } from "vitest";
import { requireWholeGrants } from "../../stack/half-made.ts";

const GRANT = "azuread:index/appRoleAssignment:AppRoleAssignment";
const grant = (role: string, outputs: Record<string, unknown>) => ({ type: GRANT, name: `grant-${role}`, outputs });
const command = (words: string) => `'pulumi ${words} --stack acme'`;

describe("grants in the state", () => {
  it("are whole when Entra said who holds them, or the state never held that", () => {
    const held = [grant("User.Read.All", { principalType: "ServicePrincipal" }), grant("Reports.Read.All", {})];
    expect(() => requireWholeGrants(held, command)).not.toThrow();
  });

  it("are refused when a run made one and could not read it: azuread cannot go on from there without a refresh", () => {
    const held = [
      grant("User.Read.All", { principalType: null }),
      grant("Reports.Read.All", { principalType: "ServicePrincipal" }),
      { type: "other", name: "other", outputs: { principalType: null } },
    ];
    expect(() => requireWholeGrants(held, command)).toThrow(
      "The state holds grant-User.Read.All half made: an earlier run granted it and could not read it afterwards. Nothing was " +
        "changed. 'pulumi refresh --stack acme' reads it from Entra, then 'pulumi up --stack acme' goes on.",
    );
  });
});
