import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { createApplication, deleteApplication } from "../../dev/tenant/applications.ts";
import { type Application, type Directory, findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { addSecret, removeSecret } from "../../dev/tenant/secrets.ts";
import { grantRole } from "../../dev/tenant/seed.ts";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  removeManagementApi,
} from "../../dev/tenant/service-principals.ts";
import { GRAPH, MANAGEMENT, START, useTenant } from "./client.ts";

const used = useTenant();

/** A client with a service principal, an hour of secret and no grants. */
function makeClient(directory: Directory): {
  application: Application;
  clientId: string;
  secret: string;
  keyId: string;
} {
  const application = createApplication(directory, { displayName: "client" }, [], START);
  const clientId = application.graph.appId;
  createServicePrincipal(directory, clientId, {}, [], START);
  const credential = addSecret(directory, application.graph.id, { endDateTime: "2026-10-01T13:00:00Z" }, START);
  return { application, clientId, secret: credential.secretText, keyId: credential.keyId };
}

function ask(form: Record<string, string>, tenantName = used.tenant.tenantId) {
  return used.send("POST", `/${tenantName}/oauth2/v2.0/token`, { form });
}

describe("a token", () => {
  test("is signed with the published key and says who the client is and what it may do", async () => {
    const { clientId, secret, application } = makeClient(used.tenant.directory);
    grantRole(used.tenant.directory, clientId, MICROSOFT_GRAPH_APP_ID, "User.Read.All", START);
    grantRole(used.tenant.directory, clientId, MICROSOFT_GRAPH_APP_ID, "Directory.Read.All", START);
    grantRole(used.tenant.directory, clientId, MANAGEMENT_API_APP_ID, "ActivityFeed.Read", START);
    const token = await used.token(GRAPH, clientId, secret);
    const published = await used.send("GET", `/${used.tenant.tenantId}/discovery/v2.0/keys`);
    const keys = createLocalJWKSet(published.body as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, { currentDate: START });
    const client = used.tenant.directory.servicePrincipals.find(({ graph }) => graph.appId === clientId);
    expect(payload).toEqual({
      app_displayname: "client",
      appid: application.graph.appId,
      appidacr: "1",
      aud: "https://graph.microsoft.com",
      exp: 1790859599,
      iat: 1790856000,
      idp: "https://sts.windows.net/6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4/",
      iss: "https://sts.windows.net/6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4/",
      nbf: 1790856000,
      oid: client?.graph.id,
      roles: ["Directory.Read.All", "User.Read.All"],
      sub: client?.graph.id,
      tid: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
      uti: expect.any(String),
      ver: "1.0",
    });
  });

  test("for the Management API carries that API's roles alone", async () => {
    const { clientId, secret } = makeClient(used.tenant.directory);
    grantRole(used.tenant.directory, clientId, MICROSOFT_GRAPH_APP_ID, "User.Read.All", START);
    grantRole(used.tenant.directory, clientId, MANAGEMENT_API_APP_ID, "ActivityFeed.Read", START);
    const payload = decodeJwt(await used.token(MANAGEMENT, clientId, secret));
    expect(payload).toMatchObject({ aud: "https://manage.office.com", roles: ["ActivityFeed.Read"] });
  });

  test("carries no roles claim at all when nothing is granted", async () => {
    const { clientId, secret } = makeClient(used.tenant.directory);
    expect(decodeJwt(await used.token(GRAPH, clientId, secret))).not.toHaveProperty("roles");
  });

  test("shows a grant only once it is older than the replication delay, on the tenant's clock", async () => {
    const { clientId, secret } = makeClient(used.tenant.directory);
    grantRole(used.tenant.directory, clientId, MICROSOFT_GRAPH_APP_ID, "User.Read.All", START);
    used.tenant.faults.grantDelaySeconds = 180;
    used.tenant.clock.set(() => new Date("2026-10-01T12:02:59Z"));
    expect(decodeJwt(await used.token(GRAPH, clientId, secret))).not.toHaveProperty("roles");
    used.tenant.clock.set(() => new Date("2026-10-01T12:03:00Z"));
    expect(decodeJwt(await used.token(GRAPH, clientId, secret))["roles"]).toEqual(["User.Read.All"]);
  });

  test("is found through the OpenID configuration", async () => {
    const { tenantId, metadataHost } = used.tenant;
    const answer = await used.send("GET", `/${tenantId}/v2.0/.well-known/openid-configuration`);
    expect(answer.body).toMatchObject({
      issuer: `https://${metadataHost}/${tenantId}/v2.0`,
      token_endpoint: `https://${metadataHost}/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: `https://${metadataHost}/${tenantId}/discovery/v2.0/keys`,
    });
  });
});

