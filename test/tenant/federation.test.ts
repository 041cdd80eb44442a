/** Federated credentials: Graph's calls for them, and the tokens of other issuers that sign in by them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { addOperator, grantRole, OPERATOR_CLIENT_ID, OPERATOR_OBJECT_ID, revokeRole } from "../../dev/tenant/seed.ts";
import { type OidcIssuer, oidcIssuer } from "../support/oidc-issuer.ts";
import { codeOf, GRAPH, idOf, START, useTenant } from "./client.ts";

const used = useTenant();
const SUBJECT = "repo:contoso/esia:environment:production";
const ISSUER = "https://token.actions.githubusercontent.com";
const CREDENTIAL = { name: "pipeline", issuer: ISSUER, subject: SUBJECT, audiences: ["api://AzureADTokenExchange"] };

let token: string;
let pipeline: { applicationId: string; clientId: string };
const path = (rest = "") => `/v1.0/applications/${pipeline.applicationId}/federatedIdentityCredentials${rest}`;
const make = (change: object = {}) => used.send("POST", path(), { token, json: { ...CREDENTIAL, ...change } });

beforeEach(async () => {
  token = await used.token();
  pipeline = addOperator(used.tenant.directory, { displayName: "Pipeline", roles: [] }, START);
});

describe("a federated credential", () => {
  test("is made, read by id or name, changed and removed", async () => {
    const made = await make();
    expect(made).toMatchObject({ status: 201, body: { ...CREDENTIAL, description: null } });
    const id = idOf(made);
    for (const key of [id, "pipeline"]) {
      expect(await used.send("GET", path(`/${key}`), { token })).toMatchObject({
        status: 200,
        body: { id, ...CREDENTIAL },
      });
    }
    const changes = { ...CREDENTIAL, id, subject: "repo:contoso/esia:environment:prod" };
    expect((await used.send("PATCH", path(`/${id}`), { token, json: changes })).status).toBe(204);
    expect(await used.send("GET", path(), { token })).toMatchObject({ body: { value: [changes] } });
    expect((await used.send("DELETE", path(`/${id}`), { token })).status).toBe(204);
    expect((await used.send("GET", path(`/${id}`), { token })).status).toBe(404);
    expect((await used.send("DELETE", path(`/${id}`), { token })).status).toBe(404);
    expect(used.tenant.strictRefusals).toEqual([]);
  });

  test.each([
    ["of the same name", { subject: "other" }],
    ["of the same issuer and subject", { name: "other" }],
  ])("has no twin %s", async (_, change) => {
    await make();
    const twin = await make(change);
    expect({ status: twin.status, code: codeOf(twin) }).toEqual({
      status: 409,
      code: "Request_MultipleObjectsWithSameKeyValue",
    });
  });

  test.each([
    ["two audiences", { audiences: ["a", "b"] }],
    ["an issuer without https", { issuer: "http://a.example" }],
    ["a name that no address could hold", { name: "a b" }],
    ["an unknown property", { claimsMatchingExpression: {} }],
  ])("is not made with %s", async (_, change) => {
    expect((await make(change)).status).toBe(400);
  });

  test("keeps its name", async () => {
    const id = idOf(await make());
    const renamed = await used.send("PATCH", path(`/${id}`), { token, json: { ...CREDENTIAL, id, name: "other" } });
    expect(renamed.status).toBe(400);
  });

  test("is an application's own business: with OwnedBy alone only its owner makes one", async () => {
    const { directory } = used.tenant;
    revokeRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Application.ReadWrite.All");
    grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Application.ReadWrite.OwnedBy", START);
    token = await used.token();
    expect((await make()).status).toBe(403);
    directory.applications.at(-1)?.owners.push(OPERATOR_OBJECT_ID);
    expect((await make()).status).toBe(201);
  });
});

describe("another issuer's token", () => {
  let issuer: OidcIssuer;
  beforeEach(async () => {
    issuer = await oidcIssuer(used.tenant, SUBJECT);
    await make();
  });
  afterEach(async () => {
    used.tenant.issuers.clear();
    await issuer.close();
  });

  const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  const signIn = (assertion: string, form: Record<string, string> = {}) =>
    used.send("POST", `/${used.tenant.tenantId}/oauth2/v2.0/token`, {
      form: {
        grant_type: "client_credentials",
        client_id: pipeline.clientId,
        client_assertion_type: TYPE,
        client_assertion: assertion,
        scope: GRAPH,
        ...form,
      },
    });
  const refusal = async (assertion: string) => {
    const { status, body } = await signIn(assertion);
    const { error, error_codes: codes, error_description: said } = body as Record<string, unknown>;
    return { status, error, codes, said };
  };

  test("signs in as the application, and is written down nowhere", async () => {
    const assertion = await issuer.token();
    const answer = await signIn(assertion);
    expect(answer).toMatchObject({ status: 200, body: { token_type: "Bearer", access_token: expect.any(String) } });
    expect(JSON.stringify(used.tenant.requests)).not.toContain(assertion);
  });

  test.each<[string, Parameters<OidcIssuer["token"]>[0], number, string]>([
    ["another issuer", { issuer: "https://evil.example" }, 700211, "assertion issuer 'https://evil.example'"],
    [
      "another branch or environment",
      { subject: "repo:contoso/esia:ref:refs/heads/main" },
      700213,
      "assertion subject",
    ],
    ["a fork's pull request", { subject: "repo:contoso/esia:pull_request" }, 700213, "assertion subject"],
    ["letters of another size", { subject: SUBJECT.replace("c", "C") }, 7002138, "not with case-sensitive comparison"],
    ["another audience", { audience: "https://github.com/contoso" }, 700212, "assertion audience"],
    ["a time that is over", { lives: -1 }, 700024, "not within its valid time range"],
  ])("is refused with %s", async (_, claims, code, said) => {
    const answer = await refusal(await issuer.token(claims));
    expect(answer).toMatchObject({ status: 401, error: "invalid_client", codes: [code] });
    expect(answer.said).toContain(said);
  });

  test("is refused when the issuer does not publish the key that signed it", async () => {
    await issuer.forge();
    expect(await refusal(await issuer.token())).toMatchObject({ status: 401, codes: [700027] });
  });

  test("is refused when the issuer cannot be asked, or is not on this machine", async () => {
    used.tenant.issuers.clear();
    expect(await refusal(await issuer.token())).toMatchObject({ status: 401, codes: [50166] });
  });

  test("is refused when it is none", async () => {
    expect(await refusal("nonsense")).toMatchObject({ status: 401, codes: [50027] });
  });

  test("is refused when the credential is gone: at once, and for good", async () => {
    await used.send("DELETE", path("/pipeline"), { token });
    expect(await refusal(await issuer.token())).toMatchObject({ codes: [700211] });
  });

  test("of a type that nobody knows is not taken", async () => {
    expect((await signIn(await issuer.token(), { client_assertion_type: "other" })).status).toBe(400);
    expect(used.tenant.strictRefusals).toHaveLength(1);
  });
});
