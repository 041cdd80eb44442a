/** What Entra's ids look like. Pure. */

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID, in either case, and nothing else. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** @returns the GUID in small letters, as it is the same in every run; undefined for anything else */
export function guid(text: unknown): string | undefined {
  return typeof text === "string" && isGuid(text) ? text.toLowerCase() : undefined;
}

/** Whether two ids are the same one: people and portals write them in either case. */
export function sameGuid(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
