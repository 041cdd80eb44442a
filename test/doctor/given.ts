/** What doctor's judgements are tested with. */
import type { ApiPrincipal, Application } from "../../commands/doctor/directory.ts";
import type { StackState } from "../../commands/doctor/stack-state.ts";
import type { Where } from "../../commands/doctor/unread.ts";
import { refused } from "../../microsoft/failure.ts";
import type { Claims } from "../../operator/claims.ts";
import type { GRAPH } from "../support/mock-tenant.ts";

export const TENANT = "11111111-1111-4111-8111-111111111111";
export const WHERE: Where = { stack: "acme", tenantId: TENANT, graphRoot: "https://graph.microsoft.com" };

export const CLAIMS: Claims = {
  tenantId: TENANT,
  who: "application Operator (client id c)",
  kind: "application",
  clientId: "c",
  objectId: "o",
  roles: ["Application.ReadWrite.All"],
  directoryRoles: undefined,
};

export const unread = {
  unread: refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}'),
};

/** The row of what could not be read. */
export const NOT_READ = {
  result: "fail",
  detail: "Not read: graph.microsoft.com answered 403 Authorization_RequestDenied.",
  next: "Sign in as the operator who may make applications, then run doctor again.",
};

export function principal(api: typeof GRAPH, without: string[] = []): ApiPrincipal {
  return {
    id: api.objectId,
    appId: api.clientId,
    accountEnabled: true,
    appRoles: api.appRoles
      .filter(({ value }) => !without.includes(value))
      .map(({ enabled, ...role }) => ({ ...role, isEnabled: enabled })),
    oauth2PermissionScopes: api.oauth2PermissionScopes,
  };
}

/** Before a first run. */
export const NEW: StackState = {
  held: [],
  resources: 0,
  managementApi: false,
  keys: [],
  grants: [],
  pending: [],
  inClear: [],
};
/** After one. */
export const RAN: StackState = {
  ...NEW,
  mark: "mark-1",
  application: { objectId: "o1", clientId: "c1" },
  principal: "p1",
  keys: [{ number: 1, keyId: "k1", end: undefined }],
};

export function application(appId: string, more: Partial<Application> = {}): Application {
  return {
    id: `object of ${appId}`,
    appId,
    displayName: "esia",
    createdDateTime: "2026-11-23T10:00:00Z",
    tags: ["HideApp"],
    passwordCredentials: [],
    ...more,
  };
}
