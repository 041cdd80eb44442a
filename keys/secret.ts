/** A client secret, as the state holds it and as a run declares it. Pure: imports no Pulumi. */
import type { Temporal } from "temporal-polyfill";

/** From when to when a secret works. */
export interface Life {
  start: Temporal.Instant;
  end: Temporal.Instant;
}

/** A client secret as the stack's state holds it; `held.ts` reads it from there. */
export interface HeldSecret extends Life {
  /** 1, 2, 3 …: the number in its resource's name. */
  number: number;
  keyId: string;
  /** The day that the run which made it took for today, by its display name; absent where that was changed. */
  madeOn?: Temporal.PlainDate;
}

export interface SecretRules {
  /** Calendar months that a new secret lives. */
  secretMonths: number;
  /** Days before its end from which a run renews the newest secret; 0 stands for half of the life, at most 90. */
  rotateDaysBefore: number;
  /** The number that is to exist; 0 asks for none. */
  rotateTo: number;
  /** Secrets up to this number are removed; 0 removes none. */
  retireUpTo: number;
}

export interface DeclaredSecret {
  number: number;
  displayName: string;
  /** RFC 3339 instant. */
  endDate: string;
}

/**
 * Why a key is made. "lost": the stack made it before, and a refresh found it gone. What is due or lost is made whatever else
 * was asked for.
 */
export type Made = "first" | "due" | "lost" | "asked";
