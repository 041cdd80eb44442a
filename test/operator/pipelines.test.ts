import { describe, expect, it } from "vitest";
import type { Exchange } from "../../microsoft/exchange.ts";
import { idToken } from "../../operator/id-token.ts";
import { endpointCredential } from "../../operator/identity-endpoint.ts";

const setting = (value: string, from = "X") => ({ value, from });
const SETTINGS = {
  oidcRequestUrl: setting("https://token.invalid/ask?api-version=2.0", "ACTIONS_ID_TOKEN_REQUEST_URL"),
  oidcRequestToken: setting("bearer-of-the-job"),
  adoPipelineServiceConnectionId: setting("connection-1"),
};

function answering(status: number, body: object | string) {
  const asked: { url: string; method: string; token?: string; headers?: Readonly<Record<string, string>> }[] = [];
  const send: Exchange = async ({ url, method = "GET", token, headers }) => {
    asked.push({ url: url.href, method, ...(token !== undefined && { token }), ...(headers && { headers }) });
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return { status, text, retryAfter: undefined, location: undefined };
  };
  return { asked, send };
}

describe("an ID token", () => {
  it("is asked of GitHub Actions for Entra's audience", async () => {
    const { asked, send } = answering(200, { count: 1, value: "id-token" });
    expect(await idToken("OIDC of GitHub Actions", SETTINGS, send)).toBe("id-token");
    expect(asked).toEqual([
      {
        url: "https://token.invalid/ask?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange",
        method: "GET",
        token: "bearer-of-the-job",
      },
    ]);
  });

  it("is asked of Azure Pipelines for its service connection", async () => {
    const { asked, send } = answering(200, { oidcToken: "id-token" });
    const settings = { ...SETTINGS, oidcRequestUrl: setting("https://token.invalid/ask") };
    expect(await idToken("OIDC of Azure Pipelines", settings, send)).toBe("id-token");
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST https://token.invalid/ask?api-version=7.1&serviceConnectionId=connection-1&audience=api%3A%2F%2FAzureADTokenExchange",
    ]);
  });

  it("that GitHub refuses is an error that says what the job lacks, without the answer", async () => {
    const { send } = answering(403, { message: "bearer-of-the-job is not allowed" });
    await expect(idToken("OIDC of GitHub Actions", SETTINGS, send)).rejects.toThrow(
      new Error(
        "GitHub Actions gave no ID token (403, ACTIONS_ID_TOKEN_REQUEST_URL): the job needs 'permissions: id-token: write'.",
      ),
    );
  });

  it.each([
    [200, "<html>Sign in</html>"],
    [200, {}],
    [200, { value: "" }],
    [302, ""],
  ])("is not found in what is none: %d %j", async (status, body) => {
    await expect(idToken("OIDC of GitHub Actions", SETTINGS, answering(status, body).send)).rejects.toThrow(
      `GitHub Actions gave no ID token (${status}, ACTIONS_ID_TOKEN_REQUEST_URL)`,
    );
  });

  it("that is asked of nobody says who did not answer", async () => {
    const settings = { ...SETTINGS, oidcRequestUrl: setting("https://localhost:1/ask") };
    await expect(idToken("OIDC of GitHub Actions", settings)).rejects.toThrow(
      "localhost:1 gave no answer (ECONNREFUSED)",
    );
  });

  it("is not asked for without encryption, which would show the job's own token", async () => {
    const settings = { ...SETTINGS, oidcRequestUrl: setting("http://token.invalid/ask") };
    await expect(idToken("OIDC of GitHub Actions", settings)).rejects.toThrow(
      "token.invalid would get a token without encryption",
    );
  });

  it("is not asked of what is no address", async () => {
    const settings = { ...SETTINGS, oidcRequestUrl: setting("token", "ARM_OIDC_REQUEST_URL") };
    await expect(idToken("OIDC of GitHub Actions", settings, answering(200, {}).send)).rejects.toThrow(
      new Error("ARM_OIDC_REQUEST_URL is not an address."),
    );
  });
});

describe("a managed identity behind an endpoint of one's own", () => {
  it("is asked as the provider asks", async () => {
    const { asked, send } = answering(200, { access_token: "token", expires_in: "3600" });
    const before = Date.now();
    const given = await endpointCredential("http://identity.invalid/token", "client-1", send).getToken(
      "https://graph.microsoft.com/.default",
    );
    expect(given?.token).toBe("token");
    expect(Math.round(((given?.expiresOnTimestamp ?? 0) - before) / 60_000)).toBe(60);
    expect(asked).toEqual([
      {
        url: "http://identity.invalid/token?api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com&client_id=client-1",
        method: "GET",
        headers: { metadata: "true" },
      },
    ]);
  });

  it.each([
    [200, "<html>secret</html>"],
    [200, { access_token: 7 }],
    [404, ""],
  ])("that gives something else is an error without the answer: %d %j", async (status, body) => {
    const { send } = answering(status, body);
    await expect(endpointCredential("http://identity.invalid/token", "", send).getToken("x")).rejects.toThrow(
      new Error(`The managed identity's endpoint http://identity.invalid gave no token (${status}).`),
    );
  });

  it("that refuses is an error without the answer", async () => {
    const { send } = answering(400, { error: "secret of the endpoint" });
    await expect(endpointCredential("http://identity.invalid/token", "", send).getToken("x")).rejects.toThrow(
      new Error("The managed identity's endpoint http://identity.invalid gave no token (400)."),
    );
  });
});
