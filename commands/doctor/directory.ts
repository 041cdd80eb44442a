/** What doctor reads of the tenant, and how: objects as Graph v1.0 shows them. */
import type { Reader } from "../../microsoft/client.ts";
import { type Read, reading } from "../../microsoft/read.ts";
import { namesOf, type Shaped } from "../../microsoft/shape.ts";
import { APIS, type ApiKey } from "../../permissions.ts";
import { stackTag } from "../../stack/names.ts";
import { type AppManagementPolicy, POLICY } from "./policy.ts";
import type { StackState } from "./stack-state.ts";

const APPLICATION = {
  id: "string",
  appId: "string",
  displayName: "string",
  /** Absent on the oldest. */
  "createdDateTime?": "string",
  tags: ["string"],
  passwordCredentials: [{ keyId: "string", "displayName?": "string", endDateTime: "string" }],
} as const;
export type Application = Shaped<typeof APPLICATION>;

const PRINCIPAL = {
  id: "string",
  appId: "string",
  appRoles: [{ id: "string", "value?": "string", isEnabled: "boolean", allowedMemberTypes: ["string"] }],
  oauth2PermissionScopes: [{ "value?": "string" }],
} as const;
export type ApiPrincipal = Shaped<typeof PRINCIPAL>;

const GRANT = { id: "string", appRoleId: "string", resourceId: "string", "resourceDisplayName?": "string" } as const;
export type Grant = Shaped<typeof GRANT>;

const PRINCIPALS = "/v1.0/servicePrincipals";

export interface Tenant {
  apis: Record<ApiKey, Read<ApiPrincipal | undefined>>;
  /** Applications that the stack could take for its own, each once: by the state's client id, by mark, by name. */
  applications: Read<readonly Application[]>;
  /** Object ids of the owners of the stack's own application; undefined without one. */
  owners: Read<readonly string[]> | undefined;
  /** Grants of the stack's own application; undefined without one. */
  grants: Read<readonly Grant[]> | undefined;
  policy: Read<AppManagementPolicy>;
}

/** Reads it all. Refusals are among the answers: each check decides what they mean for it. */
export async function readTenant(graph: Reader, state: StackState, displayName: string): Promise<Tenant> {
  const [graphApi, management, applications, policy] = await Promise.all([
    reading(principal(graph, APIS.graph.appId)),
    reading(principal(graph, APIS.management.appId)),
    reading(candidates(graph, state, displayName)),
    reading(graph.get("/v1.0/policies/defaultAppManagementPolicy", POLICY)),
  ]);
  const grants = state.application && (await reading(grantsOf(graph, state.application.clientId)));
  const owners = state.application && (await reading(ownersOf(graph, state.application.objectId)));
  return { apis: { graph: graphApi, management }, applications, owners, grants, policy };
}

async function ownersOf(graph: Reader, objectId: string): Promise<readonly string[]> {
  const found = await graph.list(`/v1.0/applications/${objectId}/owners`, { id: "string" });
  return found.map(({ id }) => id);
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

async function grantsOf(graph: Reader, clientId: string): Promise<readonly Grant[]> {
  const query = { $filter: `appId eq '${clientId}'`, $select: "id" };
  const [own] = await graph.list(PRINCIPALS, { id: "string" }, query);
  return own ? graph.list(`${PRINCIPALS}/${own.id}/appRoleAssignments`, GRANT) : [];
}
