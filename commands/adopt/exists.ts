/** What exists of an application, against what the state holds. Pure. */

import { Temporal } from "temporal-polyfill";
import { dayOf } from "../../keys/dates.ts";
import { isOver, type ListedKey, listedKeys } from "../../keys/listed.ts";
import { quoted } from "../../machine/printed.mjs";
import { sameGuid } from "../../microsoft/guid.ts";
import { wantedPermissions } from "../../permissions.ts";
import type { Settings } from "../../settings.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { StackState } from "../doctor/stack-state.ts";
import type { Row } from "../rows/report.ts";
import { removing } from "./arguments.ts";
import { called } from "./choose.ts";
import type { Application, Around } from "./directory.ts";
import type { NamedGrant } from "./setting.ts";
import { lastSignIn } from "./sign-in.ts";

export interface Held {
  state: Pick<StackState, "application" | "principal" | "grants" | "keys" | "mark">;
  stack: string;
}

export const inState = ({ grants }: Held["state"], { id }: { id: string }) => grants.some((held) => held.id === id);

export function applicationRow(application: Application, { owners }: Pick<Around, "owners">, { state }: Held): Row {
  const detail = state.application
    ? `${called(application)}: in the state.`
    : `${called(application)}: not in the state. It is taken over, and keeps its client ID.`;
  const owned = owners.length > 0 ? ` Owners: ${owners.join(", ")}.` : " It has no owner.";
  return { check: "Application", result: "pass", detail: `${detail}${owned}` };
}

export function principalRow({ principal }: Around, { state, stack }: Held): Row {
  const check = "Service principal";
  if (!principal) return { check, result: "pass", detail: "Not there: a run makes it." };
  const same = state.principal !== undefined && sameGuid(state.principal, principal.id);
  if (state.principal !== undefined && !same) {
    return {
      check,
      result: "fail",
      detail: `The application's is ${principal.id}, and the state holds ${state.principal}, which is gone.`,
      next: `${pulumiCommand("refresh", stack)} makes the state forget that one; then run this again.`,
    };
  }
  return { check, result: "pass", detail: same ? "In the state." : "Not in the state. It is taken over." };
}

/** @param grants all of the application's */
export function grantRows(
  grants: readonly NamedGrant[],
  held: Held,
  settings: Pick<Settings, "omit" | "grantConsent">,
): Row[] {
  const check = "Grants";
  const { state, stack } = held;
  const adopted = grants.filter((grant) => grant.wanted && !inState(state, grant)).map(({ role }) => role as string);
  const roles = settings.grantConsent ? wantedPermissions(settings.omit).map(({ role }) => role) : [];
  const missing = roles.filter(
    (name) => !grants.some(({ role }) => role === name) && !state.grants.some(({ role }) => role === name),
  );
  const extra = grants.filter(({ wanted, role }) => !wanted && (settings.grantConsent || role === undefined));
  const parts = [
    `${grants.filter((grant) => inState(state, grant)).length} in the state`,
    ...(adopted.length > 0 ? [`${adopted.length} not in the state and taken over (${adopted.join(", ")})`] : []),
    ...(missing.length > 0 ? [`${missing.length} not granted yet, a run grants them (${missing.join(", ")})`] : []),
  ];
  return [
    { check, result: "pass", detail: `${parts.join("; ")}.` },
    ...extra
      .filter((grant) => !inState(state, grant))
      .map(
        ({ label, id }): Row => ({
          check: "Grant beyond ESIA's",
          result: "warn",
          detail: `${label}: nobody declares it, and a run leaves it.`,
          next: `If nobody needs it: ${adoptCommand(stack, `${removing("grant", id)} --yes`)}.`,
        }),
      ),
  ];
}

/** The keys and certificates that the state does not hold: none of them can be taken over, and none is taken away by a run. */
export function keyRows(
  application: Application,
  { signIns }: Around,
  { state, stack }: Held,
  now: Temporal.Instant,
): Row[] {
  const check = "Key not in the state";
  const managed = state.keys.some(({ end }) => end !== undefined && Temporal.Instant.compare(end, now) > 0);
  const unknown = listedKeys(application.passwordCredentials).filter(
    ({ keyId }) => !state.keys.some((held) => sameGuid(held.keyId, keyId)),
  );
  return [
    ...unknown.map((key): Row => {
      const about = `${key.label}, key id ${key.keyId}, ${until(key, now)}. ${lastSignIn(signIns, key.keyId)}`;
      if (isOver(key, now)) return { check, result: "pass", detail: about };
      return {
        check,
        result: "warn",
        detail: `${about} A run leaves it.`,
        next: managed
          ? `When ESIA uses the stack's own key: ${adoptCommand(stack, `${removing("secret", key.keyId)} --yes`)}.`
          : "ESIA may be using it: leave it. The next run makes a key of the stack's own beside it.",
      };
    }),
    ...(application.keyCredentials ?? []).map(
      (certificate): Row => ({
        check: "Certificate",
        result: "warn",
        detail: `${certificate.displayName ? quoted(certificate.displayName) : "Without a name"}, key id ${certificate.keyId}: a way in that ESIA cannot use. A run leaves it.`,
        next: "If nobody needs it, remove it in the portal (Certificates & secrets).",
      }),
    ),
  ];
}

function until(key: ListedKey, now: Temporal.Instant): string {
  if (!key.end) return "without an end that can be read";
  return isOver(key, now) ? `expired on ${dayOf(key.end)}` : `works until ${dayOf(key.end)}`;
}