describe("a refusal", () => {
  test("has Entra's shape", async () => {
    const { clientId } = makeClient(used.tenant.directory);
    const answer = await ask({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: "no",
      scope: GRAPH,
    });
    expect(answer.status).toBe(401);
    const guid = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(answer.body).toEqual({
      error: "invalid_client",
      error_description: expect.stringMatching(
        new RegExp(
          "^AADSTS7000215: Invalid client secret provided\\. Ensure the secret being sent in the request is the client " +
            `secret value, not the client secret ID, for a secret added to app '${clientId}'\\. ` +
            "Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: 2026-10-01 12:00:00Z$",
        ),
      ),
      error_codes: [7000215],
      timestamp: "2026-10-01 12:00:00Z",
      trace_id: guid,
      correlation_id: guid,
      error_uri: `https://${used.tenant.metadataHost}/error?code=7000215`,
    });
  });

  type Made = ReturnType<typeof makeClient>;
  type Case = [
    title: string,
    status: number,
    error: string,
    code: number,
    change: (form: Record<string, string>, made: Made, directory: Directory) => void,
  ];
  const cases: Case[] = [
    [
      "the secret's id in place of its value",
      401,
      "invalid_client",
      7000215,
      (form, { keyId }) => {
        form["client_secret"] = keyId;
      },
    ],
    [
      "a secret that was removed",
      401,
      "invalid_client",
      7000215,
      (_, { application, keyId }, directory) => {
        removeSecret(directory, application.graph.id, keyId);
      },
    ],
    [
      "an expired secret",
      401,
      "invalid_client",
      7000222,
      () => {
        used.tenant.clock.set(() => new Date("2026-10-01T13:00:00Z"));
      },
    ],
    [
      "no secret",
      401,
      "invalid_client",
      7000218,
      (form) => {
        delete form["client_secret"];
      },
    ],
    [
      "an unknown application",
      400,
      "unauthorized_client",
      700016,
      (form) => {
        form["client_id"] = "11111111-2222-3333-4444-555555555555";
      },
    ],
    [
      "a deleted application",
      400,
      "unauthorized_client",
      700016,
      (_, { application }, directory) => {
        deleteApplication(directory, application.graph.id, START);
      },
    ],
    [
      "an application without service principal",
      401,
      "invalid_client",
      7000229,
      (_, { clientId }, directory) => {
        const own = directory.servicePrincipals.find(({ graph }) => graph.appId === clientId);
        deleteServicePrincipal(directory, own?.graph.id ?? "");
      },
    ],
    [
      "a disabled service principal",
      400,
      "unauthorized_client",
      7000112,
      (_, { clientId }, directory) => {
        const own = directory.servicePrincipals.find(({ graph }) => graph.appId === clientId);
        if (own !== undefined) own.graph.accountEnabled = false;
      },
    ],
    [
      "an unknown resource",
      400,
      "invalid_resource",
      500011,
      (form) => {
        form["scope"] = "https://vault.azure.net/.default";
      },
    ],
    [
      "the Management API where it has no service principal",
      400,
      "invalid_resource",
      500011,
      (form, _, directory) => {
        removeManagementApi(directory);
        form["scope"] = MANAGEMENT;
      },
    ],
    [
      "the Management API where its service principal is disabled",
      400,
      "invalid_resource",
      500014,
      (form, _, directory) => {
        const api = findServicePrincipalByAppId(directory, MANAGEMENT_API_APP_ID);
        if (api) api.graph.accountEnabled = false;
        form["scope"] = MANAGEMENT;
      },
    ],
    [
      "a scope that is not .default",
      400,
      "invalid_scope",
      1002012,
      (form) => {
        form["scope"] = "https://graph.microsoft.com/User.Read.All";
      },
    ],
    [
      "no scope",
      400,
      "invalid_request",
      900144,
      (form) => {
        delete form["scope"];
      },
    ],
    [
      "no client",
      400,
      "invalid_request",
      900144,
      (form) => {
        delete form["client_id"];
      },
    ],
    [
      "no grant type",
      400,
      "invalid_request",
      900144,
      (form) => {
        delete form["grant_type"];
      },
    ],
    [
      "another grant type",
      400,
      "unsupported_grant_type",
      70003,
      (form) => {
        form["grant_type"] = "implicit";
      },
    ],
  ];
  test.each(cases)("answers %s", async (_, status, error, code, change) => {
    const made = makeClient(used.tenant.directory);
    const form = {
      grant_type: "client_credentials",
      client_id: made.clientId,
      client_secret: made.secret,
      scope: GRAPH,
    };
    change(form, made, used.tenant.directory);
    const answer = await ask(form);
    expect(answer).toMatchObject({ status, body: { error, error_codes: [code] } });
    expect(used.tenant.strictRefusals).toEqual([]);
  });

  test("answers an unknown tenant", async () => {
    const answer = await ask({}, "00000000-1111-2222-3333-444444444444");
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_request", error_codes: [90002] } });
  });
});

describe("what the tenant does not know", () => {
  test("is a parameter of another flow: refused and written down", async () => {
    await ask({ grant_type: "client_credentials", assertion: "x" });
    expect(used.tenant.strictRefusals).toMatchObject([{ method: "POST", status: 400 }]);
  });

  test("is a JSON body: refused and written down", async () => {
    const answer = await used.send("POST", `/${used.tenant.tenantId}/oauth2/v2.0/token`, { json: {} });
    expect(answer.status).toBe(415);
    expect(used.tenant.strictRefusals).toHaveLength(1);
  });
});
