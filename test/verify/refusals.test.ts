import { describe, expect, test } from "vitest";
import type { Row } from "../../commands/rows/report.ts";
import { explainRefusal } from "../../commands/verify/refusals.ts";
import type { Target } from "../../commands/verify/target.ts";
import { verify } from "../../commands/verify/verify.ts";
import { findServicePrincipalByAppId, requireObject } from "../../dev/tenant/directory.ts";
import { removeSecret } from "../../dev/tenant/secrets.ts";
import { removeManagementApi } from "../../dev/tenant/service-principals.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { endpointsOf } from "../../microsoft/endpoints.ts";
import { APIS } from "../../permissions.ts";
import { useTenant } from "../tenant/client.ts";
import { provision, verifyIn } from "./esia-app.ts";

const used = useTenant();
const NOBODY = "11111111-2222-4333-8444-555555555555";
const REST = { check: "Everything else", result: "unknown", detail: "Not looked at: it takes a sign-in." };

/** A target with other values. */
function having(target: Target, values: Partial<Target["values"]>): Target {
  return { ...target, values: { ...target.values, ...values } };
}

async function failing(target: Target): Promise<Row | undefined> {
  const [row, ...rest] = await verifyIn(used.tenant, target, { timeout: 0 });
  expect(rest).toEqual([REST]);
  return row;
}

describe("a sign-in that Entra refuses is explained at the field of ESIA's form", () => {
  test("with a wrong key", async () => {
    const { target } = provision(used.tenant);
    expect(await failing(having({ ...target, stack: undefined }, { clientSecret: "abc8Q~not-the-key" }))).toEqual({
      check: "Key",
      result: "fail",
      detail: "Entra does not know this key (AADSTS7000215).",
      next: "Compare it with the output clientSecret: it must be the value, whole, and of this Client ID.",
    });
  });

  test("with a key of the stack's that somebody removed", async () => {
    const { target } = provision(used.tenant);
    expect(await failing(having(target, { clientSecret: "abc8Q~not-the-key" }))).toMatchObject({
      check: "Key",
      next: "Somebody removed it in Entra. Run 'pulumi refresh --stack test', then 'pulumi up --stack test', and type the new key into ESIA.",
    });
  });

  test("with an expired key", async () => {
    const { target } = provision(used.tenant, "2026-12-01T00:00:00Z");
    used.tenant.clock.set(() => new Date("2026-12-02T00:00:00Z"));
    expect(await failing(target)).toEqual({
      check: "Key",
      result: "fail",
      detail: "The key has expired (AADSTS7000222).",
      next: "Run 'pulumi up --stack test': it makes a new one. Type that into ESIA.",
    });
  });

  test.each([
    ["expired", "2026-11-01T00:00:00Z", "Type the newest key into ESIA, if it still uses this one."],
    [
      "removed",
      "2028-01-01T00:00:00Z",
      "Somebody removed it in Entra. Type the newest key into ESIA, if it still uses this one.",
    ],
  ])("with the previous key %s, which asks for no new one", async (_, end, next) => {
    const { id, target } = provision(used.tenant, end);
    used.tenant.clock.set(() => new Date("2026-12-02T00:00:00Z"));
    if (end > "2027") {
      const [credential] = requireObject(used.tenant.directory.applications, id).graph.passwordCredentials;
      removeSecret(used.tenant.directory, id, credential?.keyId ?? "");
    }
    expect(await failing({ ...target, older: true })).toMatchObject({ check: "Key", next });
  });

  test("with an unknown application", async () => {
    const { target } = provision(used.tenant);
    expect(await failing(having(target, { clientId: NOBODY }))).toMatchObject({
      check: "Client ID",
      detail: "Entra knows no such application in this tenant (AADSTS700016).",
    });
  });

  test("with an unknown tenant", async () => {
    const { target } = provision(used.tenant);
    expect(await failing(having(target, { tenantId: NOBODY }))).toMatchObject({
      check: "Tenant ID",
      detail: `${used.tenant.metadataHost} knows no such tenant (AADSTS90002).`,
    });
  });

  test("with an unknown tenant, when already its OpenID configuration is refused", async () => {
    const { target } = provision(used.tenant);
    const body = { error: "invalid_tenant", error_description: "AADSTS90002: Tenant not found." };
    used.tenant.faults.add({ method: "GET", path: /openid-configuration/, action: { answer: { status: 400, body } } });
    expect((await failing(target))?.check).toBe("Tenant ID");
  });

  test("with an application that an administrator disabled", async () => {
    const { target } = provision(used.tenant);
    const principal = findServicePrincipalByAppId(used.tenant.directory, target.values.clientId);
    if (principal) principal.graph.accountEnabled = false;
    expect((await failing(target))?.detail).toBe("An administrator has disabled the application (AADSTS7000112).");
  });

  test("with a code that nobody has explained here", async () => {
    const { target } = provision(used.tenant);
    const body = { error: "invalid_client", error_description: "AADSTS999999: New." };
    used.tenant.faults.add({ method: "POST", path: /token/, action: { answer: { status: 400, body } } });
    expect(await failing(target)).toEqual({
      check: "Token for Microsoft Graph",
      result: "fail",
      detail: "Entra refuses the sign-in (AADSTS999999).",
      next: "Look the code up at https://login.microsoftonline.com/error?code=999999",
    });
  });

  test("when it throttles for longer than the limit", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.add({ method: "POST", path: /token/, action: { answer: { status: 429, body: {} } } });
    expect((await failing(target))?.detail).toBe("Entra throttles: too many sign-ins (429).");
  });
});

