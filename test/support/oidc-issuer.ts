/** An issuer of OpenID Connect tokens in the place of GitHub's, which hands its jobs a token as GitHub's runners do. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Tenant } from "../../dev/tenant/server.ts";
import { GITHUB_ISSUER } from "../../pipeline/setting.ts";

export interface Claims {
  issuer?: string;
  subject?: string;
  audience?: string;
  /** Seconds, by the tenant's clock. */
  lives?: number;
}

export interface OidcIssuer {
  /** Its address on this machine. */
  address: string;
  /** A token as a job of the subject gets it, or one in which something is otherwise. */
  token(claims?: Claims): Promise<string>;
  /** What a runner gives each job that may ask for tokens: "OpenID Connect reference", "Requesting the access token". */
  runner: { ACTIONS_ID_TOKEN_REQUEST_URL: string; ACTIONS_ID_TOKEN_REQUEST_TOKEN: string };
  /** From now on it signs with a key that it does not publish. */
  forge(): Promise<void>;
  close(): Promise<void>;
}

/** @param subject of the jobs that ask */
export async function oidcIssuer(tenant: Tenant, subject: string): Promise<OidcIssuer> {
  let { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "1", use: "sig", alg: "RS256" }] };
  // On the same machine the tenant's own certificate does, and is trusted by whoever trusts the tenant.
  const certificate = tenant.environment["SSL_CERT_FILE"] ?? "";
  const [cert, key] = [readFileSync(certificate), readFileSync(certificate.replace(/pem$/, "key"))];
  const requestToken = "a-job-of-this-workflow";

  const token = ({ issuer = GITHUB_ISSUER, audience = "api://AzureADTokenExchange", ...claims }: Claims = {}) => {
    const now = Math.floor(tenant.clock.now().getTime() / 1000);
    return new SignJWT({})
      .setProtectedHeader({ alg: "RS256", kid: "1", typ: "JWT" })
      .setIssuer(issuer)
      .setSubject(claims.subject ?? subject)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + (claims.lives ?? 300))
      .sign(privateKey);
  };

  const server = createServer({ cert, key }, async (request, answer) => {
    const url = new URL(request.url ?? "/", address);
    const send = (body: object, status = 200) =>
      answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (url.pathname === "/.well-known/openid-configuration") {
      return send({ issuer: GITHUB_ISSUER, jwks_uri: `${address}/.well-known/jwks` });
    }
    if (url.pathname === "/.well-known/jwks") return send(jwks);
    if (url.pathname !== "/token") return send({ message: "Not Found" }, 404);
    if (request.headers.authorization !== `Bearer ${requestToken}`) return send({ message: "Unauthorized" }, 401);
    const audience = url.searchParams.get("audience");
    return send({ count: 1, value: await token(audience ? { audience } : {}) });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `https://localhost:${(server.address() as AddressInfo).port}`;
  tenant.issuers.set(GITHUB_ISSUER, address);
  return {
    address,
    token,
    runner: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${address}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    forge: async () => {
      ({ privateKey, publicKey } = await generateKeyPair("RS256"));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
