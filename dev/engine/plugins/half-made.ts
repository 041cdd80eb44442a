import { reason } from "./reasons.ts";
import { type Existing, PartlyMade } from "./resource-kind.ts";

/**
 * Finishes what has been made. What fails then leaves the resource in the state as it was made: the next run goes on.
 *
 * @throws PartlyMade
 */
export async function wholeOr(made: Existing, finish: () => Promise<Existing>): Promise<Existing> {
  try {
    return await finish();
  } catch (thrown) {
    throw new PartlyMade(made, reason(thrown));
  }
}

/** What has just been made or changed, read again. @throws when it is gone by then */
export function stillThere(found: Existing | undefined): Existing {
  if (!found) throw new Error("It was gone when it was read again.");
  return found;
}
