/** Which request removes what nobody declared, a key or a grant: by id alone, and never what the state holds. Pure. */
import type { Temporal } from "temporal-polyfill";
import { isOver, listedKeys } from "../../keys/listed.ts";
import type { Reader } from "../../microsoft/client.ts";
import { sameGuid } from "../../microsoft/guid.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { StackState } from "../doctor/stack-state.ts";
import type { Row } from "../rows/report.ts";
import type { Removal } from "./arguments.ts";
import { delegatedLabel, TAKES_CONSENT_AWAY } from "./delegated.ts";
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
  | {
      check: string;
      what: string;
      path: string;
      body?: object;
      isThere: (graph: Reader) => Promise<boolean>;
      /** What it takes, where a refusal by itself does not say it. */
      takes?: string;
    };

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
  if (!grant) return delegatedPlan(check, id, { around, stack });
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

/** One that people consented to, where the application's own service principal is the client: no other's is touched. */
function delegatedPlan(check: string, id: string, { around, stack }: Pick<Removing, "around" | "stack">): Plan {
  const { delegated, principal, apis } = around;
  if ("unread" in delegated) {
    return refused(
      check,
      `No role is granted by ${id}, and what people consented to was not read: ${delegated.unread.message}.`,
      "Reading that takes a person's sign-in, or of an application Microsoft Graph's Directory.Read.All, with consent.",
    );
  }
  const grant = delegated.value.find((one) => one.id === id && principal && sameGuid(one.clientId, principal.id));
  if (!grant) {
    return refused(check, `The application has no grant ${id}.`, `${adoptCommand(stack)} lists those beyond ESIA's.`);
  }
  return {
    check,
    what: `${delegatedLabel(grant, apis)}, delegated grant ${id}.`,
    path: `/v1.0/oauth2PermissionGrants/${id}`,
    takes: TAKES_CONSENT_AWAY,
    isThere: async (graph) => {
      const left = await graph.list(`/v1.0/servicePrincipals/${grant.clientId}/oauth2PermissionGrants`, { id: "id" });
      return left.some((one) => one.id === id);
    },
  };
}

function refused(check: string, detail: string, next: string): Plan {
  return { refused: { check, result: "fail", detail, next } };
}
