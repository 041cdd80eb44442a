/**
 * What stacks of one tenant tell each other: a stack that shows names says so by tags on its own application, and what it
 * found before. That is all that one stack can know of another, whose state may lie anywhere. Pure: imports no Pulumi.
 */
import { stackTag, TAGS } from "../stack/names.ts";
import type { Names, OtherStack } from "./names.ts";

/** The tag that says whether a stack that asks for names shows them. */
export function asksTag(names: Names): string {
  return names === "shown" ? TAGS.showsNames : TAGS.wantsNames;
}

/** The tag that says what a stack found before any stack showed names. */
export function foundTag(found: Names): string {
  return `${TAGS.foundNames}${found}`;
}

/**
 * @param applications those that carry the tag of one
 * @param mark this stack's own mark: its application may still be listed
 */
export function otherStacks(
  applications: readonly { displayName: string; tags: readonly string[] }[],
  mark: string,
): OtherStack[] {
  return applications
    .filter(({ tags }) => tags.includes(TAGS.showsNames) && !tags.includes(stackTag(mark)))
    .map(({ displayName, tags }) => {
      const said = tags.find((tag) => tag.startsWith(TAGS.foundNames))?.slice(TAGS.foundNames.length);
      return { displayName, found: said === "hidden" || said === "shown" ? said : "unknown" };
    });
}
