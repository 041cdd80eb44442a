/**
 * A refusal of the embedded tenant in Microsoft Graph's terms.
 * Codes and wording are Graph's own, as "Microsoft Graph error responses and resource types" (learn.microsoft.com/graph/errors)
 * and public reports of them show.
 */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly object[];

  constructor(status: number, code: string, message: string, details: readonly object[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/**
 * A refusal because the embedded tenant does not know what was asked: real Graph might.
 * Tests treat any of these as a failure, so that the tenant never guesses an answer.
 */
export class StrictRefusal extends GraphError {
  constructor(message: string, status = 400) {
    super(status, "NotKnownHere", message);
  }
}

/** 404 for an object id that the directory does not hold. */
export function notFound(id: string): GraphError {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphError(404, "Request_ResourceNotFound", message);
}

/** 400 for a request that Graph understands and refuses. */
export function badRequest(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

/** 403: the token carries none of the roles that the call needs. */
export function insufficientPrivileges(): GraphError {
  return new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

/** The body of a Graph error. @param requestId the id that the request goes by @param now the tenant's clock */
export function graphErrorBody({ code, message, details }: GraphError, requestId: string, now: Date): object {
  const date = now.toISOString().slice(0, 19);
  const innerError = { date, "request-id": requestId, "client-request-id": requestId };
  return { error: { code, message, ...(details.length > 0 && { details }), innerError } };
}
