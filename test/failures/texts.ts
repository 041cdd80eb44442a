/** Failures as they really appear, each with the id of its answer and with what it is about. Data. */
import { azure, graph, onTheWay, token } from "./frames.ts";

export type Row = [id: string, of: string, text: string];
const MISSING = "Resource 'x' does not exist or one of its queried reference-property objects are not present.";
const DENIED = "Insufficient privileges to complete the operation.";
const sts = (id: string, ...numbers: number[]): Row[] =>
  numbers.map((number) => [id, `AADSTS${number}`, token(number)]);
const person = (id: string, ...numbers: number[]): Row[] =>
  numbers.map((number) => [id, `AADSTS${number} by the Azure CLI`, azure(`AADSTS${number}: x Trace ID: y`)]);

/** What operators met most, by public bug reports. */
export const OFTEN: Row[] = [
  ["application refused", "403 application", graph.application(403, "Authorization_RequestDenied", DENIED)],
  ["application refused", "403 update", graph.update(403, "Authorization_RequestDenied", DENIED)],
  ["principal refused", "403 principal", graph.principal(403, "Authorization_RequestDenied", DENIED)],
  [
    "API principal refused",
    "403 management principal",
    graph.managementPrincipal(403, "Authorization_RequestDenied", DENIED),
  ],
  ["grant refused", "403 grant", graph.grant(403, "Authorization_RequestDenied", DENIED)],
  ["removal refused", "403 removal", graph.removal(403, "Authorization_RequestDenied", DENIED)],
  ["not an owner", "403 addPassword", graph.key(403, "Authorization_RequestDenied", DENIED)],
  ["not an owner", "403 removePassword", graph.keyRemoval(403, "Authorization_RequestDenied", DENIED)],
  ["reading refused", "403 list of names", graph.names(403, "Authorization_RequestDenied", DENIED)],
  [
    "directory quota",
    "403 quota",
    graph.application(
      403,
      "Directory_QuotaExceeded",
      "The directory object quota limit for the Tenant has been exceeded.",
    ),
  ],
  ["directory quota", "400 quota", graph.principal(400, "Directory_QuotaExceeded")],
  ["reference demanded", "ServiceTreeValueMissing", graph.application(400, "ServiceTreeValueMissing")],
  ["not everywhere yet", "404 on a new principal", graph.principal(404, "Request_ResourceNotFound", MISSING)],
  ["not everywhere yet", "404 on a grant", graph.grant(404, "Request_ResourceNotFound", MISSING)],
  ["not everywhere yet", "400 reference", graph.grant(400, "Request_BadRequest", "Not a valid reference update.")],
  ["owner unknown", "404 owner", graph.owners(404, "Request_ResourceNotFound", MISSING)],
  ["owner unknown", "404 owner on create", graph.application(404, "Request_ResourceNotFound", MISSING)],
  [
    "owner unknown",
    "group as owner",
    graph.application(
      400,
      "Request_BadRequest",
      "The reference target 'Group_1b' of type 'Group' is invalid for the 'owners' reference.",
    ),
  ],
  ["application gone", "404 addPassword", graph.key(404, "Request_ResourceNotFound", MISSING)],
  ["concurrent change", "409 concurrency", graph.grant(409, "Directory_ConcurrencyViolation")],
  ["concurrent change", "503 concurrency", graph.update(503, "Directory_ConcurrencyViolation")],
  ["concurrent change", "400 concurrency", graph.removal(400, "Directory_ConcurrencyViolation")],
  [
    "object exists",
    "409 same key value",
    graph.principal(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      "Another object with the same value for property servicePrincipalNames already exists.",
    ),
  ],
  ["throttled", "429", graph.application(429, "TooManyRequests")],
  ...[500, 502, 503, 504].map((status): Row => ["service trouble", `${status}`, graph.grant(status, "UnknownError")]),
  [
    "still waiting",
    "own waiting",
    "Waiting for password credential for Application (Application: \"d1\"): timeout while waiting for state to become 'Done' (last state: 'Waiting', timeout: 5m0s)",
  ],
  [
    "still waiting",
    "deadline",
    'secret-1: Waiting for password credential for Application (Application: "d1"): context deadline exceeded',
  ],
  [
    "expired sign-in",
    "401 CAE",
    graph.application(
      401,
      "InvalidAuthenticationToken",
      "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp",
    ),
  ],
  [
    "expired sign-in",
    "Authentication_ExpiredToken",
    graph.look(401, "Authentication_ExpiredToken", "Your access token has expired."),
  ],
  ...person("blocked by Conditional Access", 53000, 53001, 53002, 53003, 53004, 530032, 530035, 50005, 50158),
  ...person("multi-factor needed", 50074, 50072, 50076, 50079),
  ...person("expired sign-in", 70043, 700082),
  [
    "multi-factor needed",
    "interactive",
    azure("Interactive authentication is needed. Please run:\naz login --scope https://graph.microsoft.com//.default"),
  ],
  ["nobody signed in", "setup account", azure("Please run 'az login' to setup account.")],
  ["nobody signed in", "no subscriptions", azure("No subscriptions found for x@example.org.")],
  ...person("wrong tenant", 50020, 50034, 90002),
  ...sts("wrong tenant", 900023, 50128, 700016),
  ...person("guest kept out", 500213, 500021),
  ...sts("wrong cloud", 900382, 900432),
  ...sts("wrong secret", 7000215),
  ...sts("expired secret", 7000222),
  ...sts("certificate or federation refused", 700024, 70025, 700211, 700213, 500133),
  ...sts("operator's application disabled", 7000112, 7000229, 700038),
  ...sts("API absent", 500011, 500014, 650052),
  ...person("consent missing", 65001, 90094),
  ...person("not assigned", 50105),
  [
    "sign-in way unknown to the provider",
    "no credentials",
    "error: failed to load Azure credentials.\nDetails: no Authorizer could be configured, please check your configuration\n\n\tPlease make sure you have signed in via 'az login' or configured another authentication method.\n\n\tSee https://www.pulumi.com/registry/packages/azuread/installation-configuration/ for more information",
  ],
  ["wrong passphrase", "passphrase", "error: incorrect passphrase"],
  [
    "passphrase missing",
    "no passphrase",
    "error: unable to find either `PULUMI_CONFIG_PASSPHRASE` or `PULUMI_CONFIG_PASSPHRASE_FILE` when trying to access the Passphrase Secrets Provider",
  ],
  [
    "stack locked",
    "lock",
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///x: created by a@b (pid 1) at 2026-11-01",
  ],
  [
    "plugin not installed",
    "plugin",
    "error: Could not automatically download and install resource plugin 'pulumi-resource-azuread' at version v6.9.1, install the plugin using `pulumi plugin install resource azuread v6.9.1`: error downloading provider azuread: dial tcp: lookup get.pulumi.com: no such host",
  ],
  [
    "certificate not trusted",
    "x509",
    onTheWay("tls: failed to verify certificate: x509: certificate signed by unknown authority"),
  ],
  ["no connection", "TLS timeout", onTheWay("net/http: TLS handshake timeout")],
  ["proxy wants a sign-in", "407", onTheWay("Proxy Authentication Required")],
  [
    "no connection",
    "no such host",
    onTheWay("dial tcp: lookup login.microsoftonline.com on 127.0.0.53:53: no such host"),
  ],
  ["no connection", "refused", onTheWay("dial tcp 20.190.159.4:443: connect: connection refused")],
  [
    "no managed identity",
    "169.254",
    'building client: unable to obtain access token: ManagedIdentityAuthorizer: failed to request token from metadata endpoint: Get "http://169.254.169.254/metadata/identity/oauth2/token": dial tcp 169.254.169.254:80: connect: no route to host',
  ],
  [
    "activity feed: wrong root or no consent",
    "AF10001",
    '401 {"error":{"code":"AF10001","message":"The permission set () sent in the request did not include the expected permission."}}',
  ],
  [
    "activity feed: not subscribed",
    "AF20023",
    '{"error":{"code":"AF20023","message":"The subscription was disabled."}}',
  ],
  ["activity feed: throttled", "AF429", '{"error":{"code":"AF429","message":"Too many requests. Method=ListContent"}}'],
  [
    "activity feed: service trouble",
    "AF50000",
    '{"error":{"code":"AF50000","message":"An internal error occurred. Retry the request."}}',
  ],
];

