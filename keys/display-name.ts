/** A key's name in Entra: it is what the portal lists, and tells which of the keys is looked at. Pure: imports no Pulumi. */
import type { Temporal } from "temporal-polyfill";

/** @param today the day on which the key is declared first */
export function displayName(number: number, today: Temporal.PlainDate): string {
  return `ESIA key ${number}, made ${today}`;
}

/** @returns the number in a name that this program gave; undefined for any other */
export function numberIn(name: string | null | undefined): number | undefined {
  const number = /^ESIA key ([1-9]\d{0,8}),/.exec(name ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}
