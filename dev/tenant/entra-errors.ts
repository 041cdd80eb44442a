import { randomUUID } from "node:crypto";
import type { TenantContext } from "./context.ts";
import type { Directory } from "./directory.ts";

/**
 * By the number behind AADSTS: the status, and OAuth's word. Sources: "Microsoft Entra authentication & authorization error
 * codes" (learn.microsoft.com/entra/identity-platform/reference-error-codes) and public reports of the answers.
 */
const CODES = {
  50011: [400, "invalid_request"],
  50027: [401, "invalid_client"],
  50034: [400, "invalid_grant"],
  50076: [400, "invalid_grant"],
  50079: [400, "invalid_grant"],
  50126: [400, "invalid_grant"],
  50166: [401, "invalid_client"],
  53000: [400, "invalid_grant"],
  53003: [400, "invalid_grant"],
  65001: [400, "invalid_grant"],
  70000: [400, "invalid_grant"],
  70003: [400, "unsupported_grant_type"],
  70008: [400, "invalid_grant"],
  70016: [400, "authorization_pending"],
  70020: [400, "expired_token"],
  90002: [400, "invalid_request"],
  500011: [400, "invalid_resource"],
  500014: [400, "invalid_resource"],
  530032: [400, "invalid_grant"],
  700016: [400, "unauthorized_client"],
  700021: [401, "invalid_client"],
  700023: [401, "invalid_client"],
  700024: [401, "invalid_client"],
  700027: [401, "invalid_client"],
  700211: [401, "invalid_client"],
  700212: [401, "invalid_client"],
  700213: [401, "invalid_client"],
  900144: [400, "invalid_request"],
  1002012: [400, "invalid_scope"],
  7000112: [400, "unauthorized_client"],
  7000215: [401, "invalid_client"],
  7000218: [401, "invalid_client"],
  7000222: [401, "invalid_client"],
  7000229: [401, "invalid_client"],
  7002138: [401, "invalid_client"],
} as const;

/** A refusal of Entra's. */
export class EntraError extends Error {
  readonly code: keyof typeof CODES;
  readonly status: 400 | 401;
  readonly error: string;
  /** What clients of Microsoft's read beside the error, such as `suberror` and `claims`. */
  readonly besides: object;

  constructor(code: keyof typeof CODES, message: string, error: string = CODES[code][1], besides: object = {}) {
    super(message);
    this.besides = besides;
    this.code = code;
    this.status = CODES[code][0];
    this.error = error;
  }
}

/** The two errors that say "not in this tenant", which Entra explains in nearly the same words. */
export function notInstalled(code: 700016 | 500011, subject: string, { organization }: Directory): EntraError {
  const [where, advice] = code === 700016 ? ["directory", "may"] : ["tenant named", "might"];
  const name = code === 700016 ? `'${organization.displayName}'` : organization.displayName;
  return new EntraError(
    code,
    `${subject} was not found in the ${where} ${name}. This can happen if the application has not been installed by the ` +
      "administrator of the tenant or consented to by any user in the tenant. " +
      `You ${advice} have sent your authentication request to the wrong tenant.`,
  );
}

/**
 * Takes the tenant's GUID or its domain, in capitals or not, as Entra does.
 * @param error what the endpoint says of an unknown tenant, where that is not "invalid_request"
 * @throws EntraError when an address names another tenant
 */
export function requireThisTenant({ tenantId, organization }: Directory, name: string, error?: "invalid_tenant"): void {
  if ([tenantId, organization.initialDomain].some((own) => own.toLowerCase() === name.toLowerCase())) return;
  const message =
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. ` +
    "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.";
  throw new EntraError(90002, message, error);
}

/** The body of a refusal. `traceId` is the request's id, `correlation_id` would be the client's. */
export function entraErrorBody(
  { code, error, message, besides }: EntraError,
  traceId: string,
  tenant: TenantContext,
): object {
  const correlationId = randomUUID();
  const timestamp = `${tenant.now().toISOString().slice(0, 19).replace("T", " ")}Z`;
  const trace = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return {
    error,
    error_description: `AADSTS${code}: ${message} ${trace}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${tenant.origin}/error?code=${code}`,
    ...besides,
  };
}
