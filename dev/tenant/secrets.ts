import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { type Application, type Directory, graphTime, type PasswordCredential, requireObject } from "./directory.ts";
import { badRequest, GraphError } from "./errors.ts";

/** The policy that applies to every application ("Get tenantAppManagementPolicy") has this fixed id. */
export const DEFAULT_POLICY_ID = "00000000-0000-0000-0000-000000000000";

type SecretInput = { [name in "displayName" | "startDateTime" | "endDateTime"]?: string | null | undefined };

/**
 * Adds a secret to an application, as "application: addPassword" does: the value is made here, returned once and kept as a
 * hash only; without an end it lasts two years.
 * @returns the credential as Graph answers it, with `secretText`
 * @throws GraphError 400 when the end is not after the start or has passed, or the tenant's policy refuses
 */
export function addSecret(directory: Directory, applicationId: string, input: SecretInput, now: Date) {
  const application = requireObject(directory.applications, applicationId);
  const start = new Date(input.startDateTime ?? now);
  const end = new Date(input.endDateTime ?? after(start, "P2Y"));
  if (end <= start || end <= now) {
    throw new GraphError(400, "KeyCredentialsInvalidEndDate", "Key credential end date is invalid.");
  }
  enforcePolicy(directory, application, start, end);
  return putSecret(application, input.displayName ?? null, start, end);
}

/** Adds a secret that nobody has to allow. @returns the credential with `secretText`, which nothing else holds */
export function putSecret(application: Application, displayName: string | null, start: Date, end: Date) {
  const secretText = newSecretValue();
  const credential: PasswordCredential = {
    customKeyIdentifier: null,
    displayName,
    endDateTime: graphTime(end),
    hint: secretText.slice(0, 3),
    keyId: randomUUID(),
    secretText: null,
    startDateTime: graphTime(start),
  };
  // Graph lists the newest first.
  application.graph.passwordCredentials.unshift(credential);
  application.secretHashes[credential.keyId] = hashOf(secretText);
  return { ...credential, secretText };
}

/** @throws GraphError 400 when the application has no such secret */
export function removeSecret(directory: Directory, applicationId: string, keyId: string): void {
  const application = requireObject(directory.applications, applicationId);
  const credentials = application.graph.passwordCredentials;
  if (!credentials.some((credential) => credential.keyId === keyId)) {
    throw badRequest(`No password credential found with keyId '${keyId}'.`);
  }
  application.graph.passwordCredentials = credentials.filter((credential) => credential.keyId !== keyId);
  delete application.secretHashes[keyId];
}

/** The application's secret that a value is; undefined where it is none. */
export function secretOf(application: Application, value: string): PasswordCredential | undefined {
  const hash = hashOf(value);
  return application.graph.passwordCredentials.find(({ keyId }) => application.secretHashes[keyId] === hash);
}

/** Which of the application's secrets a value is: usable now, one whose time is over, or none. */
export function judgeSecret(application: Application, value: string, now: Date): "valid" | "expired" | "unknown" {
  const credential = secretOf(application, value);
  if (credential === undefined) return "unknown";
  if (new Date(credential.endDateTime) <= now) return "expired";
  return new Date(credential.startDateTime) <= now ? "valid" : "unknown";
}

/** Forty characters in the form Entra's secrets have: `xxx8Q~` and the rest random. */
function newSecretValue(): string {
  return `${randomBytes(2).toString("hex").slice(1)}8Q~${randomBytes(26).toString("base64url").slice(1)}`;
}

/** What is kept of a secret. Forty random characters need no slow hash. */
function hashOf(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

function after(start: Date, duration: string): Date {
  const moment = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO("UTC");
  return new Date(moment.add(Temporal.Duration.from(duration)).epochMilliseconds);
}

/** Refuses what the tenant's app management policy forbids; codes and wording from public reports (azure-cli #28522). */
function enforcePolicy(directory: Directory, application: Application, start: Date, end: Date): void {
  const policy = directory.appManagementPolicy;
  if (!policy.isEnabled) return;
  for (const restriction of policy.applicationRestrictions.passwordCredentials) {
    const since = new Date(restriction.restrictForAppsCreatedAfterDateTime);
    if (restriction.state !== "enabled" || new Date(application.graph.createdDateTime) <= since) continue;
    if (restriction.restrictionType === "passwordAddition") {
      const message = `Credential type not allowed as per assigned policy '${DEFAULT_POLICY_ID}'.`;
      throw new GraphError(400, "CredentialTypeNotAllowedAsPerAppPolicy", message);
    }
    // "Less than": a lifetime of exactly the maximum is refused too.
    const { restrictionType, maxLifetime } = restriction;
    if (restrictionType === "passwordLifetime" && maxLifetime !== null && end >= after(start, maxLifetime)) {
      const message = `Credential lifetime exceeds the max value allowed as per assigned policy '${DEFAULT_POLICY_ID}'.`;
      throw new GraphError(400, "CredentialInvalidLifetimeAsPerAppPolicy", message, [
        { code: "InvalidKeyEndDate", message, target: "EndDate" },
      ]);
    }
  }
}
