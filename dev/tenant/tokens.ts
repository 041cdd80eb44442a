import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { calculateJwkThumbprint, exportJWK, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { Account, ServicePrincipal, User } from "./directory.ts";
import type { Session } from "./sessions.ts";

/** How long a token is valid, in seconds, as Entra's answers most often say. */
export const TOKEN_SECONDS = 3599;

/** The claims of an access token for an application ("Access token claims reference", version 1.0). */
export interface AccessTokenClaims extends JWTPayload {
  appid: string;
  oid: string;
  tid: string;
  roles?: string[];
  /** Delegated permissions, which only a user's token has. */
  scp?: string;
  /** Template ids of a user's directory roles. */
  wids?: string[];
}

export interface SignedInUser {
  user: User;
  account: Account;
}

/** What `wids` holds for every member of a tenant besides directory roles ("Access token claims reference"). */
const EVERY_MEMBER = "b79fbf4d-3ef9-4689-8143-76b194e85509";

export type TokenAuthority = Awaited<ReturnType<typeof createTokenAuthority>>;

/**
 * Signs tokens and checks them.
 * @param keyFile where its key is kept, for its owner alone: a token outlives the tenant's process, as at Microsoft
 */
export async function createTokenAuthority(tenantId: string, now: () => Date, keyFile: string) {
  const privateKey = signingKey(keyFile);
  const publicKey = createPublicKey(privateKey);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  // Tokens for an API of Microsoft's own are of version 1.0 also from the v2.0 endpoint.
  const issuer = `https://sts.windows.net/${tenantId}/`;
  /** @returns a signed JWT */
  const sign = (audience: string, from: string, subject: string, claims: object): Promise<string> => {
    const issued = Math.floor(now().getTime() / 1000);
    return new SignJWT({ ...claims, tid: tenantId, uti: randomUUID() })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
      .setAudience(audience)
      .setIssuer(from)
      .setSubject(subject)
      .setIssuedAt(issued)
      .setNotBefore(issued)
      .setExpirationTime(issued + TOKEN_SECONDS)
      .sign(privateKey);
  };
  return {
    /** The public keys, as published at the tenant's `jwks_uri`. */
    keys: { keys: [{ ...jwk, kid, use: "sig", alg: "RS256" }] },
    /** @returns an access token for an application */
    issue(audience: string, client: ServicePrincipal, roles: string[]): Promise<string> {
      const { id, appId, displayName } = client.graph;
      return sign(audience, issuer, id, {
        app_displayname: displayName,
        appid: appId,
        appidacr: "1",
        idp: issuer,
        oid: id,
        // Without a grant there is no claim at all, not an empty one.
        ...(roles.length > 0 && { roles }),
        ver: "1.0",
      });
    },
    /** @returns an access token for a user of a public client */
    issueToUser(audience: string, { user, account }: SignedInUser, session: Session, scopes: string): Promise<string> {
      return sign(audience, issuer, user.id, {
        acr: "1",
        amr: session.factors,
        app_displayname: "Microsoft Azure CLI",
        appid: session.clientId,
        appidacr: "0",
        idtyp: "user",
        name: user.displayName,
        oid: user.id,
        scp: scopes,
        unique_name: user.userPrincipalName,
        upn: user.userPrincipalName,
        ver: "1.0",
        wids: [...account.directoryRoles, EVERY_MEMBER],
      });
    },
    /** @returns what tells a client who signed in ("ID token claims reference") */
    idToken({ user }: SignedInUser, { clientId }: Session, origin: string, nonce: string): Promise<string> {
      const { id: oid, displayName: name, userPrincipalName: preferred_username } = user;
      return sign(clientId, `${origin}/${tenantId}/v2.0`, oid, {
        name,
        oid,
        preferred_username,
        ...(nonce && { nonce }),
        ver: "2.0",
      });
    },
    /** @throws jose's errors for a token that is forged, expired on the tenant's clock, or meant for another audience */
    async check(token: string, audiences: readonly string[]): Promise<AccessTokenClaims> {
      const options = { issuer, audience: [...audiences], currentDate: now(), algorithms: ["RS256"] };
      return (await jwtVerify<AccessTokenClaims>(token, publicKey, options)).payload;
    },
  };
}

function signingKey(file: string): KeyObject {
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return privateKey;
}
