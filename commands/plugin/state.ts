/** What a check found out, before anybody judges it. */

/** Something that should be known and is not: why, the rest of a sentence, and what to do about it. */
export interface Unread {
  unread: string;
  next: string;
}

/** The sign-in was refused: ESIA, with the same values, sees nothing. */
export interface Refused {
  refused: "expired" | "unknown key" | "throttled" | "other";
  /** The refusal in a sentence, and what to do about it. */
  detail: string;
  next: string;
}

export interface KeyFound {
  /** The keys that the value can be, as a person finds them: one, unless more begin alike. */
  labels: readonly string[];
  /** Days (UTC) that the key still works, of more than one the least; negative where it is over. */
  days: number;
  /** The day of its end, such as "2028-04-20". */
  until: string;
  /** A newer key of the application that works, where it is not this one. */
  newer: string | undefined;
}

export interface RolesFound {
  /** How many the application asks for. */
  asked: number;
  missing: readonly string[];
  extra: readonly string[];
  /** The API whose token nothing tells of, because Microsoft documents no address of it in this cloud. */
  unjudged: string | undefined;
}

export type AuditLog =
  | { log: "on" | "nobody subscribed" | "not asked for" | "see roles" }
  | { log: "off"; couldBeGcc: boolean }
  | { log: "disabled"; contentTypes: readonly string[] };

/** What the values open. */
export interface Opened {
  key: KeyFound | Unread;
  roles: RolesFound | Unread;
  /** A token that an API's roles were asked for and none was given. */
  withoutToken: Refused | undefined;
  auditLog: AuditLog | Unread;
}

export type Found = Refused | Opened;

/** Where the values came from, for what to do next. */
export interface Origin {
  /** What has to be given a new key beside ESIA's node, such as "this file"; undefined for a stack's outputs. */
  holder: string | undefined;
  stack: string | undefined;
  /** Whether an older key was asked for on purpose. */
  older: boolean;
}
