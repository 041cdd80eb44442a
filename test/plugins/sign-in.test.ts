import { describe, expect, it } from "vitest";
import { ConnectionDropped } from "../../dev/stand-ins/providers/graph-failures.ts";
import type { Surroundings } from "../../dev/stand-ins/providers/reach.ts";
import { loopbackOrigin, readSettings } from "../../dev/stand-ins/providers/settings.ts";
import { findEndpoints, signIn } from "../../dev/stand-ins/providers/sign-in.ts";
import { CALLER, CLIENT, CLIENT_SECRET, ENVIRONMENT, ORIGIN, TENANT, TOKEN } from "./scripted-graph.ts";

type Send = Surroundings["send"];

const SETTINGS = { clientId: CLIENT, proof: { secret: CLIENT_SECRET }, tenantId: TENANT, metadata: ORIGIN };
const answering =
  (body: unknown, status = 200): Send =>
  async () =>
    Response.json(body, { status });
/** A world in which nobody is let wait. */
const outside = (send: Send, now = 0) => ({
  send,
  now: () => now,
  wait: async () => {
    throw new Error("waited");
  },
});
const refused = (because: string) =>
  `This stand-in for the azuread provider serves only the embedded tenant on this machine, and ${because}: for any ` +
  "other tenant install the real provider (pulumi plugin install resource azuread 6.9.1).";

describe("an address", () => {
  it.each([
    ["https://localhost:4430/", "https://localhost:4430"],
    ["https://127.0.0.1:4430", "https://127.0.0.1:4430"],
    ["https://[::1]:4430/path", "https://[::1]:4430"],
    ["https://LOCALHOST", "https://localhost"],
  ])("on this machine is let through: %s", (address, origin) => {
    expect(loopbackOrigin("login endpoint", address)).toBe(origin);
  });

  it.each([
    "https://login.microsoftonline.com",
    "https://graph.microsoft.com/",
    "http://localhost:4430",
    "https://localhost.evil.example",
    "https://localhost@evil.example",
    "https://evil.example@localhost",
    "https://evil.example/localhost",
    "https://127.0.0.1.nip.example",
    "https://127.0.0.2",
    "https://0.0.0.0",
    "https://[::ffff:127.0.0.1]",
    "https://169.254.169.254",
    "localhost:4430",
    "undefined",
    "",
  ])("elsewhere, or not safe, is refused: %s", (address) => {
    expect(() => loopbackOrigin("login endpoint", address)).toThrow(refused(`the login endpoint is ${address}`));
  });
});

