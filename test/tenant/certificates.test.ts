import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { SignJWT } from "jose";
import { generate } from "selfsigned";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addCertificate } from "../../dev/tenant/certificates.ts";
import { findApplicationByAppId } from "../../dev/tenant/directory.ts";
import { addOperator, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { GRAPH, START, useTenant } from "./client.ts";
import { claimsIn, refusalIn } from "./user-client.ts";

const used = useTenant();
const DAY = 86_400_000;

/** A certificate of a month with its key. */
async function made() {
  const { cert, private: key } = await generate([{ name: "commonName", value: "operator" }], {
    keySize: 2048,
    algorithm: "sha256",
    notBeforeDate: new Date(START.getTime() - DAY),
    notAfterDate: new Date(START.getTime() + 30 * DAY),
  });
  return { cert, key: createPrivateKey(key) };
}

let certificate: { cert: string; key: KeyObject };
beforeAll(async () => {
  certificate = await made();
});
beforeEach(() => {
  const application = findApplicationByAppId(used.tenant.directory, OPERATOR_CLIENT_ID);
  if (application) addCertificate(application, certificate.cert);
});

interface Asking {
  header?: Record<string, string>;
  claims?: Record<string, unknown>;
  key?: KeyObject;
  clientId?: string;
  alg?: string;
}

const hash = (name: "sha1" | "sha256", cert = certificate.cert) =>
  createHash(name).update(new X509Certificate(cert).raw).digest("base64url");

/** Signs in with an assertion like azuread's, but for what is given. */
async function signIn({
  header,
  claims,
  key = certificate.key,
  clientId = OPERATOR_CLIENT_ID,
  alg = "RS256",
}: Asking = {}) {
  const { tenantId, metadataHost } = used.tenant;
  const now = Math.floor(used.tenant.clock.now().getTime() / 1000);
  const assertion = await new SignJWT({
    aud: `https://${metadataHost}/${tenantId}/oauth2/v2.0/token`,
    iss: clientId,
    sub: clientId,
    nbf: now,
    exp: now + 3600,
    ...claims,
  })
    .setProtectedHeader({ alg, typ: "JWT", ...(header ?? { kid: hash("sha1") }) })
    .sign(key);
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    scope: GRAPH,
  };
  return used.send("POST", `/${tenantId}/oauth2/v2.0/token`, { form });
}

describe("an application signs in by an assertion that its certificate signed", () => {
  test.each([
    ["the SHA-1 thumbprint as kid, as azuread sends it", () => ({ kid: `${hash("sha1")}=` }), "RS256"],
    ["the SHA-1 thumbprint as x5t", () => ({ x5t: hash("sha1") }), "RS256"],
    ["the SHA-256 thumbprint, as Microsoft's newer libraries send it", () => ({ "x5t#S256": hash("sha256") }), "PS256"],
  ])("named by %s", async (_, header, alg) => {
    expect(claimsIn(await signIn({ header: header(), alg }))).toMatchObject({ appid: OPERATOR_CLIENT_ID });
  });
});

describe("it is refused", () => {
  const reasonIn = (answer: { body: unknown }) =>
    /\[Reason - ([^,]+),/.exec((answer.body as { error_description: string }).error_description)?.[1];

  test("where the application has no such certificate", async () => {
    const other = await made();
    const answer = await signIn({ header: { x5t: hash("sha1", other.cert) }, key: other.key });
    expect(refusalIn(answer)).toBe(700027);
    expect(reasonIn(answer)).toBe("The key was not found.");
  });

  test("where another application has it", async () => {
    const { clientId } = addOperator(used.tenant.directory, { displayName: "Other", roles: [] }, START);
    expect(reasonIn(await signIn({ clientId }))).toBe("The key was not found.");
  });

  test("where another key signed it", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const answer = await signIn({ key: privateKey });
    expect(refusalIn(answer)).toBe(700027);
    expect(reasonIn(answer)).toBe("The provided signature value did not match the expected signature value.");
  });

  test("after the certificate's last day", async () => {
    used.tenant.clock.set(() => new Date(START.getTime() + 31 * DAY));
    expect(reasonIn(await signIn())).toBe("The key used is expired.");
  });

  test.each([
    ["made for another tenant", { aud: "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token" }, 700023],
    ["of another subject", { sub: "11111111-2222-3333-4444-555555555555" }, 700021],
    ["that has run out", { nbf: 1_790_000_000, exp: 1_790_003_600 }, 700024],
    ["that is not valid yet", { nbf: 1_900_000_000, exp: 1_900_003_600 }, 700024],
  ])("when it is one %s", async (_, claims, code) => {
    expect(refusalIn(await signIn({ claims }))).toBe(code);
  });
});

test("Graph shows a certificate's thumbprint and dates, and neither key nor certificate", async () => {
  const token = await used.token();
  const { id } = findApplicationByAppId(used.tenant.directory, OPERATOR_CLIENT_ID)?.graph ?? { id: "" };
  const answer = await used.send("GET", `/v1.0/applications/${id}?$select=keyCredentials`, { token });
  expect(answer.body).toMatchObject({
    keyCredentials: [
      {
        customKeyIdentifier: Buffer.from(hash("sha1"), "base64url").toString("base64"),
        displayName: "CN=operator",
        endDateTime: "2026-10-31T12:00:00Z",
        key: null,
        type: "AsymmetricX509Cert",
        usage: "Verify",
      },
    ],
  });
  expect(JSON.stringify(answer.body)).not.toContain("BEGIN CERTIFICATE");
});
