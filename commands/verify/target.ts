/** What is verified: the three values, where they came from, and what they should open. */
import type { Endpoints } from "../../microsoft/endpoints.ts";
import type { Values } from "./values.ts";

export interface Target {
  values: Values;
  /** Which key, and where it was taken from, behind "Entra accepts it:". */
  key: string;
  /** When the key was made; undefined where nobody knows. */
  made?: Date | undefined;
  /** Whether it is the key before the newest one. */
  previous: boolean;
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
