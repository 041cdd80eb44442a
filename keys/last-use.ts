/**
 * Whether older keys are still used, by Entra's report of sign-ins ("appCredentialSignInActivity", beta). Pure: imports no
 * Pulumi.
 *
 * The report lags, may be empty and may leave keys out. A sign-in on the newest key proves nothing of who signed in, for it
 * may be this project's own verify; but it shows how far the report reaches. What is claimed rests on the silence of the
 * older keys up to there.
 */
import { Temporal } from "temporal-polyfill";
import { sameGuid } from "../microsoft/guid.ts";
import type { ListedKey } from "./listed.ts";

/** A line of the report; a key can have several, one for each API. */
export interface SignIn {
  keyId: string;
  /** Undefined where the report names the key without a time. */
  last: Temporal.Instant | undefined;
}

export type LastUse<Key> =
  /**
   * Nothing signed in with this key since then, nor with any other older one for long: it can be retired. That holds up to
   * where the report reaches; who was given the key after that is not in it.
   */
  | { use: "silent"; key: Key; since: Temporal.Instant; reaches: Temporal.Instant }
  | { use: "used"; key: Key; last: Temporal.Instant }
  /** The report does not tell of this key. */
  | { use: "unknown"; key: Key };

/** ESIA asks every few minutes; a key that was silent for two days is in no use. */
const SILENCE = { hours: 48 };
/** A report that reaches no further than this says nothing of today. */
const REACH = { hours: 7 * 24 };

/**
 * @param newest the newest key of this program's
 * @param older its older ones that still work; a secret of somebody else's is in neither, for nothing is claimed of it
 * @param report the report's lines about this application
 * @param now the moment from which the report is looked at
 * @returns one entry for each older key, in their order
 */
export function lastUses<Key extends Pick<ListedKey, "keyId">>(
  newest: Pick<ListedKey, "keyId">,
  older: readonly Key[],
  report: readonly SignIn[],
  now: Temporal.Instant,
): LastUse<Key>[] {
  const reaches = lastOf(newest, report);
  const covers = reaches !== undefined && Temporal.Instant.compare(reaches, now.subtract(REACH)) >= 0;
  const uses = older.map((key) => ({ key, last: lastOf(key, report) }));
  const silent =
    covers &&
    uses.every(({ last }) => last !== undefined && Temporal.Instant.compare(last, reaches.subtract(SILENCE)) < 0);
  return uses.map(({ key, last }): LastUse<Key> => {
    if (last === undefined) return { use: "unknown", key };
    return silent ? { use: "silent", key, since: last, reaches } : { use: "used", key, last };
  });
}

function lastOf({ keyId }: Pick<ListedKey, "keyId">, report: readonly SignIn[]): Temporal.Instant | undefined {
  return report
    .filter((line) => sameGuid(line.keyId, keyId))
    .map(({ last }) => last)
    .filter((last) => last !== undefined)
    .sort(Temporal.Instant.compare)
    .at(-1);
}
