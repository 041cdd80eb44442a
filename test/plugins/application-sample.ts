/** One application three times: as a program sets it, as Graph writes it, as the state holds it. */
export const ID = "11111111-1111-4111-8111-111111111111";
export const OWNER = "22222222-2222-4222-8222-222222222222";
export const GRAPH_APP = "00000003-0000-0000-c000-000000000000";
export const ROLE = "230c1aed-a721-4c5d-9cb4-a90514e508ef";

export const INPUTS = {
  displayName: "esia",
  signInAudience: "AzureADMyOrg",
  requiredResourceAccesses: [{ resourceAppId: GRAPH_APP, resourceAccesses: [{ id: ROLE, type: "Role" }] }],
  notes: "Made by a test",
  tags: ["HideApp", "mark"],
};
export const BODY = {
  description: null,
  displayName: "esia",
  isFallbackPublicClient: false,
  notes: "Made by a test",
  requiredResourceAccess: [{ resourceAccess: [{ id: ROLE, type: "Role" }], resourceAppId: GRAPH_APP }],
  serviceManagementReference: null,
  signInAudience: "AzureADMyOrg",
  tags: ["HideApp", "mark"],
};
/** What a change sends besides, because nobody declares it. */
export const UNSET = {
  api: { knownClientApplications: [], oauth2PermissionScopes: [] },
  appRoles: [],
  identifierUris: [],
  publicClient: { redirectUris: [] },
  spa: { redirectUris: [] },
  web: {
    homePageUrl: null,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    logoutUrl: null,
    redirectUris: [],
  },
};
export const FROM_GRAPH = {
  ...BODY,
  id: ID,
  appId: "33333333-3333-4333-8333-333333333333",
  publisherDomain: "contoso.example",
  disabledByMicrosoftStatus: null,
};
export const PROPERTIES = {
  appRoleIds: {},
  clientId: "33333333-3333-4333-8333-333333333333",
  description: "",
  disabledByMicrosoft: "",
  displayName: "esia",
  fallbackPublicClientEnabled: false,
  featureTags: [{ customSingleSignOn: false, enterprise: false, gallery: false, hide: true }],
  logoUrl: "",
  notes: "Made by a test",
  oauth2PermissionScopeIds: {},
  objectId: ID,
  owners: [],
  preventDuplicateNames: false,
  publisherDomain: "contoso.example",
  requiredResourceAccesses: [{ resourceAccesses: [{ id: ROLE, type: "Role" }], resourceAppId: GRAPH_APP }],
  serviceManagementReference: "",
  signInAudience: "AzureADMyOrg",
  tags: ["HideApp", "mark"],
  templateId: "",
};
/** What azuread reads of an application after each change of it. */
export const READ = [
  { asks: `GET /v1.0/applications/${ID}`, answers: { status: 200, body: FROM_GRAPH } },
  {
    asks: `GET /beta/applications/${ID}?$select=oauth2RequirePostResponse`,
    answers: { status: 200, body: { oauth2RequirePostResponse: false } },
  },
  { asks: `GET /v1.0/applications/${ID}/owners`, answers: { status: 200, body: { value: [] } } },
];
export const STATE = { ...PROPERTIES, id: `/applications/${ID}`, __meta: '{"schema_version":"2"}' };
