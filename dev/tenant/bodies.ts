import { type ZodRawShape, z } from "zod";

/**
 * The request bodies that are really sent: by the azuread provider 6.9.1 and by this project. Every object is strict.
 * What the project never sets is accepted in its empty form only, so that nothing is taken and then not honoured.
 */
const guid = z.guid();
const nothing = z.literal([null, ""]);
const emptyList = z.tuple([]);
const text = z.string().nullable();
const name = z.string().min(1).max(256);
const time = z.iso.datetime({ offset: true }).nullable();
const neverTrue = z.literal([false, null]);

/** An object that may leave out any of its properties, and has no others. */
const some = <S extends ZodRawShape>(shape: S) => z.strictObject(shape).partial();

const requiredResourceAccess = z.strictObject({
  resourceAppId: guid,
  resourceAccess: z.array(z.strictObject({ id: guid, type: z.enum(["Role", "Scope"]) })).min(1),
});

/** `https://…/v1.0/directoryObjects/{id}`, whatever the host: Graph looks at the end alone. @returns the id */
const directoryObjectUrl = z
  .string()
  .regex(/\/directoryObjects\/[0-9a-f-]{36}$/i)
  .transform((url) => url.slice(-36).toLowerCase());

const application = some({
  "@odata.type": z.literal("#microsoft.graph.application"),
  api: some({
    acceptMappedClaims: neverTrue,
    knownClientApplications: emptyList,
    oauth2PermissionScopes: emptyList,
    preAuthorizedApplications: emptyList,
    requestedAccessTokenVersion: z.literal([1, 2, null]),
  }),
  appRoles: emptyList,
  description: text,
  displayName: name,
  groupMembershipClaims: nothing,
  identifierUris: emptyList,
  info: some({ marketingUrl: nothing, privacyStatementUrl: nothing, supportUrl: nothing, termsOfServiceUrl: nothing }),
  isDeviceOnlyAuthSupported: neverTrue,
  isFallbackPublicClient: z.boolean().nullable(),
  notes: text,
  // Sent empty, shown with its members.
  optionalClaims: z.strictObject({
    idToken: emptyList.default([]),
    accessToken: emptyList.default([]),
    saml2Token: emptyList.default([]),
  }),
  publicClient: some({ redirectUris: emptyList }),
  requiredResourceAccess: z.array(requiredResourceAccess),
  serviceManagementReference: text,
  signInAudience: z.literal("AzureADMyOrg"),
  spa: some({ redirectUris: emptyList }),
  tags: z.array(name),
  web: some({
    homePageUrl: nothing,
    implicitGrantSettings: some({
      enableAccessTokenIssuance: z.literal(false),
      enableIdTokenIssuance: z.literal(false),
    }),
    logoutUrl: nothing,
    redirectUris: emptyList,
  }),
});
const servicePrincipal = some({
  "@odata.type": z.literal("#microsoft.graph.servicePrincipal"),
  accountEnabled: z.boolean(),
  alternativeNames: emptyList,
  appRoleAssignmentRequired: z.boolean(),
  description: text,
  loginUrl: nothing,
  notes: text,
  notificationEmailAddresses: emptyList,
  preferredSingleSignOnMode: nothing,
  samlSingleSignOnSettings: some({ relayState: nothing }).nullable(),
  tags: z.array(name),
});
const owners = { "owners@odata.bind": z.array(directoryObjectUrl).default([]) };

export const applicationChanges = application.transform(properties);
export const newApplication = application.extend({ displayName: name, ...owners }).transform(properties);
export const servicePrincipalChanges = servicePrincipal.transform(properties);
export const newServicePrincipal = servicePrincipal.extend({ appId: guid, ...owners }).transform(properties);

export const ownerReference = z.strictObject({ "@odata.id": directoryObjectUrl });

export const newSecret = some({
  passwordCredential: some({
    "@odata.type": z.literal("#microsoft.graph.passwordCredential"),
    displayName: text,
    endDateTime: time,
    startDateTime: time,
  }),
});

const most600 = z.string().min(1).max(600);
const federated = {
  "@odata.type": z.literal("#microsoft.graph.federatedIdentityCredential").optional(),
  name: z.string().regex(/^[\w-]{1,120}$/),
  issuer: z.url({ protocol: /^https$/ }).max(600),
  subject: most600,
  description: z
    .string()
    .max(600)
    .nullable()
    .optional()
    .transform((said) => said || null),
  audiences: z.tuple([most600]),
};

export const federatedCredential = z.strictObject(federated).transform(properties);
export const federatedCredentialChanges = z.strictObject({ ...federated, id: guid }).transform(properties);

export const secretRemoval = z.strictObject({ keyId: guid });

export const newGrant = z.strictObject({
  "@odata.type": z.literal("#microsoft.graph.appRoleAssignment").optional(),
  appRoleId: guid,
  principalId: guid,
  resourceId: guid,
});

export const reportSettings = z.strictObject({ displayConcealedNames: z.boolean() });

/** A body without OData's annotation of its type, which is no property. */
function properties<T extends { "@odata.type"?: unknown }>({ "@odata.type": _, ...rest }: T) {
  return rest;
}
