/** What Entra's ids look like. Pure. */

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID, in either case, and nothing else. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** Whether two ids are the same one: people and portals write them in either case. */
export function sameGuid(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
