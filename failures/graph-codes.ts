/**
 * Codes of Microsoft Graph and of the directory behind it: "Microsoft Graph error responses and resource types", "Azure AD
 * Graph error code reference", and public bug reports of this trade. A word of a text is taken for a code only if it is here.
 */
import type { Class } from "./kinds.ts";

const FAMILIES: readonly [Class, string][] = [
  [
    "missing-right",
    `Authorization_RequestDenied accessDenied AccessDenied Authorization_PermissionsMissing ErrorAccessDenied
     Authentication_RequestFromUnsupportedUserRole AuthorizationFailed InsufficientPermissions`,
  ],
  [
    "sign-in",
    `InvalidAuthenticationToken Authentication_ExpiredToken Authentication_MissingOrMalformed Authentication_Unauthorized
     Authentication_UnsupportedTokenType Authentication_Unknown Authorization_IdentityNotFound Authorization_IdentityDisabled
     unauthenticated AuthenticationError TokenNotFound TokenExpired TokenCreatedWithOutdatedPolicies UserNotAuthenticated
     LocationConditionEvaluationSatisfied InvalidAuthenticationTokenNull CompactToken`,
  ],
  ["conditional-access", "ClaimsChallengeRequiredException InteractionRequired"],
  [
    "quota",
    "Directory_QuotaExceeded quotaLimitReached TooManyAppPasswords AppKeyCredentialLimitExceeded QuotaExceeded",
  ],
  [
    "exists",
    `Request_MultipleObjectsWithSameKeyValue ObjectConflict PropertyConflict nameAlreadyExists
     EntityAlreadyExists AlreadyExists`,
  ],
  [
    "gone",
    `Request_ResourceNotFound ResourceNotFound Directory_ObjectNotFound itemNotFound ErrorItemNotFound
     PermissionGrantNotFound`,
  ],
  [
    "policy",
    `CredentialTypeNotAllowedAsPerAppPolicy CredentialInvalidLifetimeAsPerAppPolicy KeyTypeNotAllowedAsPerAppPolicy
     SignInAudienceNotAllowedAsPerAppPolicy InvalidUniqueTenantIdentifierAsPerAppPolicy
     CustomPasswordNotAllowedAsPerAppPolicy CreationNotAllowedAsPerAppPolicy TagNotAllowedAsPerAppPolicy
     CannotUpdateLockedServicePrincipalProperty TenantNotAllowed Authentication_RequestFromNonPremiumTenantOrB2CTenant`,
  ],
  [
    "setting",
    `ServiceTreeValueMissing ServiceTreeValueInvalid ServiceTreeIdInvalid ServiceManagementReferenceMissing
     ServiceManagementReferenceInvalid Request_BadRequest invalidRequest InvalidRequest Request_UnsupportedQuery
     Request_InvalidRequestUrl InvalidAppRoleAssignment NoBackingApplicationObject InvalidValue PropertyNotCompatibleWithAppType`,
  ],
  [
    "passes",
    `Directory_ConcurrencyViolation Directory_ReplicaUnavailable Directory_BindingRedirection
     Directory_BindingRedirectionInternalServerError Directory_ExpiredPageToken Directory_ResultSizeLimitExceeded
     Service_InternalServerError Service_Unavailable InternalServerError ServiceUnavailable serviceNotAvailable
     ServiceNotAvailable generalException UnknownError BadGateway GatewayTimeout RequestTimeout
     Request_InvalidReplicaSessionKey Error_MsaAppDoesNotExist resyncRequired UnknownTenantId`,
  ],
  [
    "throttled",
    `TooManyRequests activityLimitReached Request_ThrottledTemporarily Request_ThrottledPermanently ApplicationThrottled
     RequestThrottled throttledRequest`,
  ],
  [
    "wrong-tenant",
    "Directory_CompanyNotFound TenantNotFound Directory_TenantNotFound InvalidTenant Authorization_TenantMismatch",
  ],
];

/** Each code with its class. */
export const GRAPH_CODES: ReadonlyMap<string, Class> = new Map(
  FAMILIES.flatMap(([kind, codes]) => codes.split(/\s+/).map((code): [string, Class] => [code, kind])),
);

/** The codes of a class. */
export function codesOf(kind: Class): string[] {
  return [...GRAPH_CODES].filter(([, its]) => its === kind).map(([code]) => code);
}