/** More of each family, by Microsoft's lists and public bug reports. */
export const MORE: Row[] = [
  ...person("blocked by Conditional Access", 530034 + 50, 530033, 530021, 50097, 50131, 50155, 50187),
  ...person("multi-factor needed", 50055, 50125, 500121, 50144),
  ...person("expired sign-in", 50173, 50078, 50132, 50133, 70008, 700084, 50058, 54005, 50089, 700020),
  ...person("account refused", 50053, 50057, 50126, 50056),
  ...person("wrong tenant", 16000, 50014, 51004, 90072, 50059),
  ...sts("wrong tenant", 700011, 50194, 9001023, 90019, 700005, 70001),
  ...person("guest kept out", 500212, 500022, 50002, 90099),
  ...sts("wrong cloud", 90038, 90051),
  ...sts("wrong secret", 70002),
  ...sts("no credential", 7000216, 7000218, 900144, 90014, 700025),
  ...sts(
    "certificate or federation refused",
    700027,
    700030,
    50012,
    50013,
    50027,
    50048,
    70021,
    700212,
    7002381,
    7000272,
    700229,
    90061,
    900384,
    700223,
    700238,
  ),
  ...sts("API absent", 650054, 50001),
  ...person("consent missing", 65004, 650056, 650057, 90095, 90008),
  ...sts("throttled", 90055, 50196),
  ...sts("sign-in trouble", 90033, 50033, 90006, 50000, 90012, 90090),
  ["no redirect address", "AADSTS500113", "AADSTS500113: No reply address is registered for the application."],
  ["object exists", "ObjectConflict", graph.application(409, "ObjectConflict")],
  [
    "principal exists",
    "name in use",
    graph.principal(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      "The service principal cannot be created, updated, or restored because the service principal name 27ab is already in use.",
    ),
  ],
  ["key gone", "404 removePassword", graph.keyRemoval(404, "Request_ResourceNotFound", MISSING)],
  ["already gone", "404 removal", graph.removal(404, "Request_ResourceNotFound", MISSING)],
  ["already gone", "404 deletion", graph.deletion(404, "Request_ResourceNotFound", MISSING)],
  ["application gone", "404 update", graph.update(404, "Request_ResourceNotFound", MISSING)],
  [
    "application gone",
    "key's application",
    'secret-2: Application (Application: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b") was not found',
  ],
  [
    "not everywhere yet",
    "NoBackingApplicationObject",
    graph.principal(
      400,
      "NoBackingApplicationObject",
      "The appId '27ab' of the service principal does not reference a valid application object.",
    ),
  ],
  [
    "not everywhere yet",
    "own principal",
    graph.principal(
      403,
      "Authorization_RequestDenied",
      "When using this permission, the backing application of the service principal being created must in the local tenant",
    ),
  ],
  [
    "not everywhere yet",
    "timed out",
    "service-principal: Timed out whilst waiting for new service principal to be replicated in Azure AD: unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound: x",
  ],
  [
    "too many owners",
    "owners quota",
    graph.owners(
      403,
      "Directory_QuotaExceeded",
      "Unable to perform operation as '121' would exceed the maximum quota count '100' for forward-link 'owners'.",
    ),
  ],
  ["owner not added", "403 owners", graph.owners(403, "Authorization_RequestDenied", DENIED)],
  ["reference refused", "ServiceTreeValueInvalid", graph.update(400, "ServiceTreeValueInvalid")],
  [
    "value refused",
    "400 value",
    graph.application(
      400,
      "Request_BadRequest",
      "Invalid value specified for property 'displayName' of resource 'Application'.",
    ),
  ],
  [
    "role not offered",
    "role gone",
    graph.grant(
      400,
      "Request_BadRequest",
      "Permission being assigned was not found on application '00000003-0000-0000-c000-000000000000'",
    ),
  ],
  ["secret blocked", "KeyTypeNotAllowed", graph.key(400, "KeyTypeNotAllowedAsPerAppPolicy")],
  [
    "application locked",
    "lock",
    graph.update(
      400,
      "CannotUpdateLockedServicePrincipalProperty",
      "Property passwordCredentials is locked and cannot be modified",
    ),
  ],
  [
    "licence missing",
    "no premium",
    "error: 403 Authentication_RequestFromNonPremiumTenantOrB2CTenant: Neither tenant is B2C or tenant doesn't have premium license",
  ],
  [
    "identity unknown to Graph",
    "Authorization_IdentityNotFound",
    graph.look(
      401,
      "Authorization_IdentityNotFound",
      "The identity of the calling application could not be established.",
    ),
  ],
  ["identity unknown to Graph", "Authorization_IdentityDisabled", graph.look(401, "Authorization_IdentityDisabled")],
  ["expired sign-in", "Authentication_MissingOrMalformed", graph.look(401, "Authentication_MissingOrMalformed")],
  ["expired sign-in", "Authentication_Unauthorized", graph.look(403, "Authentication_Unauthorized")],
  ["throttled", "Request_ThrottledTemporarily", graph.look(503, "Request_ThrottledTemporarily")],
  ["service trouble", "Service_InternalServerError", graph.application(500, "Service_InternalServerError")],
  ["service trouble", "Directory_ReplicaUnavailable", graph.look(503, "Directory_ReplicaUnavailable")],
  ["no reports yet", "UnknownTenantId", "404 UnknownTenantId: We do not recognize this tenant ID"],
  [
    "no managed identity",
    "not assigned",
    'ManagedIdentityAuthorizer: failed to request token from metadata endpoint: received HTTP status 400 with body: {"error":"invalid_request","error_description":"Identity not found"}',
  ],
  [
    "no Azure CLI",
    "az missing",
    'error: unable to build authorizer: could not configure AzureCli Authorizer: could not parse Azure CLI version: launching Azure CLI: exec: "az": executable file not found in $PATH',
  ],
  [
    "ID token not given",
    "GitHub",
    'error: GitHubOIDCAuthorizer: building Authorizer: githubAssertion: received HTTP status 403 with response: {"message":"no"}',
  ],
  ["odd answer to the sign-in", "[object Object]", "[object Object] Status code: 400\nMore details:\nundefined,"],
  ["connection lost", "reset", onTheWay("read tcp 10.0.0.4:50000->20.190.159.4:443: read: connection reset by peer")],
  ["connection lost", "EOF", onTheWay("EOF")],
  [
    "no connection",
    "proxy refuses",
    onTheWay("proxyconnect tcp: dial tcp 127.0.0.1:3128: connect: connection refused"),
  ],
  [
    "no connection",
    "Azure CLI",
    azure(
      "HTTPSConnectionPool(host='login.microsoftonline.com', port=443): Max retries exceeded with url: /x (Caused by NewConnectionError(': Failed to establish a new connection: [Errno 111] Connection refused'))",
    ),
  ],
  [
    "something else answered",
    "HTML",
    "Error: invocation of azuread:index/getClientConfig:getClientConfig returned an error: clientCredentialsToken: cannot unmarshal response: invalid character '<' looking for beginning of value",
  ],
  [
    "pending operations",
    "pending",
    "warning: Attempting to deploy or update resources with 1 pending operations from previous deployment.\n\nerror: refusing to proceed with 1 pending operations from previous deployment",
  ],
  [
    "state damaged",
    "snapshot",
    "error: snapshot integrity failure; refusing to use it: child resource x refers to missing parent y",
  ],
  ["no such stack", "stack", "error: no stack named 'contoso' found"],
  [
    "not logged in to the backend",
    "token",
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
  ],
  [
    "protected",
    "protected",
    'error: resource "urn:pulumi:acme::esia::x" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the `protect` flag',
  ],
  [
    "needs --yes",
    "--yes",
    "error: --yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode",
  ],
  ["no project", "project", "error: no Pulumi.yaml project file found (searching upwards from /tmp)."],
  [
    "version too old",
    "old Node",
    'TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension ".ts" for /x/index.ts',
  ],
  [
    "packages not installed",
    "packages",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@pulumi/azuread' imported from /x/index.ts",
  ],
  ["machine in trouble", "disk", "error: write /x/state.json: no space left on device"],
  ["plugin broke", "plugin", "error: rpc error: code = Unavailable desc = transport is closing"],
  ["interrupted", "interrupt", "error: update canceled"],
  [
    "secrets not readable",
    "decrypt",
    "error: could not decrypt configuration values: [400] Message authentication failed",
  ],
  ["activity feed: auditing off", "AF20012", '{"error":{"code":"AF20012","message":"x"}}'],
  ["activity feed: wrong tenant", "AF20010", '{"error":{"code":"AF20010","message":"x"}}'],
  [
    "activity feed: request refused",
    "AF20051",
    '{"error":{"code":"AF20051","message":"Content requested with the key x has already expired."}}',
  ],
  [
    "activity feed: subscribed already",
    "AF20024",
    '{"error":{"code":"AF20024","message":"The subscription is already enabled."}}',
  ],
  ["setting refused", "setting", "error: esia:secretMonths must be a whole number from 1 to 24; it is 25."],
];

/** Numbers, codes and statuses that no table holds by themselves. */
export const BY_CLASS: Row[] = [
  ["sign-in", "AADSTS81012", token(81012)],
  ["sign-in", "AADSTS90007", token(90007)],
  ["federation", "AADSTS7002399", token(7002399)],
  ["operator-credential", "AADSTS7000199", token(7000199)],
  ["consent", "AADSTS650099", token(650099)],
  ["activity-feed", "AF30001", '{"error":{"code":"AF30001"}}'],
  ["operator-credential", "invalid_client", '{"error":"invalid_client"}'],
  [
    "policy",
    "SignInAudienceNotAllowedAsPerAppPolicy",
    graph.application(400, "SignInAudienceNotAllowedAsPerAppPolicy"),
  ],
  ["missing-right", "403 of something else", "error: unexpected status 403 (403 Forbidden) with response: x"],
  ["gone", "404 of something else", "mark: unexpected status 404 received with no body"],
  ["setting", "418", "error: unexpected status 418 (418 I'm a teapot) received with no body"],
];
