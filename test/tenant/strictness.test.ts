import { describe, expect, test } from "vitest";
import { query, type Sending, useTenant } from "./client.ts";

const used = useTenant();
const ID = "11111111-2222-3333-4444-555555555555";

describe("what the tenant does not know is refused and written down", () => {
  const cases: [title: string, status: number, method: string, path: string, sending?: Sending][] = [
    ["a route", 400, "GET", "/v1.0/devices"],
    ["a method", 400, "PUT", `/v1.0/applications/${ID}`, { json: {} }],
    ["a version", 400, "GET", "/v2.0/applications"],
    ["the beta version of a list", 400, "GET", "/beta/applications"],
    ["a $filter on another property", 400, "GET", `/v1.0/applications${query({ $filter: "notes eq 'x'" })}`],
    ["a form of $filter", 400, "GET", `/v1.0/applications${query({ $filter: "startswith(displayName,'x')" })}`],
    [
      "two filters at once",
      400,
      "GET",
      `/v1.0/applications${query({ $filter: "appId eq 'a' and displayName eq 'b'" })}`,
    ],
    ["a property in $select", 400, "GET", `/v1.0/applications${query({ $select: "id,nickname" })}`],
    ["$expand", 400, "GET", `/v1.0/applications${query({ $expand: "owners" })}`],
    ["$count", 400, "GET", `/v1.0/servicePrincipals${query({ $count: "true" })}`],
    ["$top on an owners' list", 400, "GET", `/v1.0/applications/${ID}/owners${query({ $top: "1" })}`],
    ["a query on a write", 400, "POST", "/v1.0/applications?x=1", { json: { displayName: "x" } }],
    ["a property in a body", 400, "POST", "/v1.0/applications", { json: { displayName: "x", nickname: "y" } }],
    ["a property in a body's object", 400, "POST", "/v1.0/applications", { json: { displayName: "x", web: { a: 1 } } }],
    ["a value of the wrong type", 400, "POST", "/v1.0/applications", { json: { displayName: 1 } }],
    [
      "a redirect URI",
      400,
      "POST",
      "/v1.0/applications",
      { json: { displayName: "x", web: { redirectUris: ["https://x"] } } },
    ],
    [
      "another audience",
      400,
      "POST",
      "/v1.0/applications",
      { json: { displayName: "x", signInAudience: "AzureADMultipleOrgs" } },
    ],
    [
      "a secret of the caller's choice",
      400,
      "POST",
      `/v1.0/applications/${ID}/addPassword`,
      { json: { passwordCredential: { secretText: "x" } } },
    ],
    ["what is not JSON", 400, "POST", "/v1.0/applications", { headers: { "content-type": "application/json" } }],
    ["a form for JSON", 415, "POST", "/v1.0/applications", { form: { displayName: "x" } }],
    ["a body without content type", 415, "POST", "/v1.0/applications"],
    ["an api-version of the metadata", 400, "GET", "/metadata/endpoints?api-version=2020-06-01"],
  ];
  test.each(cases)("%s: %i", async (_, status, method, path, sending) => {
    const token = await used.token();
    const before = JSON.stringify(used.tenant.directory);
    const answer = await used.send(method, path, { token, ...sending });
    expect(answer).toMatchObject({
      status,
      body: { error: { code: expect.any(String), message: expect.any(String) } },
    });
    expect(used.tenant.strictRefusals).toMatchObject([{ method, path, status }]);
    expect(JSON.stringify(used.tenant.directory)).toBe(before);
  });

  test("and no refusal that Graph itself would give", async () => {
    const token = await used.token();
    expect((await used.send("GET", `/v1.0/applications/${ID}`, { token })).status).toBe(404);
    expect((await used.send("GET", "/v1.0/organization", { token })).status).toBe(403);
    expect(used.tenant.strictRefusals).toEqual([]);
  });
});

describe("the journal", () => {
  test("holds each request and answer, and no secret", async () => {
    const token = await used.token();
    const made = await used.send("POST", "/v1.0/applications", { token, json: { displayName: "esia" } });
    const { id } = made.body as { id: string };
    const added = await used.send("POST", `/v1.0/applications/${id}/addPassword`, {
      token,
      json: { passwordCredential: { displayName: "one" } },
    });
    const { secretText } = added.body as { secretText: string };
    expect(used.tenant.requests).toMatchObject([
      {
        method: "POST",
        path: `/${used.tenant.tenantId}/oauth2/v2.0/token`,
        status: 200,
        requestBody: { grant_type: "client_credentials", client_secret: "[secret]" },
        responseBody: { token_type: "Bearer", access_token: "[secret]" },
      },
      {
        method: "POST",
        path: "/v1.0/applications",
        status: 201,
        requestBody: { displayName: "esia" },
        responseBody: { id },
      },
      {
        path: `/v1.0/applications/${id}/addPassword`,
        requestBody: { passwordCredential: { displayName: "one" } },
        responseBody: { displayName: "one", secretText: "[secret]" },
      },
    ]);
    const text = JSON.stringify(used.tenant.requests);
    for (const secret of [secretText, token, used.tenant.environment["ARM_CLIENT_SECRET"]])
      expect(text).not.toContain(secret);
  });
});
