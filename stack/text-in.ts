/** A value of the state that should be a text. Pure. */

/** @returns the text; of anything else its JSON, because an object of somebody's making need not even be printable */
export function textIn(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}