describe("values that cannot be right are said before anything is asked", () => {
  test.each<[string, Partial<Target["values"]>, string]>([
    [
      "Key",
      { clientSecret: "0c8be3ae-5f2f-4ad4-8a4f-7d5f6b8e9a10" },
      "It has the form of a GUID: that is the secret's ID, not its value.",
    ],
    ["Key", { clientSecret: "" }, "It is empty."],
    ["Key", { clientSecret: "abc8Q~half of it" }, "It has spaces or line ends in it, which no key has."],
    ["Client ID", { clientId: "abc8Q~a-key-in-the-wrong-field" }, "It is no GUID, as the application (client) ID is."],
    ["Tenant ID", { tenantId: "contoso" }, "It is no GUID, as the directory (tenant) ID is."],
  ])("%s: %j", async (check, values, detail) => {
    const { target } = provision(used.tenant);
    expect(await failing(having({ ...target, stack: undefined }, values))).toMatchObject({
      check,
      result: "fail",
      detail,
    });
    expect(used.tenant.requests).toEqual([]);
  });

  test("a GUID in the stack's own output is an update that did not come to its end", async () => {
    const { target } = provision(used.tenant);
    expect(await failing(having(target, { clientSecret: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }))).toMatchObject({
      next: "Run 'pulumi up --stack test' to its end, then verify again.",
    });
  });
});

describe("the Management API", () => {
  test("without a service principal in the tenant fails, and the rest is verified", async () => {
    const { target } = provision(used.tenant);
    removeManagementApi(used.tenant.directory);
    const rows = await verifyIn(used.tenant, target);
    expect(rows).toContainEqual({
      check: "Token for Office 365 Management APIs",
      result: "fail",
      detail: "The tenant has no service principal of Office 365 Management APIs (AADSTS500011).",
      next: "Run 'pulumi up --stack test', which makes it where it is missing.",
    });
    expect(rows).toContainEqual({
      check: "ActivityFeed.Read",
      result: "unknown",
      detail: "No token for Office 365 Management APIs.",
    });
    expect(rows).toContainEqual({
      check: "User.Read.All",
      result: "pass",
      detail: "Users can be read; open to either of User.Read.All and Directory.Read.All.",
    });
  });

  test("without a service principal leaves consent unknown: what no token tells of is counted, not passed", async () => {
    const { target } = provision(used.tenant);
    removeManagementApi(used.tenant.directory);
    expect(await verifyIn(used.tenant, target)).toContainEqual({
      check: "Admin consent",
      result: "unknown",
      detail: "The tokens carry 8 of the 11 roles asked for. 3 not judged: no token for Office 365 Management APIs.",
    });
  });

  test("without a service principal does not hide what is missing elsewhere", async () => {
    const { target, revoke } = provision(used.tenant);
    removeManagementApi(used.tenant.directory);
    revoke("graph", "User.Read.All");
    expect(await verifyIn(used.tenant, target)).toContainEqual({
      check: "Admin consent",
      result: "fail",
      detail:
        "Given in part: the tokens carry 7 of the 11 roles asked for. 3 not judged: no token for Office 365 Management APIs.",
      next: "Run 'pulumi up --refresh --stack test'; if that changes nothing, verify again in some minutes.",
    });
  });

  test.each(["management", "graph"] as const)("that is disabled in the tenant is named: %s", async (api) => {
    const { target } = provision(used.tenant);
    const principal = findServicePrincipalByAppId(used.tenant.directory, APIS[api].appId);
    if (principal) principal.graph.accountEnabled = false;
    const rows = await verifyIn(used.tenant, target, { timeout: 0 });
    expect(rows.find(({ check }) => check.startsWith("Token for"))).toEqual({
      check: `Token for ${APIS[api].name}`,
      result: "fail",
      detail:
        `The service principal of ${APIS[api].name} is disabled in this tenant (AADSTS500014): an administrator disabled ` +
        "it, or the tenant's subscription of Microsoft 365 has lapsed.",
      next:
        "Let an administrator look at the subscription, and in the Entra admin centre, Enterprise applications (application " +
        `type 'Microsoft Applications'), ${APIS[api].name}, Properties: set 'Enabled for users to sign-in' to Yes. This ` +
        "program never changes it. Then verify again.",
    });
    // Where only the Management API is disabled, the rest is verified.
    expect(rows.some(({ check, result }) => check === "User.Read.All" && result === "pass")).toBe(api === "management");
  });

  test("is not missed when all of its roles are left out", async () => {
    const { target } = provision(used.tenant);
    removeManagementApi(used.tenant.directory);
    const omit = ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"];
    const rows = await verifyIn(used.tenant, { ...target, omit }, { timeout: 0 });
    expect(rows.filter(({ result }) => result === "fail")).toEqual([]);
  });

  test("is said not to be there in a cloud without one", async () => {
    const { target } = provision(used.tenant);
    const { management: _, ...endpoints } = target.endpoints;
    const rows = await verifyIn(used.tenant, { ...target, endpoints });
    expect(rows).toContainEqual({
      check: "Office 365 Management APIs",
      result: "unknown",
      detail:
        "Microsoft documents no address of theirs in this cloud: neither their roles nor the audit log can be proved.",
    });
    expect(rows.filter(({ result }) => result === "fail")).toEqual([]);
  });
});

