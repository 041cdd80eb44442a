import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { ServicePrincipal } from "./directory.ts";

/** How long a token is valid, in seconds, as Entra's answers most often say. */
export const TOKEN_SECONDS = 3599;

/** The claims of an access token for an application ("Access token claims reference", version 1.0). */
export interface AccessTokenClaims extends JWTPayload {
  appid: string;
  oid: string;
  tid: string;
  roles?: string[];
}

export type TokenAuthority = Awaited<ReturnType<typeof createTokenAuthority>>;

/** Signs access tokens and checks them; its key lives as long as the tenant's process. */
export async function createTokenAuthority(tenantId: string, now: () => Date) {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  // Tokens for an API of Microsoft's own are of version 1.0 also from the v2.0 endpoint.
  const issuer = `https://sts.windows.net/${tenantId}/`;
  return {
    /** The public keys, as published at the tenant's `jwks_uri`. */
    keys: { keys: [{ ...jwk, kid, use: "sig", alg: "RS256" }] },
    /** @returns a signed JWT */
    issue(audience: string, client: ServicePrincipal, roles: string[]): Promise<string> {
      const { id, appId, displayName } = client.graph;
      const issued = Math.floor(now().getTime() / 1000);
      return new SignJWT({
        app_displayname: displayName,
        appid: appId,
        appidacr: "1",
        idp: issuer,
        oid: id,
        // Without a grant there is no claim at all, not an empty one.
        ...(roles.length > 0 && { roles }),
        tid: tenantId,
        uti: randomUUID(),
        ver: "1.0",
      })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
        .setAudience(audience)
        .setIssuer(issuer)
        .setSubject(id)
        .setIssuedAt(issued)
        .setNotBefore(issued)
        .setExpirationTime(issued + TOKEN_SECONDS)
        .sign(privateKey);
    },
    /** @throws jose's errors for a token that is forged, expired on the tenant's clock, or meant for another audience */
    async check(token: string, audiences: readonly string[]): Promise<AccessTokenClaims> {
      const options = { issuer, audience: [...audiences], currentDate: now(), algorithms: ["RS256"] };
      return (await jwtVerify<AccessTokenClaims>(token, publicKey, options)).payload;
    },
  };
}
