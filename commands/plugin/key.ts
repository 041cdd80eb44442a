/** Which of the application's keys the value is, until when it works, and whether a newer one waits. Pure. */
import { Temporal } from "temporal-polyfill";
import { dayOf } from "../../keys/dates.ts";
import { type Credential, daysLeft, keysThatCanBe, type ListedKey, listedKeys, newerThan } from "../../keys/listed.ts";
import { CREDENTIALS } from "../verify/own-application.ts";
import type { Target } from "../verify/target.ts";
import { REQUIRED } from "./roles.ts";
import type { KeyFound, Unread } from "./state.ts";

/** What is read of the application: "application resource type". */
export const APPLICATION = { ...CREDENTIALS, requiredResourceAccess: REQUIRED } as const;

/** @param value compared with the hints, and given to nobody */
export function keyFound(
  value: string,
  credentials: readonly Credential[],
  { held }: Pick<Target, "held">,
  today: Date,
): KeyFound | Unread {
  const now = Temporal.Instant.fromEpochMilliseconds(today.getTime());
  const listed = listedKeys(credentials);
  const found = keysThatCanBe(value, listed, now, held?.keyId);
  const [first] = found;
  if (!first) {
    return {
      unread: "Entra accepts the key and does not list it; it may be minutes old",
      next: "wait for the next check",
    };
  }
  const soonest = found.reduce((one, other) => ((daysLeft(other, now) ?? 0) < (daysLeft(one, now) ?? 0) ? other : one));
  const days = daysLeft(soonest, now);
  if (soonest.end === undefined || days === undefined) {
    return { unread: `Entra lists no end of ${soonest.label}`, next: "look at it in Entra, Certificates & secrets" };
  }
  return {
    labels: found.map(({ label }: ListedKey) => label),
    days,
    until: dayOf(soonest.end).toString(),
    // Where more keys begin alike, the newest of them may be the one.
    newer: newerThan(first, listed, now)?.label,
  };
}

/** The key as the stack's state has it; undefined where nobody knows. */
export function heldKey({ held }: Pick<Target, "held">, today: Date): KeyFound | undefined {
  if (!held) return undefined;
  const end = Temporal.Instant.fromEpochMilliseconds(held.end.getTime());
  const now = Temporal.Instant.fromEpochMilliseconds(today.getTime());
  const days = daysLeft({ end }, now) as number;
  return { labels: [`key ${held.number}`], days, until: dayOf(end).toString(), newer: undefined };
}
