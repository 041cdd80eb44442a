/**
 * Whether anything still uses the stack's older keys, in verify's words: asked where the operator may read Entra's report of
 * sign-ins, and where more than one key works. What the report does not say is never a failure. Pure.
 */
import type { Temporal } from "temporal-polyfill";
import { WARN_DAYS } from "../../keys/life.ts";
import { type Credential, listedKeys, type OwnKey, ownLiveKeys } from "../../keys/listed.ts";
import { cloud } from "../../microsoft/clouds.ts";
import { sameGuid } from "../../microsoft/guid.ts";
import { isLoopback } from "../../microsoft/this-machine.ts";
import type { Claims } from "../../operator/claims.ts";
import type { Row } from "../rows/report.ts";
import { type SignInReport, whyNotAsked } from "../sign-ins/report.ts";
import { unknownUse, useRows } from "../sign-ins/use-rows.ts";
import type { StackState } from "./stack-state.ts";
import type { Where } from "./unread.ts";

interface Own {
  passwordCredentials: readonly Credential[];
}

export interface UseLook {
  state: Pick<StackState, "keys">;
  claims: Pick<Claims, "kind" | "roles">;
  now: Temporal.Instant;
  where: Pick<Where, "stack" | "graphRoot">;
}

/** Whether the report of sign-ins is worth a request. */
export function asksForSignIns(own: Own, look: UseLook): boolean {
  return workingKeys(own, look).length > 1 && whyNot(look) === undefined;
}

/** @param signIns undefined where the report was not asked */
export function keyUseRows(own: Own, signIns: SignInReport | undefined, look: UseLook): Row[] {
  const [newest, ...older] = workingKeys(own, look);
  if (!newest || older.length === 0) return [];
  if (!signIns) return [unknownUse(older, whyNot(look) ?? "the report of sign-ins was not asked")];
  const { now, where } = look;
  return useRows(signIns, { newest, older }, undefined, { stack: where.stack, now, warnDays: WARN_DAYS });
}

/** A person's rights do not show in the token: there only asking tells. */
function whyNot({ claims: { kind, roles }, where: { graphRoot } }: UseLook): string | undefined {
  // The embedded tenant is one of the global cloud's.
  const reports = graphRoot === cloud().graph || isLoopback(new URL(graphRoot).host);
  return whyNotAsked({ reports, roles: kind === "application" ? roles : undefined, takes: "AuditLog.Read.All" });
}

/** The keys that the state holds and Entra lets in, the newest first; of any other one secrets.ts speaks. */
function workingKeys({ passwordCredentials }: Own, { state: { keys }, now }: UseLook): OwnKey[] {
  const known = listedKeys(passwordCredentials).flatMap((key) => {
    const number = keys.find(({ keyId }) => sameGuid(keyId, key.keyId))?.number;
    return number === undefined ? [] : [{ ...key, number, label: `key ${number}` }];
  });
  return ownLiveKeys(known, now).sort((one, other) => other.number - one.number);
}
