/** What a first run printed, comparable with that of another machine and day. */

/**
 * @param printed from its beginning; what served as engine is left out, as far as it is said
 * @returns its lines without ids and days; what was made in one order, for permissions are granted side by side
 */
export function alike(printed: string): { made: string[]; said: string[] } {
  const lines = printed
    .slice(printed.indexOf("Key 1 is made in this run."))
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replace(/(until|from) \d{4}-\d\d-\d\d/g, "$1 DAY")
    .trimEnd()
    .split("\n");
  const isMade = (line: string) => line.startsWith("  + made: ");
  return { made: lines.filter(isMade).sort(), said: lines.filter((line) => !isMade(line)) };
}
