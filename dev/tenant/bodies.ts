import { z } from "zod";

/**
 * The request bodies that are really sent: by the azuread provider 6.9.1 and by this project. Every object is strict.
 * What the project never sets is accepted in its empty form only, so that nothing is taken and then not honoured.
 */
const guid = z.guid();
const nothing = z.union([z.null(), z.literal("")]);
const emptyList = z.tuple([]);
const text = z.union([z.string(), z.null()]);
const time = z.iso.datetime({ offset: true });

const requiredResourceAccess = z.array(
  z.strictObject({
    resourceAppId: guid,
    resourceAccess: z.array(z.strictObject({ id: guid, type: z.enum(["Role", "Scope"]) })).min(1),
  }),
);

const api = z.strictObject({
  acceptMappedClaims: z.union([z.literal(false), z.null()]).optional(),
  knownClientApplications: emptyList.optional(),
  oauth2PermissionScopes: emptyList.optional(),
  preAuthorizedApplications: emptyList.optional(),
  requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2), z.null()]).optional(),
});

const applicationProperties = {
  "@odata.type": z.literal("#microsoft.graph.application").optional(),
  api: api.optional(),
  appRoles: emptyList.optional(),
  description: text.optional(),
  groupMembershipClaims: nothing.optional(),
  identifierUris: emptyList.optional(),
  info: z
    .strictObject({
      marketingUrl: nothing.optional(),
      privacyStatementUrl: nothing.optional(),
      supportUrl: nothing.optional(),
      termsOfServiceUrl: nothing.optional(),
    })
    .optional(),
  isDeviceOnlyAuthSupported: z.union([z.literal(false), z.null()]).optional(),
  isFallbackPublicClient: z.union([z.boolean(), z.null()]).optional(),
  notes: text.optional(),
  // Sent empty, shown with its members.
  optionalClaims: z
    .strictObject({
      idToken: emptyList.default([]),
      accessToken: emptyList.default([]),
      saml2Token: emptyList.default([]),
    })
    .optional(),
  publicClient: z.strictObject({ redirectUris: emptyList.optional() }).optional(),
  requiredResourceAccess: requiredResourceAccess.optional(),
  serviceManagementReference: text.optional(),
  signInAudience: z.literal("AzureADMyOrg").optional(),
  spa: z.strictObject({ redirectUris: emptyList.optional() }).optional(),
  tags: z.array(z.string().min(1).max(256)).optional(),
  web: z
    .strictObject({
      homePageUrl: nothing.optional(),
      implicitGrantSettings: z
        .strictObject({
          enableAccessTokenIssuance: z.literal(false).optional(),
          enableIdTokenIssuance: z.literal(false).optional(),
        })
        .optional(),
      logoutUrl: nothing.optional(),
      redirectUris: emptyList.optional(),
    })
    .optional(),
};

/** `https://…/v1.0/directoryObjects/{id}`, whatever the host: Graph looks at the end alone. */
const directoryObjectUrl = z.string().regex(/\/directoryObjects\/[0-9a-f-]{36}$/i);

export const newApplication = z.strictObject({
  ...applicationProperties,
  displayName: z.string().min(1).max(256),
  "owners@odata.bind": z.array(directoryObjectUrl).optional(),
});

export const applicationChanges = z.strictObject({
  ...applicationProperties,
  displayName: z.string().min(1).max(256).optional(),
});

const servicePrincipalProperties = {
  "@odata.type": z.literal("#microsoft.graph.servicePrincipal").optional(),
  accountEnabled: z.boolean().optional(),
  alternativeNames: emptyList.optional(),
  appRoleAssignmentRequired: z.boolean().optional(),
  description: text.optional(),
  loginUrl: nothing.optional(),
  notes: text.optional(),
  notificationEmailAddresses: emptyList.optional(),
  preferredSingleSignOnMode: nothing.optional(),
  samlSingleSignOnSettings: z.union([z.null(), z.strictObject({ relayState: nothing.optional() })]).optional(),
  tags: z.array(z.string().min(1).max(256)).optional(),
};

export const newServicePrincipal = z.strictObject({
  ...servicePrincipalProperties,
  appId: guid,
  "owners@odata.bind": z.array(directoryObjectUrl).optional(),
});

export const servicePrincipalChanges = z.strictObject(servicePrincipalProperties);

export const ownerReference = z.strictObject({ "@odata.id": directoryObjectUrl });

export const newSecret = z.strictObject({
  passwordCredential: z
    .strictObject({
      "@odata.type": z.literal("#microsoft.graph.passwordCredential").optional(),
      displayName: text.optional(),
      endDateTime: z.union([time, z.null()]).optional(),
      startDateTime: z.union([time, z.null()]).optional(),
    })
    .optional(),
});

export const secretRemoval = z.strictObject({ keyId: guid });

export const newGrant = z.strictObject({
  "@odata.type": z.literal("#microsoft.graph.appRoleAssignment").optional(),
  appRoleId: guid,
  principalId: guid,
  resourceId: guid,
});

export const reportSettings = z.strictObject({ displayConcealedNames: z.boolean() });

/** The object id at the end of a reference. */
export function idOfReference(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1).toLowerCase();
}

/** A body without what OData adds to it: annotations are no properties. */
export function withoutAnnotations(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes("@")));
}
