/**
 * What stacks of one tenant tell each other: a stack that shows names says so by tags on its own application, and what it
 * found before. That is all that one stack can know of another, whose state may lie anywhere. Pure: imports no Pulumi.
 */
import type { Names } from "./names.ts";

/** On the application of each stack that shows names. */
export const SHOWS_NAMES = "esia-shows-names";
/** On that of a stack that asks for names and could not show them: no other stack counts on it. */
const WANTS_NAMES = "esia-wants-names";
const FOUND = "esia-names-were:";
const STACK = "esia-stack:";

/** An application in the tenant that shows names. */
export interface OtherStack {
  displayName: string;
  /** What that stack found before any stack showed names. */
  found: Names;
}

/** The tag that says whether a stack that asks for names shows them. */
export function asksTag(names: Names): string {
  return names === "shown" ? SHOWS_NAMES : WANTS_NAMES;
}

/** The tag that says what a stack found before any stack showed names. */
export function foundTag(found: Names): string {
  return `${FOUND}${found}`;
}

/**
 * @param applications those that carry SHOWS_NAMES
 * @param mark this stack's own mark: its application may still be listed
 */
export function otherStacks(
  applications: readonly { displayName: string; tags: readonly string[] }[],
  mark: string,
): OtherStack[] {
  return applications
    .filter(({ tags }) => tags.includes(SHOWS_NAMES) && !tags.includes(`${STACK}${mark}`))
    .map(({ displayName, tags }) => {
      const said = tags.find((tag) => tag.startsWith(FOUND))?.slice(FOUND.length);
      return { displayName, found: said === "hidden" || said === "shown" ? said : "unknown" };
    });
}
