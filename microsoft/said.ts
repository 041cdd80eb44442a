/** What a server says of its refusal: "Microsoft Graph error responses". Pure. */

export interface Said {
  code: string;
  /** The server's own text; it may repeat what was sent. */
  message: string;
}

/** Longer texts are stack traces. */
const LONGEST = 2000;

/**
 * @param text the answer's body
 * @returns code and message, "" for what it does not have; some services put their own JSON in the message
 */
export function inTheServersWords(text: string): Said {
  const body = parsed(text);
  if (body === undefined) return { code: "", message: isWebPage(text) ? "" : text.slice(0, LONGEST) };
  const error = (body as { error?: unknown } | null)?.error;
  if (typeof error !== "object" || error === null) return { code: "", message: "" };
  const { code, message } = error as Record<string, unknown>;
  const own = { code: codeOf(code), message: typeof message === "string" ? message.slice(0, LONGEST) : "" };
  if (!own.message.startsWith("{")) return own;
  const inner = inTheServersWords(String(message));
  return inner.code === "" && inner.message === "" ? own : inner;
}

/** Whether a text is HTML, or something else in angle brackets. */
export function isWebPage(text: string): boolean {
  return /^\s*</.test(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Codes are short texts; anything else is none. */
function codeOf(code: unknown): string {
  return typeof code === "string" ? code.slice(0, 160) : "";
}
