/** The client secrets as Entra lists them on the application, which shows the value of none. Pure: imports no Pulumi. */

import { Temporal } from "temporal-polyfill";
import { quoted } from "../machine/printed.mjs";
import { sameGuid } from "../microsoft/guid.ts";
import { dayOf, daysUntil } from "./dates.ts";
import { numberIn } from "./display-name.ts";

/** What Graph shows of a secret: "passwordCredential resource type". */
export interface Credential {
  readonly keyId: string;
  readonly displayName?: string | null | undefined;
  /** The first three characters of the value: to be compared, never to be printed. */
  readonly hint?: string | null | undefined;
  readonly startDateTime?: string | null | undefined;
  readonly endDateTime?: string | null | undefined;
}

export interface ListedKey {
  keyId: string;
  /** The number in its name; undefined for one that this program did not make. */
  number: number | undefined;
  /** "key 2", or how else a person finds it in the portal. */
  label: string;
  hint: string | undefined;
  start: Temporal.Instant | undefined;
  end: Temporal.Instant | undefined;
}

/** @returns the keys, the newest first: Entra sets their starts by its own clock */
export function listedKeys(credentials: readonly Credential[]): ListedKey[] {
  const keys = credentials.map(({ keyId, displayName, hint, startDateTime, endDateTime }) => {
    const number = numberIn(displayName);
    const label = number !== undefined ? `key ${number}` : displayName ? quoted(displayName) : `key id ${keyId}`;
    return { keyId, number, label, hint: hint || undefined, start: instant(startDateTime), end: instant(endDateTime) };
  });
  const started = ({ start }: ListedKey) => start?.epochMilliseconds ?? 0;
  return keys.sort((one, other) => started(other) - started(one) || (other.number ?? 0) - (one.number ?? 0));
}

/** A key that this program made. */
export type OwnKey = ListedKey & { number: number };

/** @returns those of this program's that still work, in their order; what somebody else added is doctor's to judge */
export function ownLiveKeys(listed: readonly ListedKey[], now: Temporal.Instant): OwnKey[] {
  return listed.filter((key): key is OwnKey => key.number !== undefined && !isOver(key, now));
}

/**
 * The key that a rotation made after another, and that works: what somebody added by hand is newer in time alone.
 * @param key one of those listed
 * @param listed all keys of the application, the newest first
 * @returns the newest of them; undefined when the key is the newest itself
 */
export function newerThan(key: ListedKey, listed: readonly ListedKey[], now: Temporal.Instant): OwnKey | undefined {
  return ownLiveKeys(listed.slice(0, listed.indexOf(key)), now)[0];
}

/** Whether a key's end has passed; one without an end that can be read has not. */
export function isOver({ end }: Pick<ListedKey, "end">, now: Temporal.Instant): boolean {
  return end !== undefined && Temporal.Instant.compare(end, now) <= 0;
}

/** Days (UTC) that a key still works; undefined without an end. */
export function daysLeft({ end }: Pick<ListedKey, "end">, now: Temporal.Instant): number | undefined {
  return end && daysUntil(end, dayOf(now));
}

/**
 * Finds the key that a value is, once Entra has accepted it.
 * @param value compared with the hints, and given to nobody
 * @param heldId the key's id where the stack's state tells; Entra's list has to know it, and its hint must fit
 * @returns one where it is known; several where more begin alike; none where the list shows no such key
 */
export function keysThatCanBe(
  value: string,
  listed: readonly ListedKey[],
  now: Temporal.Instant,
  heldId?: string,
): ListedKey[] {
  const begins = ({ hint }: ListedKey) => hint !== undefined && hint.length >= 3 && value.startsWith(hint);
  const held = listed.find(({ keyId }) => heldId !== undefined && sameGuid(keyId, heldId));
  if (held && (held.hint === undefined || begins(held))) return [held];
  const alike = listed.filter(begins);
  // One whose time is over cannot have signed in, as long as there is another; alone it is the key, and a clock is wrong.
  const live = alike.filter((key) => !isOver(key, now));
  return live.length > 0 ? live : alike;
}

function instant(text: string | null | undefined): Temporal.Instant | undefined {
  try {
    return text ? Temporal.Instant.from(text) : undefined;
  } catch {
    return undefined;
  }
}
