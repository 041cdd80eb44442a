/**
 * A run's log without what the run got over: operations that failed, were tried again because the hook asked for it, and then
 * succeeded. The engine goes on counting them as errored, and ends with 0 all the same (pulumi 3.259). Pure, in linear time.
 */
import { HEADER, PROGRESS } from "./read.ts";

/** What the engine says after each failure that is tried again. */
const RETRYING = /\bretrying (?:create|update|delete) due to on-error hook request \(/;
const ERROR = /\berror: /;
const COUNT = /^\s{1,8}\d{1,6} errored$/;

/** Patterns that read; a test looks at each. */
export const GETTING_OVER: readonly RegExp[] = [RETRYING, ERROR, COUNT];

/** @param text as `plain` gives it @returns the same where nothing was got over */
export function withoutGotOver(text: string): string {
  if (!RETRYING.test(text)) return text;
  const lines = owned(text.split("\n"));
  const over = new Set<string>();
  for (const { name, line } of lines) {
    if (name === undefined) continue;
    if (RETRYING.test(line)) over.add(name);
    else if (ERROR.test(line)) over.delete(name);
  }
  if (over.size === 0) return text;
  return lines
    .filter(({ name, line, isProgress }) => {
      if (COUNT.test(line)) return false;
      if (name === undefined || !over.has(name)) return true;
      return isProgress && !RETRYING.test(line) && !ERROR.test(line);
    })
    .map(({ line }) => line)
    .join("\n");
}

/** Each line with the resource that it tells of: the one it begins with, or the one whose diagnostics it stands in. */
function owned(lines: readonly string[]): { line: string; name: string | undefined; isProgress: boolean }[] {
  let under: string | undefined;
  return lines.map((line) => {
    const progress = PROGRESS.exec(line);
    const header = progress ? null : HEADER.exec(line);
    if (header) under = header[2];
    else if (progress || line === "") under = undefined;
    return { line, name: progress?.[2] ?? under, isProgress: progress !== null };
  });
}