describe("a token that cannot be read", () => {
  test("is said to be so, for without its roles no consent can be judged", async () => {
    const { target } = provision(used.tenant);
    const edit = (body: unknown) => ({ ...(body as object), access_token: "opaque" });
    used.tenant.faults.add({ method: "POST", path: /token/, action: { edit } });
    await expect(verifyIn(used.tenant, target)).rejects.toThrow(
      new CannotRun(
        `${used.tenant.metadataHost} lets the key in, but its token's roles cannot be read, so consent cannot be judged. ` +
          "This program may be too old for what Microsoft hands out now: take a newer version, then verify again.",
      ),
    );
  });
});

describe("without a connection", () => {
  const nowhere = (target: Target): Target => ({
    ...target,
    endpoints: endpointsOf({
      environment: undefined,
      metadataHost: { value: "localhost:1", from: "azuread:metadataHost" },
    }),
  });

  test("to the embedded tenant nothing runs, and how to start it is said", async () => {
    const { target } = provision(used.tenant);
    await expect(verifyIn(used.tenant, nowhere(target))).rejects.toThrow(
      new CannotRun(
        "The embedded tenant does not answer at localhost:1 (ECONNREFUSED). 'npm run tenant' starts it, and prints what a " +
          "shell needs to trust it.",
      ),
    );
  });

  test("nothing runs either when the tenant's certificate is not trusted", async () => {
    const { target } = provision(used.tenant);
    await expect(verify(target)).rejects.toThrow(/does not answer at localhost:\d+ \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  });

  test.each([
    [
      "ENOTFOUND",
      "No connection to login.microsoftonline.us (ENOTFOUND), so nothing was verified. Check the network and HTTPS_PROXY, " +
        "then run verify again; ESIA's host needs the same connection.",
    ],
    [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "The certificate of login.microsoftonline.us is not trusted (SELF_SIGNED_CERT_IN_CHAIN): a proxy on the way may have " +
        "put its own in its place. Name that proxy's certificate in NODE_EXTRA_CA_CERTS, then run verify again.",
    ],
  ])("to Entra nothing runs: %s", (noAnswer, message) => {
    const { target } = provision(used.tenant);
    const endpoints = endpointsOf({ environment: "usgovernment", metadataHost: { value: undefined, from: "" } });
    expect(() => explainRefusal({ noAnswer }, "Microsoft Graph", { ...target, endpoints })).toThrow(
      new CannotRun(message),
    );
  });

  test("to an API its rows fail", async () => {
    const { target } = provision(used.tenant);
    used.tenant.faults.add({ method: "GET", path: /^\/v1\.0\/users/, action: { drop: "before" } });
    const rows = await verifyIn(used.tenant, target);
    expect(rows).toContainEqual({
      check: "User.Read.All",
      result: "fail",
      detail: `No connection to ${used.tenant.metadataHost} (ECONNRESET).`,
      next: `Allow HTTPS to ${used.tenant.metadataHost}, from ESIA's host as well.`,
    });
  });
});
