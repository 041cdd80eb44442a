/** What adopt reads of the tenant, and how: objects as Graph v1.0 shows them. */
import type { Reader } from "../../microsoft/client.ts";
import { type Read, reading } from "../../microsoft/read.ts";
import { namesOf, type Shaped } from "../../microsoft/shape.ts";
import { APIS, type ApiKey } from "../../permissions.ts";
import { stackTag } from "../../stack/names.ts";
import { readSignIns, type SignInReport } from "../sign-ins/report.ts";

const ADDRESSES = { "redirectUris?": ["string"] } as const;
const APPLICATION = {
  id: "id",
  appId: "id",
  displayName: "string",
  "createdDateTime?": "instant",
  "signInAudience?": "string",
  "notes?": "string",
  "serviceManagementReference?": "string",
  "isFallbackPublicClient?": "boolean",
  "identifierUris?": ["string"],
  tags: ["string"],
  passwordCredentials: [
    { keyId: "id", "displayName?": "string", "startDateTime?": "string", "endDateTime?": "string" },
  ],
  "keyCredentials?": [{ keyId: "id", "displayName?": "string", "endDateTime?": "string" }],
  "requiredResourceAccess?": [{ resourceAppId: "id", resourceAccess: [{ id: "id", type: "string" }] }],
  "appRoles?": [{ id: "id", "value?": "string" }],
  "api?": { "oauth2PermissionScopes?": [{ id: "id", "value?": "string" }] },
  "web?": ADDRESSES,
  "spa?": ADDRESSES,
  "publicClient?": ADDRESSES,
} as const;
export type Application = Shaped<typeof APPLICATION>;

const PRINCIPAL = {
  id: "id",
  "accountEnabled?": "boolean",
  "appRoleAssignmentRequired?": "boolean",
  "preferredSingleSignOnMode?": "string",
  tags: ["string"],
} as const;
export type Principal = Shaped<typeof PRINCIPAL>;

const GRANT = { id: "id", appRoleId: "id", resourceId: "id", "resourceDisplayName?": "string" } as const;
export type Grant = Shaped<typeof GRANT>;

/** For people who sign in to it ("oAuth2PermissionGrant resource type"). */
const DELEGATED = {
  id: "id",
  clientId: "id",
  consentType: "string",
  resourceId: "id",
  scope: "string",
  "principalId?": "string",
} as const;
export type DelegatedGrant = Shaped<typeof DELEGATED>;

const API = { id: "id", appId: "id", appRoles: [{ id: "id", "value?": "string" }] } as const;
export type Api = Shaped<typeof API>;

const APPLICATIONS = "/v1.0/applications";
const PRINCIPALS = "/v1.0/servicePrincipals";

/** By what an application is looked for. */
export interface Wanted {
  clientIds: readonly string[];
  mark: string | undefined;
  displayName: string;
}

/** @returns each application once, that is found by client id, by mark or by name. @throws RequestFailed */
export async function candidates(graph: Reader, { clientIds, mark, displayName }: Wanted): Promise<Application[]> {
  const filters = [
    ...clientIds.map((id) => `appId eq '${id}'`),
    ...(mark === undefined ? [] : [`tags/any(t:t eq '${stackTag(mark)}')`]),
    `displayName eq '${displayName.replaceAll("'", "''")}'`,
  ];
  const $select = namesOf(APPLICATION);
  const lists = await Promise.all(
    filters.map(($filter) => graph.list(APPLICATIONS, APPLICATION, { $filter, $select })),
  );
  return [...new Map(lists.flat().map((application) => [application.id, application])).values()];
}

/** Whether an application of that client id is seen among those that can be restored: not every operator may list them. */
export async function isInBin(graph: Reader, clientId: string): Promise<boolean> {
  const path = "/v1.0/directory/deletedItems/microsoft.graph.application";
  const found = await reading(graph.list(path, { appId: "id" }, { $filter: `appId eq '${clientId}'` }));
  return "value" in found && found.value.length > 0;
}

/** What hangs on an application. */
export interface Around {
  owners: readonly string[];
  principal: Principal | undefined;
  principalOwners: readonly string[];
  grants: readonly Grant[];
  /** What people consented to; not every operator may read it. */
  delegated: Read<readonly DelegatedGrant[]>;
  apis: Record<ApiKey, Api | undefined>;
  /** When its keys signed in last; undefined where that is not asked. */
  signIns: SignInReport | undefined;
}

/** @param asksForSignIns whether the report of sign-ins is asked @throws RequestFailed: half of it would look like all */
export async function around(graph: Reader, application: Application, asksForSignIns: boolean): Promise<Around> {
  const [owners, [principal], apiPrincipals, signIns] = await Promise.all([
    ownersOf(graph, `${APPLICATIONS}/${application.id}`),
    graph.list(PRINCIPALS, PRINCIPAL, { $filter: `appId eq '${application.appId}'`, $select: namesOf(PRINCIPAL) }),
    Promise.all(Object.values(APIS).map(({ appId }) => apiOf(graph, appId))),
    asksForSignIns ? readSignIns(graph, application.appId) : undefined,
  ]);
  const [principalOwners, grants, delegated] = principal
    ? await Promise.all([
        ownersOf(graph, `${PRINCIPALS}/${principal.id}`),
        graph.list(`${PRINCIPALS}/${principal.id}/appRoleAssignments`, GRANT),
        reading(graph.list(`${PRINCIPALS}/${principal.id}/oauth2PermissionGrants`, DELEGATED)),
      ])
    : [[], [], { value: [] }];
  const keys = Object.keys(APIS) as ApiKey[];
  const apis = Object.fromEntries(keys.map((key, at) => [key, apiPrincipals[at]])) as Around["apis"];
  return { owners, principal, principalOwners, grants, delegated, apis, signIns };
}

async function apiOf(graph: Reader, appId: string): Promise<Api | undefined> {
  const [found] = await graph.list(PRINCIPALS, API, { $filter: `appId eq '${appId}'`, $select: namesOf(API) });
  return found;
}

/** @param path of an application or a service principal @returns object ids @throws RequestFailed */
export async function ownersOf(graph: Reader, path: string): Promise<readonly string[]> {
  return (await graph.list(`${path}/owners`, { id: "id" })).map(({ id }) => id);
}
