import { featureTags, idsByValue, OWNERS } from "./application-properties.ts";
import { flag, type GraphObject, objects, text, texts } from "./graph-object.ts";
import { type Outputs, readFrom } from "./graph-properties.ts";
import type { Properties } from "./property-values.ts";
import type { InputRule } from "./resource-kind.ts";
import { atMost1024, each, uuid } from "./value-rules.ts";

export const SERVICE_PRINCIPAL_INPUTS: Readonly<Record<string, InputRule>> = {
  clientId: { shape: "string", graph: "appId", required: true, replaces: true, refusal: uuid },
  // Not the program's to set, but azuread fills it in, and so it counts where a program names what it ignores.
  accountEnabled: {
    shape: "boolean",
    graph: "accountEnabled",
    byDefault: true,
    refusal: (value) => (value === true ? undefined : "is served only as it is by default, true"),
  },
  appRoleAssignmentRequired: { shape: "boolean", graph: "appRoleAssignmentRequired" },
  tags: { shape: "set", graph: "tags", chosenByService: true, refusal: each(() => undefined) },
  notes: { shape: "string", graph: "notes", refusal: atMost1024 },
  description: { shape: "string", graph: "description", refusal: atMost1024 },
  owners: OWNERS,
};

export const SERVICE_PRINCIPAL_OUTPUTS: Outputs = {
  appRoleIds: (principal) => idsByValue(objects(principal, "appRoles")),
  appRoles: (principal) => objects(principal, "appRoles").map(appRole),
  applicationTenantId: "appOwnerOrganizationId",
  displayName: "displayName",
  featureTags: (principal) => [featureTags(texts(principal, "tags"))],
  features: (principal) => [features(principal)],
  homepageUrl: "homepage",
  logoutUrl: "logoutUrl",
  oauth2PermissionScopeIds: (principal) => idsByValue(objects(principal, "oauth2PermissionScopes")),
  oauth2PermissionScopes: (principal) => objects(principal, "oauth2PermissionScopes").map(permissionScope),
  objectId: "id",
  redirectUris: (principal) => texts(principal, "replyUrls"),
  // Only the beta API knows it.
  samlMetadataUrl: () => "",
  servicePrincipalNames: principalNames,
  signInAudience: "signInAudience",
  type: "servicePrincipalType",
};

/** Reads a service principal as Graph wrote it, but for its owners. */
export function principalProperties(principal: GraphObject): Properties {
  return readFrom(principal, SERVICE_PRINCIPAL_INPUTS, SERVICE_PRINCIPAL_OUTPUTS);
}

/** The names of a service principal without its own app id, which says nothing. */
function principalNames(principal: GraphObject): string[] {
  const own = text(principal, "appId").toLowerCase();
  return texts(principal, "servicePrincipalNames").filter((name) => name.toLowerCase() !== own);
}

function features(principal: GraphObject): Properties {
  const { customSingleSignOn, enterprise, gallery, hide } = featureTags(texts(principal, "tags"));
  return {
    customSingleSignOnApp: customSingleSignOn,
    enterpriseApplication: enterprise,
    galleryApplication: gallery,
    visibleToUsers: !hide,
  };
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
