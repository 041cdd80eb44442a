/**
 * Takes the key out of a text, whatever a library may have put into it. Pure.
 * @param key of less than eight characters it is none, and would be found in every other word
 */
export function withoutKey(text: string, key: string): string {
  return key.length < 8 ? text : text.replaceAll(key, "[key]");
}
