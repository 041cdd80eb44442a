import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startTenant } from "../../dev/tenant/server.ts";
import { GRAPH, MANAGEMENT, START, send, useTenant } from "./client.ts";
import {
  AZURE_CLI,
  byPassword,
  claimsIn,
  DEVICE_CODE,
  goOn,
  nameOf,
  RESOURCE_MANAGER,
  refusalIn,
  tokenIn,
} from "./user-client.ts";

const used = useTenant();
const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

describe("a user's token", () => {
  test("names the user, what the Azure CLI may do for him, and his directory roles", async () => {
    const answer = await byPassword(used, "apps", GRAPH);
    expect(claimsIn(answer)).toMatchObject({
      aud: "https://graph.microsoft.com",
      appid: AZURE_CLI,
      appidacr: "0",
      idtyp: "user",
      upn: "apps@embedded.onmicrosoft.com",
      scp: expect.stringContaining("Directory.AccessAsUser.All"),
      wids: ["158c047a-c907-4556-b7ef-446551a6b5f7", "b79fbf4d-3ef9-4689-8143-76b194e85509"],
      amr: ["pwd"],
    });
    expect(claimsIn(answer)).not.toHaveProperty("roles");
    expect(answer.body).toMatchObject({ token_type: "Bearer", expires_in: 3599, foci: "1" });
  });

  test("for Azure Resource Manager lets its holder see the tenant, and no subscription", async () => {
    const token = tokenIn(await byPassword(used, "nobody", RESOURCE_MANAGER));
    const ask = (path: string) => used.send("GET", `${path}?api-version=2022-12-01`, { token });
    expect((await ask("/tenants")).body).toMatchObject({
      value: [{ tenantId: used.tenant.tenantId, tenantType: "AAD" }],
    });
    expect((await ask("/subscriptions")).body).toMatchObject({ value: [] });
  });

  test("for Graph does not open Azure Resource Manager, nor the other way round", async () => {
    const [graph, azure] = [await byPassword(used, "admin", GRAPH), await byPassword(used, "admin", RESOURCE_MANAGER)];
    const subscriptions = "/subscriptions?api-version=2022-12-01";
    expect((await used.send("GET", subscriptions, { token: tokenIn(graph) })).status).toBe(401);
    expect((await used.send("GET", subscriptions)).status).toBe(401);
    expect((await used.send("GET", "/v1.0/users", { token: tokenIn(azure) })).status).toBe(401);
  });

  test("goes on by its refresh token, for another API too, after the tenant's process has ended", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tenant-"));
    const first = await startTenant({ folder, now: () => START });
    const signIn = { ...used, tenant: first, send: (m: string, p: string, s = {}) => send(first, m, p, s) };
    const answer = await byPassword(signIn, "admin", RESOURCE_MANAGER);
    await first.close();
    const second = await startTenant({ folder, now: () => START });
    try {
      const later = { ...used, tenant: second, send: (m: string, p: string, s = {}) => send(second, m, p, s) };
      expect(claimsIn(await goOn(later, answer, GRAPH))).toMatchObject({ upn: nameOf("admin") });
      const subscriptions = "/subscriptions?api-version=2022-12-01";
      expect((await send(second, "GET", subscriptions, { token: tokenIn(answer) })).status).toBe(200);
      expect((await byPassword(later, "admin", GRAPH, { password: first.azureCli.password })).status).toBe(200);
    } finally {
      await second.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a user is refused in Entra's words", () => {
  test("with another password, and by a name that is nobody's", async () => {
    const wrong = await byPassword(used, "admin", GRAPH, { password: "wrong" });
    expect({ status: wrong.status, body: wrong.body }).toMatchObject({
      status: 400,
      body: {
        error: "invalid_grant",
        error_codes: [50126],
        error_description: expect.stringMatching(
          /^AADSTS50126: Error validating credentials due to invalid username or password\. Trace ID: /,
        ),
      },
    });
    expect(refusalIn(await byPassword(used, "stranger", GRAPH))).toBe(50034);
  });

  test("for want of a second factor, where the API wants one and at no other", async () => {
    const azure = await byPassword(used, "mfa", RESOURCE_MANAGER);
    expect(azure.status).toBe(200);
    const graph = await goOn(used, azure, GRAPH);
    expect(graph.body).toMatchObject({
      error: "invalid_grant",
      error_codes: [50076],
      suberror: "basic_action",
      claims: expect.stringContaining("capolids"),
      error_description: expect.stringContaining(
        `you must use multi-factor authentication to access '${GRAPH_APP_ID}'.`,
      ),
    });
  });

  test("by a policy that blocks, and by any other condition that an account is given", async () => {
    const blocked = await byPassword(used, "blocked", RESOURCE_MANAGER);
    expect(blocked.body).toMatchObject({ error: "invalid_grant", error_codes: [53003], suberror: "message_only" });
    for (const code of [50079, 53000, 530032] as const) {
      for (const account of used.tenant.directory.accounts ?? []) account.conditions = [{ code }];
      expect(refusalIn(await byPassword(used, "admin", GRAPH))).toBe(code);
    }
  });

  test("at an API that nobody has let the Azure CLI ask, and with a client that is not Microsoft's", async () => {
    expect(refusalIn(await byPassword(used, "admin", MANAGEMENT))).toBe(65001);
    expect(refusalIn(await byPassword(used, "admin", GRAPH, { client_id: GRAPH_APP_ID }))).toBe(700016);
  });

  test("at another tenant, and with what is no refresh token", async () => {
    const form = { client_id: AZURE_CLI, grant_type: "refresh_token", refresh_token: "1.abc", scope: GRAPH };
    const ask = (tenant: string) => used.send("POST", `/${tenant}/oauth2/v2.0/token`, { form });
    expect(refusalIn(await ask("contoso.onmicrosoft.com"))).toBe(90002);
    expect(refusalIn(await ask("organizations"))).toBe(70000);
  });
});

describe("a sign-in at another device", () => {
  const begin = async () => {
    const scope = `${RESOURCE_MANAGER} offline_access openid profile`;
    const answer = await used.send("POST", "/organizations/oauth2/v2.0/devicecode", {
      form: { client_id: AZURE_CLI, scope },
    });
    return answer.body as { user_code: string; device_code: string; interval: number; message: string };
  };
  const poll = (device_code: string) => {
    const form = { client_id: AZURE_CLI, grant_type: DEVICE_CODE, device_code, code: device_code };
    return used.send("POST", "/organizations/oauth2/v2.0/token", { form });
  };
  const type = (user_code: string, user: string, more: Record<string, string> = {}) =>
    used.send("POST", "/devicelogin", {
      form: { user_code, username: nameOf(user), password: used.tenant.azureCli.password, ...more },
    });

  test("waits until somebody has signed in with its code, and gives a token once", async () => {
    const { user_code, device_code, interval, message } = await begin();
    expect(interval).toBe(5);
    expect(message).toContain(`/devicelogin and enter the code ${user_code} to authenticate.`);
    expect((await poll(device_code)).body).toMatchObject({ error: "authorization_pending", error_codes: [70016] });
    expect((await type(user_code, "admin")).status).toBe(200);
    expect(claimsIn(await poll(device_code))).toMatchObject({ upn: nameOf("admin"), amr: ["pwd"] });
    expect(refusalIn(await poll(device_code))).toBe(70000);
  });

  test("shows its second factor to every API", async () => {
    const { user_code, device_code } = await begin();
    await type(user_code, "mfa", { second_factor: "yes" });
    const answer = await poll(device_code);
    expect(claimsIn(await goOn(used, answer, GRAPH))).toMatchObject({ upn: nameOf("mfa"), amr: ["pwd", "mfa"] });
  });

  test("takes no other code, no other password, and nothing after a quarter of an hour", async () => {
    const { user_code, device_code } = await begin();
    expect((await type("AAAAAAAAA", "admin")).status).toBe(400);
    expect((await type(user_code, "admin", { password: "wrong" })).body).toContain("AADSTS50126");
    used.tenant.clock.set(() => new Date(START.getTime() + 900_001));
    expect((await type(user_code, "admin")).status).toBe(400);
    expect((await poll(device_code)).body).toMatchObject({ error: "expired_token", error_codes: [70020] });
  });
});

describe("a sign-in in the browser", () => {
  const VERIFIER = "a".repeat(43);
  const open = (more: Record<string, string> = {}) => {
    const asked = {
      client_id: AZURE_CLI,
      response_type: "code",
      redirect_uri: "http://localhost:8400",
      scope: `${RESOURCE_MANAGER} offline_access openid profile`,
      state: "state",
      response_mode: "form_post",
      code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
      code_challenge_method: "S256",
      nonce: "nonce",
      ...more,
    };
    return used.send("GET", `/organizations/oauth2/v2.0/authorize?${new URLSearchParams(asked)}`);
  };
  const fields = (html: unknown) =>
    Object.fromEntries(
      [...String(html).matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, n, v]) => [n, v]),
    );
  const signIn = async () => {
    const form = { ...fields((await open()).body), username: nameOf("admin"), password: used.tenant.azureCli.password };
    return fields((await used.send("POST", "/organizations/login", { form })).body) as { code: string; state: string };
  };
  const redeem = (code: string, code_verifier = VERIFIER) => {
    const form = {
      client_id: AZURE_CLI,
      grant_type: "authorization_code",
      code,
      code_verifier,
      redirect_uri: "http://localhost:8400",
    };
    return used.send("POST", "/organizations/oauth2/v2.0/token", { form });
  };

  test("hands a code over that is good for one token, with the nonce in the ID token", async () => {
    const { code, state } = await signIn();
    expect(state).toBe("state");
    const answer = await redeem(code);
    expect(claimsIn(answer)).toMatchObject({ aud: "https://management.core.windows.net/", upn: nameOf("admin") });
    const idToken = String((answer.body as Record<string, string>)["id_token"]);
    expect(JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
      aud: AZURE_CLI,
      nonce: "nonce",
    });
    expect(refusalIn(await redeem(code))).toBe(70000);
  });

  test("gives nothing to whoever has the code and not its verifier", async () => {
    const { code } = await signIn();
    expect(refusalIn(await redeem(code, "b".repeat(43)))).toBe(70000);
  });

  test("hands nothing over anywhere but on this machine", async () => {
    expect(refusalIn(await open({ redirect_uri: "https://example.org/" }))).toBe(50011);
  });
});
