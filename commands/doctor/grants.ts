/** The grants of the stack's application, compared both ways: in the tenant and not in the state, and the other way round. Pure. */

import type { Read } from "../../microsoft/read.ts";
import { APIS, type ApiKey, PERMISSIONS, wantedPermissions } from "../../permissions.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import { removing } from "../adopt/arguments.ts";
import type { Row } from "../rows/report.ts";
import type { ApiPrincipal, Grant } from "./directory.ts";
import type { StackState } from "./stack-state.ts";
import { unreadRow, type Where } from "./unread.ts";

const CHECK = "Grants";

/** What it takes to judge grants. */
export interface GrantContext {
  apis: Record<ApiKey, Read<ApiPrincipal | undefined>>;
  state: Pick<StackState, "grants">;
  omit: readonly string[];
  grantConsent: boolean;
  where: Where;
}

/**
 * One that ESIA needs and the state does not hold would end the next run in "Permission being assigned already exists"; one
 * that it does not need opens more than anybody asked for; one that only the state has opens nothing.
 */
export function grantRows(read: Read<readonly Grant[]>, context: GrantContext): Row[] {
  if ("unread" in read) return [unreadRow(CHECK, read.unread, context.where)];
  const { state, apis } = context;
  const gone = goneGrants(read.value, state);
  const unknown = read.value.filter(({ id }) => !state.grants.some((held) => held.id === id));
  const unjudged = unknown.filter((grant) => !isJudged(grant, apis));
  const rows = [
    ...(gone.length > 0 ? [goneRow(gone, context)] : []),
    ...(unjudged.length > 0 ? [unjudgedRow(unjudged.length)] : []),
    ...unknown.filter((grant) => isJudged(grant, apis)).flatMap((grant) => unknownRows(grant, context)),
    ...consentRows(read.value, context),
  ];
  if (rows.length > 0) return rows;
  return [
    { check: CHECK, result: "pass", detail: `${read.value.length} on the application, none beyond what is asked for.` },
  ];
}

/** What the state holds and the tenant does not. */
export function goneGrants(found: readonly Grant[], { grants }: Pick<StackState, "grants">): string[] {
  return grants.filter((held) => !found.some(({ id }) => id === held.id)).map(({ role }) => role);
}

function goneRow(gone: readonly string[], { omit, grantConsent, where }: GrantContext): Row {
  const wanted = wantedPermissions(grantConsent ? omit : gone).filter(({ role }) => gone.includes(role));
  const others = gone.length - wanted.length;
  const does = [
    ...(wanted.length > 0 ? ["grants anew what is wanted"] : []),
    ...(others > 0 ? ["makes the state forget what is not; without a refresh its removal would end in an error"] : []),
  ];
  return {
    check: CHECK,
    result: "fail",
    detail:
      `In the stack's state and gone from the tenant: ${gone.join(", ")}. ESIA reads nothing by ${gone.length > 1 ? "them" : "it"}, ` +
      "and a run without a refresh does not notice.",
    next: `${pulumiCommand("up --refresh", where.stack)} ${does.join(", and ")}.`,
  };
}

/** Whose API was not read: a name that is not known is no reason to take a grant away. */
function isJudged({ resourceId }: Grant, apis: GrantContext["apis"]): boolean {
  const reads = Object.values(apis);
  return (
    reads.every((read) => "value" in read) || reads.some((read) => "value" in read && read.value?.id === resourceId)
  );
}

function unjudgedRow(count: number): Row {
  return {
    check: CHECK,
    result: "fail",
    detail: `${count} on the application ${count > 1 ? "are" : "is"} not in the stack's state, and not judged: the API was not read.`,
  };
}

function unknownRows(grant: Grant, { apis, omit, grantConsent, where }: GrantContext): Row[] {
  const role = nameOf(grant, apis);
  const wanted = wantedPermissions(omit).some((permission) => permission.role === role);
  // With esia:grantConsent false an administrator's consent is just what the grants come from.
  if (wanted && !grantConsent) return [];
  const named = `${role ?? `the role ${grant.appRoleId}`} of ${grant.resourceDisplayName ?? `the API ${grant.resourceId}`}`;
  if (wanted) {
    return [
      {
        check: CHECK,
        result: "fail",
        detail: `${named} is granted already, and not by this stack: the run that grants it would end in an error.`,
        next: `Take it over: ${adoptCommand(where.stack, "--yes")}, then ${pulumiCommand("up", where.stack)}.`,
      },
    ];
  }
  const remove = adoptCommand(where.stack, removing("grant", grant.id));
  const detail = `${named} is granted, and neither the stack nor ESIA's guide asks for it.`;
  return [
    { check: CHECK, result: "warn", detail, next: `If nobody needs it: ${remove}, which removes it with --yes.` },
  ];
}

/** What nobody granted yet, where the run leaves that to others: not its own failure, and one row whatever is missing. */
function consentRows(found: readonly Grant[], { apis, omit, grantConsent, where }: GrantContext): Row[] {
  if (grantConsent || Object.values(apis).some((read) => "unread" in read)) return [];
  const wanted = wantedPermissions(omit).map(({ role }) => role);
  const granted = found.map((grant) => nameOf(grant, apis));
  const missing = wanted.filter((role) => !granted.includes(role));
  if (missing.length === 0) return [];
  const all = `${wanted.length} ${wanted.length === 1 ? "role" : "roles"} that the application asks for`;
  return [
    {
      check: CHECK,
      result: "warn",
      detail:
        missing.length === wanted.length
          ? `Nobody has consented yet: none of the ${all} is granted.`
          : `Consent was given in part: of the ${all} ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not granted.`,
      next: `Let a Privileged Role Administrator open what ${pulumiCommand("stack output consentUrl", where.stack)} prints, and accept.`,
    },
  ];
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
