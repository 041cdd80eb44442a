/** What is on the stack's application and not in its state: live secrets and grants. Pure. */
import { Temporal } from "temporal-polyfill";
import type { Read } from "../../microsoft/read.ts";
import { APIS, type ApiKey, PERMISSIONS, wantedPermissions } from "../../permissions.ts";
import { pulumiCommand } from "../../stack/command.ts";
import { grantName, TYPES } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import type { ApiPrincipal, Application, Grant } from "./directory.ts";
import type { StackState } from "./stack-state.ts";
import { unreadRow } from "./unread.ts";

/** @param now the clock: a secret whose end has passed opens nothing any more */
export function secretRows(own: Application, { keyIds }: StackState, now: Temporal.Instant): Row[] {
  const check = "Client secrets";
  const live = own.passwordCredentials.filter(
    ({ endDateTime }) => Temporal.Instant.compare(Temporal.Instant.from(endDateTime), now) > 0,
  );
  const unknown = live.filter(({ keyId }) => !keyIds.includes(keyId));
  if (unknown.length === 0) {
    return [{ check, result: "pass", detail: `${live.length} live, each in the stack's state.` }];
  }
  return unknown.map(({ keyId, displayName, endDateTime }) => ({
    check,
    result: "fail",
    detail:
      `${displayName ? JSON.stringify(displayName) : "A secret without a name"}, key id ${keyId}, works until ` +
      `${endDateTime.slice(0, 10)} and is not in the stack's state: somebody added it, or an interrupted run left it.`,
    next: `When nothing signs in with it: 'az ad app credential delete --id ${own.appId} --key-id ${keyId}'.`,
  }));
}

/** What it takes to judge grants. */
export interface GrantContext {
  apis: Record<ApiKey, Read<ApiPrincipal | undefined>>;
  state: StackState;
  omit: readonly string[];
  grantConsent: boolean;
  stack: string;
  /** Graph's root, for the command that removes a grant. */
  graphRoot: string;
}

/**
 * One that ESIA needs and the state does not hold would end the next run in "Permission being assigned already exists"; one
 * that it does not need opens more than anybody asked for.
 */
export function grantRows(read: Read<readonly Grant[]>, context: GrantContext): Row[] {
  const check = "Grants";
  if ("unread" in read) return [unreadRow(check, read.unread)];
  const unknown = read.value.filter(({ id }) => !context.state.grantIds.includes(id));
  const rows = unknown.flatMap((grant): Row[] => {
    const role = nameOf(grant, context.apis);
    const wanted = wantedPermissions(context.omit).some((permission) => permission.role === role);
    // With esia:grantConsent false an administrator's consent is just what the grants come from.
    if (wanted && !context.grantConsent) return [];
    const remove =
      `'az rest --method DELETE --url ${context.graphRoot}/v1.0/servicePrincipals/${grant.resourceId}/appRoleAssignedTo/` +
      `${grant.id}'`;
    const named = `${role ?? `the role ${grant.appRoleId}`} of ${grant.resourceDisplayName ?? `the API ${grant.resourceId}`}`;
    if (wanted) {
      return [
        {
          check,
          result: "fail",
          detail: `${named} is granted already, and not by this stack: the run that grants it would end in an error.`,
          next: `Take it into the state: ${pulumiCommand(importOf(grant, role), context.stack)}.`,
        },
      ];
    }
    const detail = `${named} is granted, and neither the stack nor ESIA's guide asks for it.`;
    return [{ check, result: "warn", detail, next: `If nobody needs it: ${remove}.` }];
  });
  if (rows.length > 0) return rows;
  return [{ check, result: "pass", detail: `${read.value.length} on the application, none beyond what is asked for.` }];
}

/** The arguments of `pulumi` that take a grant into the state, under the name that index.ts gives it. */
export function importOf({ resourceId, id }: Pick<Grant, "resourceId" | "id">, role: string | undefined): string {
  return (
    `import --protect=false --generate-code=false ${TYPES.grant} ${grantName(role ?? "undefined")} ` +
    `/servicePrincipals/${resourceId}/appRoleAssignedTo/${id}`
  );
}

function nameOf(grant: Grant, apis: GrantContext["apis"]): string | undefined {
  for (const key of Object.keys(APIS) as ApiKey[]) {
    const read = apis[key];
    const principal = "value" in read ? read.value : undefined;
    if (principal?.id !== grant.resourceId) continue;
    const value = principal.appRoles.find(({ id }) => id === grant.appRoleId)?.value;
    // A name of the other API's role is not this API's.
    return value && PERMISSIONS.some(({ api, role }) => api === key && role === value) ? value : (value ?? undefined);
  }
  return undefined;
}
