import { randomUUID } from "node:crypto";
import type { TenantContext } from "./context.ts";
import type { Directory } from "./directory.ts";

/**
 * A refusal of Entra's token endpoint. Codes and wording: "Microsoft Entra authentication & authorization error codes"
 * (learn.microsoft.com/entra/identity-platform/reference-error-codes) and public reports of the answers.
 */
export class EntraError extends Error {
  readonly status: 400 | 401;
  readonly error: string;
  readonly code: number;

  constructor(status: 400 | 401, error: string, code: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.code = code;
  }
}

/** The two errors that say "not in this tenant", which Entra explains in the same words. */
export function notInstalled(code: 700016 | 500011, subject: string, directory: Directory): EntraError {
  const where =
    code === 700016
      ? `the directory '${directory.organization.displayName}'`
      : `the tenant named ${directory.organization.displayName}`;
  const advice = code === 700016 ? "You may have sent" : "You might have sent";
  return new EntraError(
    400,
    code === 700016 ? "unauthorized_client" : "invalid_resource",
    code,
    `${subject} was not found in ${where}. This can happen if the application has not been installed by the administrator ` +
      `of the tenant or consented to by any user in the tenant. ${advice} your authentication request to the wrong tenant.`,
  );
}

/** The body of the token endpoint's refusal. `traceId` is the request's id, `correlation_id` would be the client's. */
export function entraErrorBody(error: EntraError, traceId: string, tenant: TenantContext): object {
  const correlationId = randomUUID();
  const timestamp = `${tenant.now().toISOString().slice(0, 19).replace("T", " ")}Z`;
  return {
    error: error.error,
    error_description:
      `AADSTS${error.code}: ${error.message} Trace ID: ${traceId} ` +
      `Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [error.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${tenant.origin}/error?code=${error.code}`,
  };
}
