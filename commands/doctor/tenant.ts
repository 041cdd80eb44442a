/** What the tenant holds against what the stack's state holds and its settings ask for. Reads only. */
import { Temporal } from "temporal-polyfill";
import type { Reader } from "../../microsoft/client.ts";
import type { Claims } from "../../operator/claims.ts";
import { heldPipeline } from "../../pipeline/held.ts";
import type { Settings } from "../../settings.ts";
import { NAMES } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import { absentOf, apiRow } from "./apis.ts";
import { applicationRows } from "./application.ts";
import { type Application, readTenant, type Tenant } from "./directory.ts";
import { goneGrants, grantRows } from "./grants.ts";
import { asksForSignIns, keyUseRows } from "./key-use.ts";
import { namesRows } from "./names.ts";
import { ownerRows } from "./owners.ts";
import { owningPipeline, pipelineRow } from "./pipeline.ts";
import { pipelineIdentityRows } from "./pipeline-identity.ts";
import { pipelineLeftRows } from "./pipeline-left.ts";
import { type Made, policyRow } from "./policy.ts";
import { principalRow } from "./principal.ts";
import { pipelineRightsRows, rightsRows } from "./rights.ts";
import { secretRows } from "./secrets.ts";
import type { StackState } from "./stack-state.ts";
import { noteOrUnreadRow, type Where } from "./unread.ts";

export interface Look {
  claims: Claims;
  /** Scopes of a person's token. */
  scopes: readonly string[];
  state: StackState;
  settings: Settings;
  /** Key ids that a run today removes. */
  removed: readonly string[];
  now: Temporal.Instant;
  where: Where;
}

export async function tenantRows(graph: Reader, look: Look): Promise<Row[]> {
  const { state, settings } = look;
  return judge(await readTenant(graph, state, settings, (own) => asksForSignIns(own, look)), look);
}

/** Pure. */
export function judge(tenant: Tenant, look: Look): Row[] {
  const { claims, scopes, state, settings, removed, now, where } = look;
  const { omit, grantConsent, displayName, secretMonths, showNamesInReports } = settings;
  const { apis, applications, owners, principal, principalOwners, grants, signIns, policy, pipeline } = tenant;
  const held = heldPipeline(state.held);
  const found = "value" in applications ? applications.value : undefined;
  const own = found?.find(({ appId }) => appId === state.application?.clientId);
  const gone = grants && "value" in grants ? goneGrants(grants.value, state) : [];
  const api = { omit, claims, where, omitted: omit.length, held: false };
  const asPipeline = pipelineRow(claims.objectId, settings, state.held, where.stack);
  const rights = asPipeline ? pipelineRightsRows : rightsRows;
  return [
    ...(asPipeline ? [asPipeline] : []),
    ...rights(claims, {
      settings,
      pipeline: owningPipeline(settings, state.held),
      // What is gone has to be granted anew.
      state: {
        ...(state.application && { application: state.application }),
        grants: state.grants.map(({ role }) => role).filter((role) => !gone.includes(role)),
        pipelineRight: held?.parts.has(NAMES.pipelineRight) === true,
      },
      owners,
      stack: where.stack,
    }),
    // Of names the pipeline has said already that they are not its own to change.
    ...(asPipeline ? [] : namesRows(claims, scopes, { asked: showNamesInReports, held: state.held })),
    apiRow("management", apis.management, { ...api, held: state.managementApi }),
    apiRow("graph", apis.graph, {
      ...api,
      omitted: omit.length + absentOf("management", apis.management, omit).length,
    }),
    ...applicationRows(applications, { state, displayName, where, now }),
    // Of an application that is gone this is no news.
    ...(principal && (own || !found) ? [principalRow(principal, state, where)] : []),
    ...(own
      ? ownerRows(
          { application: owners, principal: principalOwners },
          { declared: settings.owners, pipeline: held?.objectId, claims, clientId: own.appId, where },
        )
      : []),
    ...(own
      ? [...secretRows(own, { state, removed, stack: where.stack }, now), ...keyUseRows(own, signIns, look)]
      : []),
    ...(grants ? grantRows(grants, { apis, state, omit, grantConsent, where }) : []),
    ...(pipeline && held
      ? pipelineIdentityRows(pipeline, held, owners && "value" in owners ? owners.value : undefined, where)
      : []),
    ...pipelineLeftRows(tenant.pipelineLeft, settings, held, where),
    "value" in policy
      ? policyRow(policy.value, secretMonths, madeAt(found, own), now, where.stack)
      : noteOrUnreadRow(
          "Policy on client secrets",
          policy.unread,
          "The tenant's app management policy is not readable with this sign-in (it takes Policy.Read.All)",
          where,
        ),
  ];
}

/** @param found undefined where the applications were not read @param own the stack's among them */
function madeAt(found: readonly Application[] | undefined, own: Application | undefined): Made {
  // The first run makes it, or one that makes it anew.
  if (found && !own) return "not yet";
  return own?.createdDateTime ? Temporal.Instant.from(own.createdDateTime) : "unknown";
}
