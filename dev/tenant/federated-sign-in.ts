import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import type { TenantContext } from "./context.ts";
import type { Application } from "./directory.ts";
import { EntraError } from "./entra-errors.ts";
import { credentialsOf } from "./federated-credentials.ts";
import { publishedKeys } from "./issuers.ts";

const ADVICE =
  "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. " +
  "https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/** The claims of an assertion, before anything of it is believed. @throws EntraError for what is no JWT */
export function claimsOf(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new EntraError(50027, "JWT token is invalid or malformed.");
  }
}

/**
 * Believes a token of another issuer when one of the application's federated credentials says so, letter by letter, and its
 * signature is by a key that the issuer publishes now. Codes: public reports of them (Azure/login #482, #515, #517).
 * @throws EntraError naming what does not match
 */
export async function requireFederation(
  { issuers, now }: TenantContext,
  application: Application,
  assertion: string,
): Promise<void> {
  const { iss = "", sub = "", aud } = claimsOf(assertion);
  const audience = String([aud].flat()[0] ?? "");
  const no = "No matching federated identity record found for presented assertion";
  const ofIssuer = credentialsOf(application).filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) throw new EntraError(700211, `${no} issuer '${iss}'. ${ADVICE}`);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) {
    if (!ofIssuer.some(({ subject }) => subject.toLowerCase() === sub.toLowerCase())) {
      throw new EntraError(700213, `${no} subject '${sub}'. ${ADVICE}`);
    }
    const nearly = "The subject matches with case-insensitive comparison, but not with case-sensitive comparison.";
    throw new EntraError(7002138, `${no} subject '${sub}'. ${nearly} ${ADVICE}`);
  }
  if (!ofSubject.some(({ audiences }) => audiences.includes(audience))) {
    throw new EntraError(700212, `${no} audience '${audience}'. ${ADVICE}`);
  }
  const published = await publishedKeys(iss, issuers);
  if (published === undefined) throw new EntraError(50166, "Request to External OIDC endpoint failed.");
  try {
    const keys = createLocalJWKSet(published as JSONWebKeySet);
    await jwtVerify(assertion, keys, { algorithms: ["RS256"], currentDate: now(), requiredClaims: ["exp"] });
  } catch (failure) {
    if (!isUntimely(failure)) throw new EntraError(700027, "Client assertion failed signature validation.");
    throw new EntraError(
      700024,
      `Client assertion is not within its valid time range. Current time: ${now().toISOString()}. Review the documentation at ` +
        "https://learn.microsoft.com/entra/identity-platform/certificate-credentials .",
    );
  }
}

function isUntimely(failure: unknown): boolean {
  if (failure instanceof errors.JWTExpired) return true;
  return failure instanceof errors.JWTClaimValidationFailed && ["exp", "nbf", "iat"].includes(failure.claim);
}
