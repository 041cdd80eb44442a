import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createApplication } from "../../dev/tenant/applications.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { addSecret } from "../../dev/tenant/secrets.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { createServicePrincipal } from "../../dev/tenant/service-principals.ts";
import { SignIns } from "../../dev/tenant/sign-ins.ts";
import { GRAPH, query, START, useTenant } from "./client.ts";

const used = useTenant();

/** An application with two keys, the first of which has signed in on the tenant's first day. */
async function application() {
  const { directory } = used.tenant;
  grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Directory.Read.All", START);
  const { graph } = createApplication(directory, { displayName: "esia" }, [], START);
  const principal = createServicePrincipal(directory, graph.appId, {}, [], START);
  const [one, two] = ["one", "two"].map((displayName) => addSecret(directory, graph.id, { displayName }, START));
  if (!one || !two) throw new Error("no keys");
  await used.token(GRAPH, graph.appId, one.secretText);
  return { appId: graph.appId, id: graph.id, principalId: principal.graph.id, one, two };
}

async function report(appId: string) {
  const path = `/beta/reports/appCredentialSignInActivities${query({ $filter: `appId eq '${appId}'` })}`;
  const { status, body } = await used.send("GET", path, { token: await used.token() });
  return { status, value: (body as { value: { keyId: string; signInActivity: object }[] }).value };
}

describe("the report of sign-ins by key", () => {
  test("names each key that got a token, with the last time, in the documented shape", async () => {
    const { appId, id, principalId, one, two } = await application();
    const { status, value } = await report(appId);
    expect(status).toBe(200);
    expect(value).toEqual([
      {
        id: expect.any(String),
        keyId: one.keyId,
        keyType: "clientSecret",
        keyUsage: "verify",
        appId,
        appObjectId: id,
        servicePrincipalObjectId: principalId,
        resourceId: null,
        credentialOrigin: "application",
        createdDateTime: "2026-10-01T12:00:00Z",
        expirationDateTime: "2028-10-01T12:00:00Z",
        signInActivity: { lastSignInDateTime: "2026-10-01T12:00:00Z", lastSignInRequestId: expect.any(String) },
      },
    ]);
    used.tenant.clock.set(() => new Date("2026-10-02T12:00:00Z"));
    await used.token(GRAPH, appId, one.secretText);
    await used.token(GRAPH, appId, two.secretText);
    const last = { lastSignInDateTime: "2026-10-02T12:00:00Z" };
    expect((await report(appId)).value).toMatchObject([
      { keyId: one.keyId, signInActivity: last },
      { keyId: two.keyId, signInActivity: last },
    ]);
  });

  test("knows nothing of a sign-in that was refused", async () => {
    const { appId, two } = await application();
    await expect(used.token(GRAPH, appId, `${two.secretText}x`)).rejects.toThrow("AADSTS7000215");
    expect((await report(appId)).value.map(({ keyId }) => keyId)).not.toContain(two.keyId);
  });

  test("takes Directory.Read.All", async () => {
    const path = "/beta/reports/appCredentialSignInActivities";
    expect((await used.send("GET", path, { token: await used.token() })).status).toBe(403);
  });

  test("can be empty, refused for want of a licence, or late", async () => {
    const { appId, one, two } = await application();
    used.tenant.signIns.late();
    await used.token(GRAPH, appId, two.secretText);
    expect((await report(appId)).value.map(({ keyId }) => keyId)).toEqual([one.keyId]);
    used.tenant.signIns.report = "empty";
    expect(await report(appId)).toEqual({ status: 200, value: [] });
    used.tenant.signIns.report = "refused";
    expect((await report(appId)).status).toBe(403);
  });

  test("outlives the tenant's process", () => {
    const folder = join(used.tenant.environment["SSL_CERT_FILE"] as string, "..");
    const before = new SignIns(folder);
    before.record("app", "key", START, "request");
    expect(new SignIns(folder).shown).toEqual([
      { appId: "app", keyId: "key", at: "2026-10-01T12:00:00Z", requestId: "request" },
    ]);
  });
});

describe("an application by its client id", () => {
  test("is answered with its keys, whose values are never shown", async () => {
    const { appId, id, one, two } = await application();
    grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Application.Read.All", START);
    const path = `/v1.0/applications(appId='${appId}')?$select=id,passwordCredentials`;
    const { status, body } = await used.send("GET", path, { token: await used.token() });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      passwordCredentials: [
        { keyId: two.keyId, displayName: "two", hint: two.secretText.slice(0, 3), secretText: null },
        { keyId: one.keyId, displayName: "one", hint: one.secretText.slice(0, 3), secretText: null },
      ],
    });
    const other = path.replace(appId, "11111111-2222-4333-8444-555555555555");
    expect((await used.send("GET", other, { token: await used.token() })).status).toBe(404);
  });
});
