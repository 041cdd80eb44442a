/**
 * What a run that only renews a key declares besides: what the state holds, as it holds it. Nothing that was asked for since,
 * that Entra refuses, or that is gone from the tenant, can then stand in the key's way or take its outputs away. Pure: imports
 * no Pulumi.
 */

import type { SecretPlan } from "../keys/plan.ts";
import { NAMES, TYPES } from "./names.ts";
import { textIn } from "./text-in.ts";

interface HeldResource {
  type: string;
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

/** What index.ts sets on the application, but for its notes: ignored, the engine takes what the state holds. */
const APPLICATION = [
  "displayName",
  "fallbackPublicClientEnabled",
  "owners",
  "preventDuplicateNames",
  "requiredResourceAccesses",
  "serviceManagementReference",
  "signInAudience",
  "tags",
];

/** What of it even the pipeline may change: words for people. */
const LABELS = ["displayName", "serviceManagementReference"];

/**
 * What of the application's inputs a run leaves as the state has it.
 * @param run what it goes by, undefined where it leaves that: all that is asked for; what the application is called; the
 *   settings at all; and how the pipeline owns it
 */
export function ignoredOfApplication(run: {
  changes: unknown;
  labels: unknown;
  asked: unknown;
  owns: { how: "named" | "beside" } | undefined;
}): string[] {
  if (run.changes) return run.owns?.how === "beside" ? ["owners"] : [];
  return [...APPLICATION.filter((name) => !run.labels || !LABELS.includes(name)), ...(run.asked ? [] : ["notes"])];
}

/** The same of the application's service principal. */
export const PRINCIPAL = ["appRoleAssignmentRequired", "owners", "tags"];

/**
 * Whether this run makes a key that is due and leaves everything else as it is. A first run makes everything, and so does
 * one that finds no application in the state.
 */
export function renewsOnly({ made }: Pick<SecretPlan, "made">, held: readonly HeldResource[]): boolean {
  const has = (name: string) => held.some((resource) => resource.name === name);
  return (made === "due" || made === "lost") && has(NAMES.application) && has(NAMES.principal);
}

/** Said by such a run. @param command puts words of Pulumi's command line into a command for this stack, in quotes */
export function renewsOnlyLine(command: (words: string) => string): { severity: "info"; text: string } {
  return {
    severity: "info",
    text:
      "A run that renews a key changes nothing that Entra could refuse: other roles, owners, names and the like follow with " +
      `the next ${command("up")}.`,
  };
}

/** What is said there of an ask that is refused, or of something that is gone from the tenant. @param number of the key that is made */
export function leftAsItIs(number: number): (refusal: string) => string {
  return (refusal) => `Left as the state has it, because this run only makes key ${number}: ${refusal}`;
}

/** The application's display name. */
export function displayName(held: readonly HeldResource[]): string {
  return textIn(held.find(({ name }) => name === NAMES.application)?.outputs["displayName"]);
}

/** A grant as it is declared. */
export interface HeldGrant {
  /** Its logical name. */
  name: string;
  appRoleId: string;
  resourceObjectId: string;
}

/** The grants of ESIA's application that the state holds, whatever the settings and the tenant say of them now. */
export function grants(held: readonly HeldResource[]): HeldGrant[] {
  return held
    .filter(({ type, name }) => type === TYPES.grant && name.startsWith(NAMES.grant))
    .map(({ name, outputs }) => ({
      name,
      appRoleId: textIn(outputs["appRoleId"]),
      resourceObjectId: textIn(outputs["resourceObjectId"]),
    }));
}

/**
 * The number of the newest key that the stack's outputs name: a key of that number was handed over once.
 * @returns undefined when there is none, or what is there is no number of a key
 */
export function lastSecretNumber(held: readonly HeldResource[]): number | undefined {
  const number = held.find(({ type }) => type === TYPES.stack)?.outputs["secretNumber"];
  return Number.isSafeInteger(number) && Number(number) >= 1 && Number(number) <= 999_999 ? Number(number) : undefined;
}
