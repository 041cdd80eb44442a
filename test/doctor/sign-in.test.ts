import { describe, expect, it } from "vitest";
import { signIn, unknownWayRow } from "../../commands/doctor/sign-in.ts";
import { operator } from "../../operator/operator.ts";
import { type Answers, useServers } from "../microsoft/loopback.ts";
import { TENANT } from "./given.ts";

const used = useServers();

/** Signs in at a server of this test's, with what it answers for the tenant's metadata and for a token. */
function signInTo(token: Answers, { ca, metadata }: { ca?: string; metadata?: Answers } = {}) {
  used.answer = (asked, response, socket) => {
    if (!asked.path.includes("/.well-known/")) return token(asked, response, socket);
    if (metadata) return metadata(asked, response, socket);
    const issuer = `${used.root}/${TENANT}/v2.0`;
    const at = `${used.root}/${TENANT}/oauth2/v2.0`;
    response.setHeader("content-type", "application/json");
    return void response.end(
      JSON.stringify({
        issuer,
        token_endpoint: `${at}/token`,
        authorization_endpoint: `${at}/authorize`,
        jwks_uri: `${at}/keys`,
      }),
    );
  };
  const env = {
    ARM_METADATA_HOSTNAME: `localhost:${used.port}`,
    ARM_TENANT_ID: TENANT,
    ARM_CLIENT_ID: "33333333-3333-4333-8333-333333333333",
    ARM_CLIENT_SECRET: "abc8Q~0123456789",
  };
  const trusted = ca ?? used.ca;
  return signIn(operator({ env, config: {}, ca: trusted }), "acme", trusted);
}
const says =
  (body: string, status = 200): Answers =>
  (_, response) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(body);
const answer = (access_token: string) =>
  says(JSON.stringify({ token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token }));
const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

describe("a sign-in", () => {
  it("says who, and in which tenant", async () => {
    expect(
      await signInTo(answer(token({ tid: TENANT, oid: "o", appid: "c", roles: ["Application.Read.All"] }))),
    ).toMatchObject({
      row: { check: "Sign-in", result: "pass" },
      claims: { tenantId: TENANT, roles: ["Application.Read.All"] },
      scopes: [],
    });
  });

  it("whose server has a certificate that nobody trusts is not taken for a network that is down", async () => {
    const found = await signInTo(says(""), { ca: "" });
    expect(found).toMatchObject({ refused: { check: "Sign-in", result: "fail" } });
    const { refused } = found as { refused: { detail: string; next: string } };
    expect(refused.detail).toContain("The certificate of the sign-in server or of Graph is not trusted.");
    expect(refused.detail).not.toContain("no connection");
    expect(refused.next).toContain("NODE_EXTRA_CA_CERTS");
  });

  it.each<[string, Answers]>([
    ["a web page", says("<html>Sign in to the network</html>")],
    ["nothing", says("")],
    ["null", says("null")],
    ["an object without a token", says("{}")],
    ["a token that is none", answer("opaque")],
    ["a token that names no tenant", answer(token({ oid: "o", roles: [] }))],
    ["a token whose claims are of other types", answer(token({ tid: 7, oid: null, roles: "all", wids: {} }))],
    ["a web page with status 200 and half of it missing", says("<html")],
    ["a server's own trouble", says("<html>Bad gateway</html>", 400)],
    ["no answer", (_, _response, socket) => void socket.destroy()],
  ])("that is answered by %s is a row, not a stack trace", async (_, odd) => {
    const found = await signInTo(odd);
    expect(found).toMatchObject({ refused: { check: "Sign-in", result: "fail" } });
    const { refused } = found as { refused: { detail: string; next: string } };
    expect(`${refused.detail} ${refused.next}`).not.toMatch(/ at .*\.[jt]s:|undefined|\[object|abc8Q~/);
  });

  it.each<[string, Answers, string]>([
    ["a web page", says("<html>Sign in to the network</html>"), "answered with a web page in place of JSON"],
    ["nothing", says(""), "answered 200 with nothing in it"],
    ["null", says("null"), "answered in a form that is not known here: it names no place to sign in at"],
    ["lists and numbers", says('{"issuer":[],"token_endpoint":7}'), "answered in a form that is not known here"],
  ])("to a tenant whose metadata are %s is a row, and not a network that is down", async (_, metadata, detail) => {
    const found = await signInTo(says(""), { metadata });
    expect(found).toMatchObject({ refused: { check: "Sign-in", result: "fail" } });
    const { refused } = found as { refused: { detail: string } };
    expect(refused.detail).toContain(`localhost:${used.port} ${detail}`);
  });
});

const HOW = "OIDC token (ARM_CLIENT_ID, ARM_OIDC_TOKEN_FILE_PATH)";
const INSTEAD = ["ARM_OIDC_TOKEN (in place of ARM_OIDC_TOKEN_FILE_PATH)"];

describe("a way of signing in that Pulumi's azuread does not know", () => {
  it("fails, with what works instead", () => {
    expect(unknownWayRow(HOW, INSTEAD, false)).toEqual({
      check: "Sign-in",
      result: "fail",
      detail:
        "By OIDC token (ARM_CLIENT_ID, ARM_OIDC_TOKEN_FILE_PATH): pulumi-azuread 6.9.1 does not know that way and ends in " +
        "'failed to load Azure credentials', although the provider beneath it does.",
      next: "Set ARM_OIDC_TOKEN (in place of ARM_OIDC_TOKEN_FILE_PATH).",
    });
  });

  it("is a warning where az is signed in as well, which the provider's check is content with", () => {
    expect(unknownWayRow(HOW, INSTEAD, true)).toMatchObject({
      result: "warn",
      detail: expect.stringContaining("it goes on here only because 'az' is signed in too."),
    });
  });
});