describe("the settings", () => {
  it("come from the environment", () => {
    expect(readSettings({ environment: "public", useCli: "false", version: "6.9.1" }, ENVIRONMENT)).toEqual(SETTINGS);
  });

  it("of the provider's configuration come first", () => {
    const configured = { metadataHost: "127.0.0.1:1", clientId: "a", clientSecret: "b", tenantId: "c" };
    expect(readSettings(configured, ENVIRONMENT)).toEqual({
      clientId: "a",
      proof: { secret: "b" },
      tenantId: "c",
      metadata: "https://127.0.0.1:1",
    });
  });

  it("without a metadata host are refused: that would be Microsoft's own cloud", () => {
    const { ARM_METADATA_HOSTNAME: _, ...environment } = ENVIRONMENT;
    expect(() => readSettings({}, environment)).toThrow(
      refused("neither azuread:metadataHost nor ARM_METADATA_HOSTNAME names it"),
    );
  });

  it.each([
    ["management.azure.com", "the metadata host is https://management.azure.com"],
    ["localhost:1@evil.example", "the metadata host is https://localhost:1@evil.example"],
    ["localhost:1/elsewhere", "the metadata host localhost:1/elsewhere is more than a host and a port"],
  ])("with the metadata host %s are refused", (metadataHost, because) => {
    expect(() => readSettings({ metadataHost }, ENVIRONMENT)).toThrow(refused(because));
  });

  it("are not taken from files, as azuread's own check does not take them", () => {
    const environment = { ...ENVIRONMENT, ARM_CLIENT_SECRET: "", ARM_CLIENT_SECRET_FILE_PATH: "/run/secret" };
    expect(() => readSettings({}, environment)).toThrow("failed to load Azure credentials");
  });

  it.each(["ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "ARM_TENANT_ID"])(
    "are refused without %s, in the words of azuread's own check",
    (variable) => {
      expect(() => readSettings({}, { ...ENVIRONMENT, [variable]: "" })).toThrow(
        "failed to load Azure credentials.\n" +
          `Details: ${variable} is not set: without it nobody can sign in to the embedded tenant.\n\n` +
          "\tPlease make sure you have signed in via 'az login' or configured another authentication method.\n\n" +
          "\tSee https://www.pulumi.com/registry/packages/azuread/installation-configuration/ for more information",
      );
    },
  );

  it.each([
    ["useAksWorkloadIdentity", true, "signs in with a certificate, a client secret or an OIDC token alone"],
    ["useMsi", "true", "signs in with a certificate, a client secret or an OIDC token alone"],
    ["clientCertificate", "MII=", "does not know that setting"],
  ])("with %s are refused", (name, value, why) => {
    expect(() => readSettings({ [name]: value }, ENVIRONMENT)).toThrow(
      refused(`azuread:${name} is set, but it ${why}`),
    );
  });
});

describe("signing in", () => {
  it("follows metadata that stays on this machine", async () => {
    const body = { authentication: { loginEndpoint: `${ORIGIN}/` }, microsoftGraphResourceId: `${ORIGIN}/` };
    expect(await findEndpoints(SETTINGS, answering(body))).toEqual({ login: ORIGIN, graph: ORIGIN });
  });

  it.each([
    ["login endpoint", { authentication: { loginEndpoint: "https://evil.example" }, microsoftGraphResourceId: ORIGIN }],
    [
      "Microsoft Graph endpoint",
      { authentication: { loginEndpoint: ORIGIN }, microsoftGraphResourceId: "https://evil.example" },
    ],
  ])("does not follow metadata whose %s leaves it", async (what, body) => {
    await expect(findEndpoints(SETTINGS, answering(body))).rejects.toThrow(
      refused(`the ${what} is https://evil.example`),
    );
  });

  it("gives up where no metadata are", async () => {
    await expect(findEndpoints(SETTINGS, answering({}, 404))).rejects.toThrow(
      'retrieving metadata from endpoint "https://localhost:4430": performing request: expected 200 OK but got 404 404',
    );
  });

  it("sends the secret as a form, and to nobody who is redirected to", async () => {
    let sent: [string, RequestInit] | undefined;
    const send: Send = async (url, init) => {
      sent = [url, init];
      return Response.json({ access_token: TOKEN, expires_in: 3599 });
    };
    const token = await signIn(SETTINGS, { login: ORIGIN, graph: ORIGIN }, outside(send, 1000));
    expect(token).toEqual({ value: TOKEN, caller: CALLER, until: 3_540_000 });
    expect(sent).toEqual([
      `${ORIGIN}/${TENANT}/oauth2/v2.0/token`,
      {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body:
          `grant_type=client_credentials&client_id=${CLIENT}&client_secret=the+operator%27s+own+secret&` +
          "scope=https%3A%2F%2Flocalhost%3A4430%2F.default",
        redirect: "error",
      },
    ]);
  });

  it("fails with Entra's own code, and never shows the secret", async () => {
    const error_description = `AADSTS7000215: Invalid client secret ${CLIENT_SECRET} provided.\r\nTrace ID: 1`;
    const send = answering({ error: "invalid_client", error_description }, 401);
    await expect(signIn(SETTINGS, { login: ORIGIN, graph: ORIGIN }, outside(send))).rejects.toThrow(
      "building client: unable to obtain access token: clientCredentialsToken: received HTTP status 401 with response: " +
        '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret [secret] provided.',
    );
  });

  it("tries again while nothing is known, longer each time, and then gives up", async () => {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    const tries = [() => Promise.reject(new ConnectionDropped("x")), answering({}, 503), answering({}, 429)];
    const good = answering({ access_token: TOKEN, expires_in: 3599 });
    const send: Send = (url, init) => (tries.shift() ?? good)(url, init);
    const where = { login: ORIGIN, graph: ORIGIN };
    expect(await signIn(SETTINGS, where, { send, wait, now: () => 0 })).toMatchObject({ value: TOKEN });
    expect(waits).toEqual([1000, 2000, 4000]);
    await expect(signIn(SETTINGS, where, { send: answering({}, 500), wait, now: () => 0 })).rejects.toThrow(
      "received HTTP status 500",
    );
    expect(waits.slice(3)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it("fails where the token does not say who the caller is", async () => {
    const send = answering({ access_token: "e30.e30.none", expires_in: 3599 });
    await expect(signIn(SETTINGS, { login: ORIGIN, graph: ORIGIN }, outside(send))).rejects.toThrow(
      "The token of the embedded tenant does not name the caller (oid claim).",
    );
  });
});

describe("signing in with another issuer's token", () => {
  const OIDC = { ...ENVIRONMENT, ARM_CLIENT_SECRET: "", ARM_USE_OIDC: "true" };
  const RUNNER = { ACTIONS_ID_TOKEN_REQUEST_URL: `${ORIGIN}/token?v=1`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job" };

  it.each([
    ["at hand", { ARM_OIDC_TOKEN: "ey.a.b" }, { token: "ey.a.b" }],
    ["from GitHub's runner", RUNNER, { url: `${ORIGIN}/token?v=1`, bearer: "job" }],
  ])("takes it %s, when no secret is set", (_, given, proof) => {
    expect(readSettings({}, { ...OIDC, ...given }).proof).toEqual(proof);
    expect(readSettings({}, { ...OIDC, ...given, ARM_CLIENT_SECRET: "s" }).proof).toEqual({ secret: "s" });
  });

  it("wants OIDC switched on, a token, and an address on this machine", () => {
    const refusal = "failed to load Azure credentials";
    expect(() => readSettings({}, { ...OIDC, ARM_USE_OIDC: "false", ARM_OIDC_TOKEN: "ey.a.b" })).toThrow(refusal);
    expect(() => readSettings({}, OIDC)).toThrow(refusal);
    const elsewhere = { ...RUNNER, ACTIONS_ID_TOKEN_REQUEST_URL: "https://evil.example/token" };
    expect(() => readSettings({}, { ...OIDC, ...elsewhere })).toThrow(
      "the address of ID tokens is https://evil.example",
    );
  });

  it("sends it in place of a secret, and repeats it in no error", async () => {
    const asked: string[] = [];
    const send: Send = async (url, init) => {
      asked.push(`${init?.method ?? "GET"} ${url} ${init?.body ?? ""}`);
      if (url.startsWith(`${ORIGIN}/token`)) return Response.json({ value: "ey.a.b" });
      return Response.json({ error: "invalid_client", error_description: "AADSTS700213: ey.a.b" }, { status: 401 });
    };
    const settings = readSettings({}, { ...OIDC, ...RUNNER });
    const failed = await signIn(settings, { login: ORIGIN, graph: ORIGIN }, outside(send)).catch(
      (error: Error) => error,
    );
    expect((failed as Error).message).toContain("AADSTS700213: [secret]");
    expect(asked).toEqual([
      `GET ${ORIGIN}/token?v=1&audience=api%3A%2F%2FAzureADTokenExchange `,
      expect.stringContaining("client_assertion=ey.a.b"),
    ]);
  });
});
