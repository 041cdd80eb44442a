/**
 * A refusal of the embedded tenant in Microsoft Graph's terms.
 * Codes and wording are Graph's own, as "Microsoft Graph error responses and resource types" (learn.microsoft.com/graph/errors)
 * and public reports of them show.
 */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly GraphErrorDetail[];

  constructor(status: number, code: string, message: string, details: readonly GraphErrorDetail[] = []) {
    super(message);
    this.name = "GraphError";
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export interface GraphErrorDetail {
  code: string;
  message: string;
  target?: string;
}

/**
 * A refusal because the embedded tenant does not know what was asked: real Graph might.
 * Tests treat any of these as a failure, so that the tenant never guesses an answer.
 */
export class StrictRefusal extends GraphError {
  constructor(status: number, code: string, message: string) {
    super(status, code, message);
    this.name = "StrictRefusal";
  }
}

/** 404 for an object id that the directory does not hold, worded as Graph words it. */
export function notFound(id: string): GraphError {
  return new GraphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** 400 for a request that Graph understands and refuses. */
export function badRequest(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

/** 403: the token carries none of the roles that the call needs. */
export function insufficientPrivileges(): GraphError {
  return new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

/** 401: the bearer token is absent, foreign, expired or meant for another API. */
export function invalidToken(message: string): GraphError {
  return new GraphError(401, "InvalidAuthenticationToken", message);
}

/**
 * The body of a Graph error.
 * @param error what was refused, and why
 * @param requestId the id this request goes by, repeated in the body as Graph does
 * @param now the tenant's clock
 */
export function graphErrorBody(error: GraphError, requestId: string, now: Date): object {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.details.length > 0 ? { details: error.details } : {}),
      innerError: {
        date: now.toISOString().slice(0, 19),
        "request-id": requestId,
        "client-request-id": requestId,
      },
    },
  };
}
