import { type GraphObject, objects, text, texts } from "./graph-object.ts";
import { type Outputs, readFrom, writtenFor } from "./graph-properties.ts";
import { inKnownOrder } from "./input-rules.ts";
import type { Properties, Value } from "./property-values.ts";
import type { InputRule } from "./resource-kind.ts";
import { accesses, each, filled, oneOf, uuid } from "./value-rules.ts";

/** Graph takes 20 owners with a new object, and whoever makes it is one of them until it is done. */
const MOST_OWNERS = 19;

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
  displayName: { shape: "string", graph: "displayName", required: true, refusal: filled },
  signInAudience: {
    shape: "string",
    graph: "signInAudience",
    byDefault: "AzureADMyOrg",
    refusal: oneOf("AzureADMyOrg", "AzureADMultipleOrgs"),
  },
  preventDuplicateNames: { shape: "boolean" },
  requiredResourceAccesses: { shape: "set", refusal: accesses },
  notes: { shape: "string", graph: "notes", refusal: filled },
  tags: { shape: "set", graph: "tags", chosenByService: true, refusal: each(() => undefined) },
  owners: OWNERS,
  serviceManagementReference: { shape: "string", graph: "serviceManagementReference" },
  fallbackPublicClientEnabled: { shape: "boolean", graph: "isFallbackPublicClient" },
  description: { shape: "string", graph: "description" },
};

export const APPLICATION_OUTPUTS: Outputs = {
  appRoleIds: (application) => idsByValue(objects(application, "appRoles")),
  clientId: "appId",
  disabledByMicrosoft: "disabledByMicrosoftStatus",
  featureTags: (application) => [featureTags(texts(application, "tags"))],
  logoUrl: ({ info }) => text((info ?? {}) as GraphObject, "logoUrl"),
  oauth2PermissionScopeIds: ({ api }) => idsByValue(objects((api ?? {}) as GraphObject, "oauth2PermissionScopes")),
  objectId: "id",
  publisherDomain: "publisherDomain",
  templateId: "applicationTemplateId",
};

/**
 * Writes an application for Graph, as it is made or changed.
 *
 * @param inputs checked and known inputs
 */
export function applicationBody(inputs: Properties): GraphObject {
  const wanted = (inputs["requiredResourceAccesses"] ?? []) as readonly Properties[];
  return {
    ...writtenFor(APPLICATION_INPUTS, inputs),
    requiredResourceAccess: wanted.map(({ resourceAppId, resourceAccesses }) => ({
      resourceAccess: (resourceAccesses as readonly Properties[]).map(({ id, type }) => ({ id, type })),
      resourceAppId,
    })),
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
  return {
    ...readFrom(application, APPLICATION_INPUTS, APPLICATION_OUTPUTS, before),
    owners: inKnownOrder(before["owners"], owners),
    preventDuplicateNames: before["preventDuplicateNames"] === true,
    requiredResourceAccesses: inKnownOrder(before["requiredResourceAccesses"], requested),
  };
}

/** The tags that mean something to Entra, as azuread's `featureTags` spells them. */
export function featureTags(tags: readonly string[]) {
  const has = (wanted: string) => tags.some((tag) => tag.toLowerCase() === wanted.toLowerCase());
  return {
    customSingleSignOn: has(SINGLE_SIGN_ON),
    enterprise: has(ENTERPRISE),
    gallery: has(GALLERY),
    hide: has(HIDE),
  };
}

/** Roles or scopes by their name (`value`); nameless ones cannot be asked for and are left out. */
export function idsByValue(named: readonly GraphObject[]): Properties {
  const withName = named.filter((one) => text(one, "value") !== "");
  return Object.fromEntries(withName.map((one) => [text(one, "value"), text(one, "id")]));
}
