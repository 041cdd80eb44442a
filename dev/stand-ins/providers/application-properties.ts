import { flag, type GraphObject, objects, text, texts } from "./graph-object.ts";
import { inKnownOrder } from "./input-rules.ts";
import type { Properties, Value } from "./property-values.ts";
import type { InputRule } from "./resource-kind.ts";
import { accesses, each, filled, oneOf, uuid } from "./value-rules.ts";

/** Graph takes 20 owners with a new object, and whoever makes it is one of them until it is done. */
export const MOST_OWNERS = 19;

const HIDE = "HideApp";
const SINGLE_SIGN_ON = "WindowsAzureActiveDirectoryCustomSingleSignOnApplication";
const ENTERPRISE = "WindowsAzureActiveDirectoryIntegratedApp";
const GALLERY = "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1";

/** Owners of an application or a service principal, by object id. */
export const OWNERS: InputRule = {
  shape: "set",
  refusal: (value) =>
    (value as readonly Value[]).length > MOST_OWNERS
      ? `must hold at most ${MOST_OWNERS} owners here`
      : each(uuid)(value),
};

export const APPLICATION_INPUTS: Readonly<Record<string, InputRule>> = {
  displayName: { shape: "string", required: true, refusal: filled },
  signInAudience: {
    shape: "string",
    byDefault: "AzureADMyOrg",
    refusal: oneOf("AzureADMyOrg", "AzureADMultipleOrgs"),
  },
  preventDuplicateNames: { shape: "boolean" },
  requiredResourceAccesses: { shape: "set", refusal: accesses },
  notes: { shape: "string", refusal: filled },
  tags: { shape: "set", chosenByService: true, refusal: each(() => undefined) },
  owners: OWNERS,
  serviceManagementReference: { shape: "string" },
  fallbackPublicClientEnabled: { shape: "boolean" },
  description: { shape: "string" },
};

export const APPLICATION_OUTPUTS = [
  "appRoleIds",
  "clientId",
  "disabledByMicrosoft",
  "featureTags",
  "logoUrl",
  "oauth2PermissionScopeIds",
  "objectId",
  "publisherDomain",
  "templateId",
] as const;

/**
 * Writes an application for Graph, as it is made or changed.
 *
 * @param inputs checked and known inputs
 */
export function applicationBody(inputs: Properties): GraphObject {
  const wanted = (inputs["requiredResourceAccesses"] ?? []) as readonly Properties[];
  return {
    description: orNull(inputs["description"]),
    displayName: inputs["displayName"],
    isFallbackPublicClient: inputs["fallbackPublicClientEnabled"] === true,
    notes: orNull(inputs["notes"]),
    requiredResourceAccess: wanted.map(({ resourceAppId, resourceAccesses }) => ({
      resourceAccess: (resourceAccesses as readonly Properties[]).map(({ id, type }) => ({ id, type })),
      resourceAppId,
    })),
    serviceManagementReference: orNull(inputs["serviceManagementReference"]),
    signInAudience: inputs["signInAudience"],
    tags: inputs["tags"] ?? [],
  };
}

/**
 * Reads an application as Graph wrote it.
 *
 * @param application Graph's object
 * @param owners the owners' object ids
 * @param before what was known of it: the order of sets, and `preventDuplicateNames`, which Graph does not know
 */
export function applicationProperties(application: GraphObject, owners: string[], before: Properties): Properties {
  const requested = objects(application, "requiredResourceAccess").map((access) => ({
    resourceAccesses: objects(access, "resourceAccess").map((one) => ({
      id: text(one, "id"),
      type: text(one, "type"),
    })),
    resourceAppId: text(access, "resourceAppId"),
  }));
  const tags = texts(application, "tags");
  return {
    appRoleIds: idsByValue(objects(application, "appRoles")),
    clientId: text(application, "appId"),
    description: text(application, "description"),
    disabledByMicrosoft: text(application, "disabledByMicrosoftStatus"),
    displayName: text(application, "displayName"),
    fallbackPublicClientEnabled: flag(application, "isFallbackPublicClient"),
    featureTags: featureTags(tags),
    logoUrl: text((application["info"] ?? {}) as GraphObject, "logoUrl"),
    notes: text(application, "notes"),
    oauth2PermissionScopeIds: idsByValue(objects((application["api"] ?? {}) as GraphObject, "oauth2PermissionScopes")),
    objectId: text(application, "id"),
    owners: inKnownOrder(before["owners"], owners),
    preventDuplicateNames: before["preventDuplicateNames"] === true,
    publisherDomain: text(application, "publisherDomain"),
    requiredResourceAccesses: inKnownOrder(before["requiredResourceAccesses"], requested),
    serviceManagementReference: text(application, "serviceManagementReference"),
    signInAudience: text(application, "signInAudience"),
    tags: inKnownOrder(before["tags"], tags),
    templateId: text(application, "applicationTemplateId"),
  };
}

/** The tags that mean something to Entra, as azuread's `featureTags` spells them. */
export function featureTags(tags: readonly string[]): Properties[] {
  const has = (wanted: string) => tags.some((tag) => tag.toLowerCase() === wanted.toLowerCase());
  return [
    { customSingleSignOn: has(SINGLE_SIGN_ON), enterprise: has(ENTERPRISE), gallery: has(GALLERY), hide: has(HIDE) },
  ];
}

/** Roles or scopes by their name (`value`); nameless ones cannot be asked for and are left out. */
export function idsByValue(named: readonly GraphObject[]): Properties {
  const withName = named.filter((one) => text(one, "value") !== "");
  return Object.fromEntries(withName.map((one) => [text(one, "value"), text(one, "id")]));
}

/** What Graph wants to be told of a text that a program leaves empty. */
export function orNull(value: Value | undefined): Value {
  return value === undefined || value === "" ? null : value;
}
