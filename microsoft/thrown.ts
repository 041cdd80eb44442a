/** The words of whatever was thrown. Pure. */

/** How deep causes are followed. */
const DEEPEST = 5;

/**
 * The message of an error with those of its causes; of an answer that became an object instead of a message (which prints as
 * "[object Object]"), its error, code and description.
 * @param thrown anything
 */
export function messageOf(thrown: unknown, depth = 0): string {
  if (depth > DEEPEST) return "";
  if (typeof thrown === "string") return thrown;
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const {
    message,
    cause,
    errors,
    errorResponse,
    error,
    code,
    error_description,
    errorDescription,
    statusCode,
    errorCode,
    errorMessage,
  } = thrown as Record<string, unknown>;
  const deeper = (one: unknown) => (one === undefined || one === null ? [] : [messageOf(one, depth + 1)]);
  const parts = [
    ...(typeof message === "string" ? [message] : []),
    ...[error, code, errorCode, errorMessage, error_description, errorDescription].flatMap(deeper),
    ...(typeof statusCode === "number" ? [`status ${statusCode}`] : []),
    ...deeper(errorResponse),
    ...(Array.isArray(errors) ? errors.slice(0, 20).flatMap(deeper) : []),
    ...deeper(cause),
  ];
  const said = parts.map((part) => part.trim()).filter((part) => part !== "");
  return said
    .filter(
      (part, at) =>
        !said.some((other, place) => place !== at && other.includes(part) && (other !== part || place < at)),
    )
    .join(": ");
}
