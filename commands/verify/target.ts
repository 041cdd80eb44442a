/** What is verified: the three values, where they came from, and what they should open. */
import type { Endpoints } from "../../microsoft/endpoints.ts";
import type { Values } from "./values.ts";

/** What the state tells of a key, beside its value. */
export interface HeldKey {
  number: number;
  keyId: string;
  made: Date;
  end: Date;
}

export interface Target {
  values: Values;
  /** Which key, and where it was taken from, behind "Entra accepts it:". */
  key: string;
  /** The key as the stack's state has it; undefined where nobody knows. */
  held?: HeldKey | undefined;
  /** Whether it is, as asked, an older key than the stack's newest one. */
  older: boolean;
  /** The stack whose outputs the values are; undefined when a person gave them. */
  stack: string | undefined;
  /** Who grants the roles by the stack's settings: its program, or an administrator by hand (esia:grantConsent false). */
  consent: "program" | "administrator";
  /** Roles that were left out on purpose (esia:omit). */
  omit: readonly string[];
  /** Whether the stack shows names in usage reports (esia:showNamesInReports); undefined without a stack. */
  showsNames: boolean | undefined;
  endpoints: Endpoints;
}
