/**
 * Grants that an earlier run made and could not read afterwards. azuread cannot go on from there: the next run would have it
 * update what it cannot update, and leave a state that it cannot read any more (seen with azuread 6.9.1). Pure: imports no Pulumi.
 */
import { TYPES } from "./names.ts";

interface HeldResource {
  type: string;
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

/**
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @throws Error with a sentence when the state holds one
 */
export function requireWholeGrants(held: readonly HeldResource[], command: (words: string) => string): void {
  // Entra always says what kind of principal holds a grant.
  const half = held.filter(({ type, outputs }) => type === TYPES.grant && outputs["principalType"] === null);
  if (half.length === 0) return;
  throw new Error(
    `The state holds ${half.map(({ name }) => name).join(", ")} half made: an earlier run granted it and could not read it afterwards. ` +
      `Nothing was changed. ${command("refresh")} reads it from Entra, then ${command("up")} goes on.`,
  );
}
