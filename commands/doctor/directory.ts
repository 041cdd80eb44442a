/** What doctor reads of the tenant, and how: objects as Graph v1.0 shows them. */
import { APIS, type ApiKey } from "../../permissions.ts";
import type { Graph, Read } from "./graph.ts";
import type { AppManagementPolicy } from "./policy.ts";
import type { StackState } from "./stack-state.ts";

export interface Application {
  id: string;
  appId: string;
  displayName: string;
  createdDateTime: string;
  tags: readonly string[];
  passwordCredentials: readonly { keyId: string; displayName: string | null; endDateTime: string }[];
}

export interface ApiPrincipal {
  id: string;
  appId: string;
  appRoles: readonly { id: string; value: string | null; isEnabled: boolean; allowedMemberTypes: readonly string[] }[];
  oauth2PermissionScopes: readonly { value: string | null }[];
}

export interface Grant {
  id: string;
  appRoleId: string;
  resourceId: string;
  resourceDisplayName: string;
}

export interface Tenant {
  apis: Record<ApiKey, Read<ApiPrincipal | undefined>>;
  /** Applications that the stack could take for its own, each once: by the state's client id, by mark, by name. */
  applications: Read<Application[]>;
  /** Object ids of the owners of the stack's own application; undefined without one. */
  owners: Read<string[]> | undefined;
  /** Grants of the stack's own application; undefined without one. */
  grants: Read<Grant[]> | undefined;
  policy: Read<AppManagementPolicy>;
}

const APPLICATION = "id,appId,createdDateTime,displayName,passwordCredentials,tags";
const PRINCIPAL = "id,appId,appRoles,oauth2PermissionScopes";

/** The tag that index.ts writes on the stack's application. */
export function tagOf(mark: string): string {
  return `esia-stack:${mark}`;
}

/** Reads it all. Refusals are among the answers: each check decides what they mean for it. */
export async function readTenant(graph: Graph, state: StackState, displayName: string): Promise<Tenant> {
  const [graphApi, management, applications, policy] = await Promise.all([
    principal(graph, APIS.graph.appId),
    principal(graph, APIS.management.appId),
    candidates(graph, state, displayName),
    graph.object<AppManagementPolicy>("/policies/defaultAppManagementPolicy"),
  ]);
  const grants = state.application && (await grantsOf(graph, state.application.clientId));
  const owners = state.application && (await ownersOf(graph, state.application.objectId));
  return { apis: { graph: graphApi, management }, applications, owners, grants, policy };
}

async function ownersOf(graph: Graph, objectId: string): Promise<Read<string[]>> {
  const found = await graph.list<{ id: string }>(`/applications/${objectId}/owners`);
  return "unread" in found ? found : { value: found.value.map(({ id }) => id) };
}

async function principal(graph: Graph, appId: string): Promise<Read<ApiPrincipal | undefined>> {
  const found = await graph.list<ApiPrincipal>("/servicePrincipals", {
    $filter: `appId eq '${appId}'`,
    $select: PRINCIPAL,
  });
  return "unread" in found ? found : { value: found.value[0] };
}

async function candidates(graph: Graph, state: StackState, displayName: string): Promise<Read<Application[]>> {
  const filters = [
    ...(state.application ? [`appId eq '${state.application.clientId}'`] : []),
    ...(state.mark ? [`tags/any(t:t eq '${tagOf(state.mark)}')`] : []),
    `displayName eq '${displayName.replaceAll("'", "''")}'`,
  ];
  const lists = await Promise.all(
    filters.map((filter) => graph.list<Application>("/applications", { $filter: filter, $select: APPLICATION })),
  );
  const found = new Map<string, Application>();
  for (const list of lists) {
    if ("unread" in list) return list;
    for (const application of list.value) found.set(application.id, application);
  }
  return { value: [...found.values()] };
}

async function grantsOf(graph: Graph, clientId: string): Promise<Read<Grant[]>> {
  const found = await graph.list<{ id: string }>("/servicePrincipals", {
    $filter: `appId eq '${clientId}'`,
    $select: "id",
  });
  if ("unread" in found) return found;
  const [own] = found.value;
  return own ? graph.list<Grant>(`/servicePrincipals/${own.id}/appRoleAssignments`) : { value: [] };
}
