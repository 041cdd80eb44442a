import { featureTags, idsByValue, OWNERS, orNull } from "./application-properties.ts";
import { flag, type GraphObject, objects, text, texts } from "./graph-object.ts";
import { inKnownOrder } from "./input-rules.ts";
import type { Properties } from "./property-values.ts";
import type { InputRule } from "./resource-kind.ts";
import { atMost1024, each, uuid } from "./value-rules.ts";

export const SERVICE_PRINCIPAL_INPUTS: Readonly<Record<string, InputRule>> = {
  clientId: { shape: "string", required: true, replaces: true, refusal: uuid },
  // Not the program's to set, but azuread fills it in, and so it counts where a program names what it ignores.
  accountEnabled: {
    shape: "boolean",
    byDefault: true,
    refusal: (value) => (value === true ? undefined : "is served only as it is by default, true"),
  },
  appRoleAssignmentRequired: { shape: "boolean" },
  tags: { shape: "set", chosenByService: true, refusal: each(() => undefined) },
  notes: { shape: "string", refusal: atMost1024 },
  description: { shape: "string", refusal: atMost1024 },
  owners: OWNERS,
};

export const SERVICE_PRINCIPAL_OUTPUTS = [
  "appRoleIds",
  "appRoles",
  "applicationTenantId",
  "displayName",
  "featureTags",
  "features",
  "homepageUrl",
  "logoutUrl",
  "oauth2PermissionScopeIds",
  "oauth2PermissionScopes",
  "objectId",
  "redirectUris",
  "samlMetadataUrl",
  "servicePrincipalNames",
  "signInAudience",
  "type",
] as const;

/**
 * Writes a service principal for Graph, as it is changed; a new one carries its `appId` besides.
 *
 * @param inputs checked and known inputs
 */
export function servicePrincipalBody(inputs: Properties): GraphObject {
  return {
    accountEnabled: inputs["accountEnabled"] !== false,
    appRoleAssignmentRequired: inputs["appRoleAssignmentRequired"] === true,
    description: orNull(inputs["description"]),
    notes: orNull(inputs["notes"]),
    tags: inputs["tags"] ?? [],
  };
}

/**
 * Reads a service principal as Graph wrote it: what the resource and the function `getServicePrincipal` both give.
 *
 * `samlMetadataUrl` stays empty: only the beta API knows it.
 *
 * @param principal Graph's object
 */
export function principalProperties(principal: GraphObject): Properties {
  const tags = texts(principal, "tags");
  const features = featureTags(tags)[0] ?? {};
  const scopes = objects(principal, "oauth2PermissionScopes");
  return {
    accountEnabled: flag(principal, "accountEnabled"),
    appRoleAssignmentRequired: flag(principal, "appRoleAssignmentRequired"),
    appRoleIds: idsByValue(objects(principal, "appRoles")),
    appRoles: objects(principal, "appRoles").map(appRole),
    applicationTenantId: text(principal, "appOwnerOrganizationId"),
    clientId: text(principal, "appId"),
    description: text(principal, "description"),
    displayName: text(principal, "displayName"),
    featureTags: [features],
    features: [
      {
        customSingleSignOnApp: features["customSingleSignOn"] === true,
        enterpriseApplication: features["enterprise"] === true,
        galleryApplication: features["gallery"] === true,
        visibleToUsers: features["hide"] !== true,
      },
    ],
    homepageUrl: text(principal, "homepage"),
    logoutUrl: text(principal, "logoutUrl"),
    notes: text(principal, "notes"),
    oauth2PermissionScopeIds: idsByValue(scopes),
    oauth2PermissionScopes: scopes.map(permissionScope),
    objectId: text(principal, "id"),
    redirectUris: texts(principal, "replyUrls"),
    samlMetadataUrl: "",
    servicePrincipalNames: principalNames(principal),
    signInAudience: text(principal, "signInAudience"),
    tags,
    type: text(principal, "servicePrincipalType"),
  };
}

/**
 * Reads a service principal for the state.
 *
 * @param principal Graph's object
 * @param owners the owners' object ids
 * @param before what was known of it: the order of sets
 */
export function servicePrincipalProperties(principal: GraphObject, owners: string[], before: Properties): Properties {
  const properties = principalProperties(principal);
  return {
    ...properties,
    owners: inKnownOrder(before["owners"], owners),
    tags: inKnownOrder(before["tags"], texts(principal, "tags")),
  };
}

/** The names of a service principal without its own app id, which says nothing. */
export function principalNames(principal: GraphObject): string[] {
  const own = text(principal, "appId").toLowerCase();
  return texts(principal, "servicePrincipalNames").filter((name) => name.toLowerCase() !== own);
}

function appRole(role: GraphObject): Properties {
  return {
    allowedMemberTypes: texts(role, "allowedMemberTypes"),
    description: text(role, "description"),
    displayName: text(role, "displayName"),
    enabled: flag(role, "isEnabled"),
    id: text(role, "id"),
    value: text(role, "value"),
  };
}

function permissionScope(scope: GraphObject): Properties {
  return {
    adminConsentDescription: text(scope, "adminConsentDescription"),
    adminConsentDisplayName: text(scope, "adminConsentDisplayName"),
    enabled: flag(scope, "isEnabled"),
    id: text(scope, "id"),
    type: text(scope, "type"),
    userConsentDescription: text(scope, "userConsentDescription"),
    userConsentDisplayName: text(scope, "userConsentDisplayName"),
    value: text(scope, "value"),
  };
}
