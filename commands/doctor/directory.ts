/** What doctor reads of the tenant, and how: objects as Graph v1.0 shows them. */
import type { Reader } from "../../microsoft/client.ts";
import { type Read, reading } from "../../microsoft/read.ts";
import { namesOf, type Shaped } from "../../microsoft/shape.ts";
import { APIS, type ApiKey } from "../../permissions.ts";
import { heldPipeline } from "../../pipeline/held.ts";
import type { Settings } from "../../settings.ts";
import { stackTag } from "../../stack/names.ts";
import { ownersOf } from "../adopt/directory.ts";
import { type FoundPipeline as PipelineLeft, pipelinesOf } from "../adopt/pipeline.ts";
import { readSignIns, type SignInReport } from "../sign-ins/report.ts";
import { type FoundPipeline, readPipeline } from "./pipeline-identity.ts";
import { type AppManagementPolicy, POLICY } from "./policy.ts";
import type { StackState } from "./stack-state.ts";

const APPLICATION = {
  id: "id",
  appId: "id",
  displayName: "string",
  /** Absent on the oldest. */
  "createdDateTime?": "instant",
  tags: ["string"],
  "requiredResourceAccess?": [{ resourceAppId: "id", resourceAccess: [{ id: "id" }] }],
  passwordCredentials: [{ keyId: "id", "displayName?": "string", "startDateTime?": "string", endDateTime: "instant" }],
  "keyCredentials?": [{ "endDateTime?": "instant" }],
  "web?": { "redirectUris?": ["string"] },
  "spa?": { "redirectUris?": ["string"] },
  "publicClient?": { "redirectUris?": ["string"] },
} as const;
export type Application = Shaped<typeof APPLICATION>;

const PRINCIPAL = {
  id: "id",
  appId: "id",
  "accountEnabled?": "boolean",
  appRoles: [{ id: "id", "value?": "string", isEnabled: "boolean", allowedMemberTypes: ["string"] }],
  oauth2PermissionScopes: [{ "value?": "string" }],
} as const;
export type ApiPrincipal = Shaped<typeof PRINCIPAL>;

const OWN_PRINCIPAL = { id: "id", "accountEnabled?": "boolean" } as const;
export type OwnPrincipal = Shaped<typeof OWN_PRINCIPAL>;

const GRANT = { id: "id", appRoleId: "id", resourceId: "id", "resourceDisplayName?": "string" } as const;
export type Grant = Shaped<typeof GRANT>;

const PRINCIPALS = "/v1.0/servicePrincipals";

export interface Tenant {
  apis: Record<ApiKey, Read<ApiPrincipal | undefined>>;
  /** Applications that the stack could take for its own, each once: by the state's client id, by mark, by name. */
  applications: Read<readonly Application[]>;
  /** Object ids of the owners of the stack's own application; undefined without one. */
  owners: Read<readonly string[]> | undefined;
  /** The service principal of the stack's own application; undefined without an application in the state. */
  principal: Read<OwnPrincipal | undefined> | undefined;
  /** Object ids of the owners of that principal; undefined without it. */
  principalOwners: Read<readonly string[]> | undefined;
  /** Its grants; undefined without it. */
  grants: Read<readonly Grant[]> | undefined;
  /** When its keys signed in last; undefined where that is not asked. */
  signIns: SignInReport | undefined;
  policy: Read<AppManagementPolicy>;
  /** The pipeline's identity; undefined where the state holds none, or not all of it. */
  pipeline: Read<FoundPipeline> | undefined;
  /** What carries the stack's mark for its pipeline, where there is to be one and the state holds no whole one. */
  pipelineLeft?: Read<readonly PipelineLeft[]> | undefined;
}

/**
 * Reads it all. Refusals are among the answers: each check decides what they mean for it.
 * @param asksForSignIns whether the report of sign-ins is asked about the stack's own application
 */
export async function readTenant(
  graph: Reader,
  state: StackState,
  { displayName, pipeline: wanted }: Pick<Settings, "displayName" | "pipeline">,
  asksForSignIns: (own: Application) => boolean,
): Promise<Tenant> {
  const held = heldPipeline(state.held);
  const whole = held?.clientId !== undefined && held.objectId !== undefined;
  const [graphApi, management, applications, policy, pipeline, pipelineLeft] = await Promise.all([
    reading(principal(graph, APIS.graph.appId)),
    reading(principal(graph, APIS.management.appId)),
    reading(candidates(graph, state, displayName)),
    reading(graph.get("/v1.0/policies/defaultAppManagementPolicy", POLICY)),
    whole ? readPipeline(graph, held) : undefined,
    !whole && (wanted || held) ? reading(pipelinesOf(graph, state.mark)) : undefined,
  ]);
  if (!state.application) {
    const apis = { graph: graphApi, management };
    const none = {
      owners: undefined,
      principal: undefined,
      principalOwners: undefined,
      grants: undefined,
      signIns: undefined,
    };
    return { apis, applications, ...none, policy, pipeline, pipelineLeft };
  }
  const { objectId, clientId } = state.application;
  const own = "value" in applications ? applications.value.find(({ appId }) => appId === clientId) : undefined;
  const [owners, principalRead, signIns] = await Promise.all([
    // Of an application that is gone nobody knows the owners.
    own || "unread" in applications ? reading(ownersOf(graph, `/v1.0/applications/${own?.id ?? objectId}`)) : undefined,
    reading(ownPrincipal(graph, clientId)),
    own && asksForSignIns(own) ? readSignIns(graph, clientId) : undefined,
  ]);
  const id = "value" in principalRead ? principalRead.value?.id : undefined;
  const [grants, principalOwners] = await Promise.all(
    id === undefined
      ? [undefined, undefined]
      : [
          reading(graph.list(`${PRINCIPALS}/${id}/appRoleAssignments`, GRANT)),
          reading(ownersOf(graph, `${PRINCIPALS}/${id}`)),
        ],
  );
  const apis = { graph: graphApi, management };
  const owned = { owners, principal: principalRead, principalOwners };
  return { apis, applications, ...owned, grants, signIns, policy, pipeline, pipelineLeft };
}

async function principal(graph: Reader, appId: string): Promise<ApiPrincipal | undefined> {
  const [found] = await graph.list(PRINCIPALS, PRINCIPAL, {
    $filter: `appId eq '${appId}'`,
    $select: namesOf(PRINCIPAL),
  });
  return found;
}

async function candidates(graph: Reader, state: StackState, displayName: string): Promise<Application[]> {
  const filters = [
    ...(state.application ? [`appId eq '${state.application.clientId}'`] : []),
    ...(state.mark ? [`tags/any(t:t eq '${stackTag(state.mark)}')`] : []),
    `displayName eq '${displayName.replaceAll("'", "''")}'`,
  ];
  const $select = namesOf(APPLICATION);
  const lists = await Promise.all(
    filters.map(($filter) => graph.list("/v1.0/applications", APPLICATION, { $filter, $select })),
  );
  return [...new Map(lists.flat().map((application) => [application.id, application])).values()];
}

async function ownPrincipal(graph: Reader, clientId: string): Promise<OwnPrincipal | undefined> {
  const query = { $filter: `appId eq '${clientId}'`, $select: namesOf(OWN_PRINCIPAL) };
  const [own] = await graph.list(PRINCIPALS, OWN_PRINCIPAL, query);
  return own;
}
