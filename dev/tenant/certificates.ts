import { createHash, randomUUID, X509Certificate } from "node:crypto";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import type { TenantContext } from "./context.ts";
import { type Application, graphTime } from "./directory.ts";
import { EntraError } from "./entra-errors.ts";

/** How far two clocks may be apart, as Entra takes it. */
const SKEW_SECONDS = 300;

/**
 * Gives an application a certificate to sign in with, as "Add a certificate" does in the portal.
 * @param pem the certificate alone: its key stays with whoever signs in
 */
export function addCertificate(application: Application, pem: string): void {
  const { validFromDate, validToDate, raw, subject } = new X509Certificate(pem);
  const keyId = randomUUID();
  const credential = {
    customKeyIdentifier: createHash("sha1").update(raw).digest("base64"),
    displayName: subject,
    endDateTime: graphTime(validToDate),
    // Graph shows it to whoever asks for it by name alone.
    key: null,
    keyId,
    startDateTime: graphTime(validFromDate),
    type: "AsymmetricX509Cert",
    usage: "Verify",
  };
  application.graph["keyCredentials"] = [credential, ...((application.graph["keyCredentials"] as object[]) ?? [])];
  application.certificates = { ...application.certificates, [keyId]: pem };
}

/** Whether an assertion is the application's own, and no other issuer's token. */
export function isOwnAssertion({ graph }: Application, { iss }: JWTPayload): boolean {
  return iss === graph.appId;
}

/**
 * Believes an assertion that one of the application's certificates signed: found by its thumbprint, checked with its key, made
 * for this tenant's token endpoint, and neither the assertion nor the certificate out of its time. "Microsoft identity platform
 * application authentication certificate credentials"; codes and reasons as public reports show them (Azure/azure-cli #28839).
 * @throws EntraError naming what is wrong
 */
export async function requireCertificate(
  tenant: TenantContext,
  application: Application,
  assertion: string,
): Promise<void> {
  const { directory, origin, now } = tenant;
  const named = thumbprintIn(assertion);
  const pem = Object.values(application.certificates ?? {}).find((candidate) => {
    const { raw } = new X509Certificate(candidate);
    return createHash(named.hash).update(raw).digest("base64url") === named.value;
  });
  const shown = Buffer.from(named.value, "base64url").toString("hex").toUpperCase();
  const refusal = (reason: string) =>
    new EntraError(
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, ` +
        `Thumbprint of key used by client: '${shown}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph ` +
        `to see configured keys for app Id '${application.graph.appId}'.`,
    );
  if (pem === undefined) throw refusal("The key was not found.");
  const certificate = new X509Certificate(pem);
  if (certificate.validToDate <= now() || certificate.validFromDate > now()) throw refusal("The key used is expired.");
  const names = [directory.tenantId, directory.organization.initialDomain];
  const audience = names.flatMap((name) => [`${origin}/${name}/oauth2/v2.0/token`, `${origin}/${name}/v2.0`]);
  try {
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ["RS256", "PS256"],
      audience,
      subject: application.graph.appId,
      currentDate: now(),
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ["exp"],
    });
  } catch (failure) {
    throw (
      refusalOf(failure, now()) ?? refusal("The provided signature value did not match the expected signature value.")
    );
  }
}

/** SHA-256 from Microsoft's newer libraries, SHA-1 from the older, and as `kid` from go-azure-sdk. */
function thumbprintIn(assertion: string): { hash: "sha1" | "sha256"; value: string } {
  const header = decodeProtectedHeader(assertion) as Record<string, string | undefined>;
  const strong = header["x5t#S256"];
  if (strong) return { hash: "sha256", value: strong };
  return { hash: "sha1", value: (header["x5t"] ?? header["kid"] ?? "").replace(/=+$/, "") };
}

function refusalOf(failure: unknown, now: Date): EntraError | undefined {
  const claim = failure instanceof errors.JWTClaimValidationFailed ? failure.claim : undefined;
  if (claim === "aud") {
    return new EntraError(700023, "Client assertion audience claim does not match Realm issuer.");
  }
  if (claim === "sub") {
    return new EntraError(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  }
  if (!(failure instanceof errors.JWTExpired) && claim === undefined) return undefined;
  return new EntraError(
    700024,
    `Client assertion is not within its valid time range. Current time: ${now.toISOString()}. Review the documentation at ` +
      "https://learn.microsoft.com/entra/identity-platform/certificate-credentials .",
  );
}
