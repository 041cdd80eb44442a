/** The removal of what nobody declared, a key or a grant: by id alone, and never what the state holds. */
import type { Temporal } from "temporal-polyfill";
import { isOver, listedKeys } from "../../keys/listed.ts";
import type { Reader, Remover } from "../../microsoft/client.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { sameGuid } from "../../microsoft/guid.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { StackState } from "../doctor/stack-state.ts";
import { unreadRow, type Where } from "../doctor/unread.ts";
import type { Row } from "../rows/report.ts";
import type { Removal } from "./arguments.ts";
import type { Application, Around } from "./directory.ts";
import { inState } from "./exists.ts";
import type { NamedGrant } from "./setting.ts";
import { lastSignIn } from "./sign-in.ts";

export interface Removing {
  application: Application;
  around: Around;
  grants: readonly NamedGrant[];
  state: Pick<StackState, "application" | "grants" | "keys">;
  stack: string;
  now: Temporal.Instant;
}

/** A request that removes it, or why there is none. */
export type Plan =
  | { refused: Row }
  | { check: string; what: string; path: string; body?: object; isThere: (graph: Reader) => Promise<boolean> };

/** Pure. */
export function planRemoval({ kind, id }: Removal, removing: Removing): Plan {
  return kind === "secret" ? secretPlan(id, removing) : grantPlan(id, removing);
}

function secretPlan(keyId: string, { application, around, state, stack, now }: Removing): Plan {
  const check = "Key to remove";
  const held = state.keys.find((key) => sameGuid(key.keyId, keyId));
  if (held) {
    return refused(
      check,
      `Key id ${keyId} is key ${held.number}, which the state holds: a run removes it, by its number.`,
      `${pulumiCommand(`config set esia:retireUpTo ${held.number}`, stack)}, then ${pulumiCommand("up", stack)}; never the newest.`,
    );
  }
  const key = listedKeys(application.passwordCredentials).find((one) => sameGuid(one.keyId, keyId));
  if (!key) {
    return refused(
      check,
      `The application has no key of key id ${keyId}.`,
      `${adoptCommand(stack)} lists those it has.`,
    );
  }
  const listed = listedKeys(application.passwordCredentials);
  const works = state.keys.some((own) =>
    listed.some((one) => sameGuid(one.keyId, own.keyId) && one.end !== undefined && !isOver(one, now)),
  );
  if (!works) {
    return refused(
      check,
      "The stack has no key of its own that works: ESIA may be using this one.",
      `${pulumiCommand("up", stack)} makes one. Type it into ESIA, then run this again.`,
    );
  }
  return {
    check,
    what: `${key.label}, key id ${key.keyId}. ${lastSignIn(around.signIns, key.keyId)}`,
    path: `/v1.0/applications/${application.id}/removePassword`,
    body: { keyId: key.keyId },
    isThere: async (graph) => {
      const { passwordCredentials } = await graph.get(`/v1.0/applications/${application.id}`, {
        passwordCredentials: [{ keyId: "id" }],
      });
      return passwordCredentials.some((one) => sameGuid(one.keyId, keyId));
    },
  };
}

function grantPlan(id: string, { around, grants, state, stack }: Removing): Plan {
  const check = "Grant to remove";
  const grant = grants.find((one) => one.id === id);
  if (inState(state, { id })) {
    return refused(
      check,
      `Grant ${id} is in the state: a run takes it away where the settings leave its role out.`,
      `${pulumiCommand('config set --path "esia:omit[0]" ROLE', stack)}, then ${pulumiCommand("up", stack)}.`,
    );
  }
  if (!grant) {
    return refused(check, `The application has no grant ${id}.`, `${adoptCommand(stack)} lists those beyond ESIA's.`);
  }
  if (grant.wanted) {
    return refused(
      check,
      `Grant ${id} is ${grant.label}, which ESIA needs: it is to be taken over.`,
      `${adoptCommand(stack, "--yes")}, then ${pulumiCommand("up", stack)}.`,
    );
  }
  return {
    check,
    what: `${grant.label}, grant ${id}.`,
    path: `/v1.0/servicePrincipals/${grant.resourceId}/appRoleAssignedTo/${id}`,
    isThere: async (graph) => {
      const left = await graph.list(`/v1.0/servicePrincipals/${around.principal?.id}/appRoleAssignments`, {
        id: "id",
      });
      return left.some((one) => one.id === id);
    },
  };
}

/** Removes it, or says what would be removed. What failed may have been done all the same: then the tenant tells. */
export async function remove(
  plan: Plan,
  { yes, again }: { yes: boolean; again: string },
  { graph, removing, where }: { graph: Reader; removing: Remover; where: Where },
): Promise<Row> {
  if ("refused" in plan) return plan.refused;
  const { check, what, path, body, isThere } = plan;
  if (!yes) return { check, result: "warn", detail: `${what} Nothing was removed.`, next: `To remove it: ${again}.` };
  const done: Row = { check, result: "pass", detail: `Removed: ${what}` };
  try {
    await removing.remove(path, body);
    return done;
  } catch (failed) {
    if (!(failed instanceof RequestFailed)) throw failed;
    const gone = failed.unsure && !(await isThere(graph).catch(() => true));
    if (gone) return done;
    return { ...unreadRow(check, failed, where), detail: `Not removed: ${failed.message}.` };
  }
}

function refused(check: string, detail: string, next: string): Plan {
  return { refused: { check, result: "fail", detail, next } };
}
