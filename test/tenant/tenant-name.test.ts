import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { MANAGEMENT_API_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { GRAPH, MANAGEMENT, START, useTenant } from "./client.ts";

const used = useTenant();

/** All the ways to name the tenant in an address. */
const NAMES = [
  "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
  "6F58CBCF-0CCB-4AD5-81C9-3BAB80E661F4",
  "embedded.onmicrosoft.com",
  "Embedded.OnMicrosoft.com",
];

describe.each(NAMES)("an address that names the tenant %s", (name) => {
  test("gives a token, whose tenant is the GUID in small letters", async () => {
    const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = used.tenant.environment;
    const form = {
      grant_type: "client_credentials",
      client_id: ARM_CLIENT_ID,
      client_secret: ARM_CLIENT_SECRET,
      scope: GRAPH,
    };
    const { status, body } = await used.send("POST", `/${name}/oauth2/v2.0/token`, { form });
    expect(status).toBe(200);
    expect(decodeJwt((body as { access_token: string }).access_token)).toMatchObject({
      tid: "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4",
    });
  });

  test("gives the metadata, whose issuer holds the GUID in small letters", async () => {
    const { status, body } = await used.send("GET", `/${name}/v2.0/.well-known/openid-configuration`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: `https://${used.tenant.metadataHost}/6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4/v2.0`,
    });
  });

  test.each(["discovery/v2.0/keys", "discovery/instance"])("gives %s", async (path) => {
    expect((await used.send("GET", `/${name}/${path}`)).status).toBe(200);
  });
});

test("the activity feed takes the GUID in capitals too", async () => {
  grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, MANAGEMENT_API_APP_ID, "ActivityFeed.Read", START);
  const path = "/api/v1.0/6F58CBCF-0CCB-4AD5-81C9-3BAB80E661F4/activity/feed/subscriptions/list";
  expect((await used.send("GET", path, { token: await used.token(MANAGEMENT) })).status).toBe(200);
});

test.each(["contoso.com", "00000000-1111-2222-3333-444444444444"])(
  "there is no metadata of the tenant %s",
  async (name) => {
    const answer = await used.send("GET", `/${name}/v2.0/.well-known/openid-configuration`);
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_tenant", error_codes: [90002] } });
    expect(used.tenant.strictRefusals).toEqual([]);
  },
);

test.each(["common", "organizations"])(
  "%s stands for whichever tenant a user is of, and is no issuer",
  async (name) => {
    const { body } = await used.send("GET", `/${name}/v2.0/.well-known/openid-configuration`);
    const origin = `https://${used.tenant.metadataHost}`;
    expect(body).toMatchObject({
      issuer: `${origin}/{tenantid}/v2.0`,
      token_endpoint: `${origin}/${name}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${origin}/${name}/oauth2/v2.0/devicecode`,
    });
  },
);
