/** What a tenant's rules and quotas refuse: policies, demanded settings, full directories. Data. */
import type { About, Explained } from "./kinds.ts";

const again = ({ next }: About) => next.again;

export const RULES: readonly Explained[] = [
  {
    id: "secret blocked",
    class: "policy",
    signs: {
      codes: [
        "CredentialTypeNotAllowedAsPerAppPolicy",
        "KeyTypeNotAllowedAsPerAppPolicy",
        "CustomPasswordNotAllowedAsPerAppPolicy",
      ],
    },
    what: "The tenant's app management policy forbids new client secrets.",
    why: "ESIA takes nothing but a client secret, so it needs an exception. Secrets that exist go on working until their end.",
    action:
      "Ask whoever keeps the policy for an exception for this application (an app management policy of its own), then run " +
      "again: it goes on where it stopped.",
    command: ({ next }) => next.pulumi("up"),
  },
  {
    id: "secret too long",
    class: "policy",
    signs: {
      codes: ["CredentialInvalidLifetimeAsPerAppPolicy"],
      phrases: [/Credential lifetime exceeds the max value/],
    },
    what: "The tenant's app management policy wants client secrets to end sooner than esia:secretMonths says.",
    why: "It compares with 'less than': where the limit is 180 days, 5 months fit and 6 do not always.",
    action:
      "Set fewer months (doctor says how many, where the policy is readable; else fewer again until it fits), then run again.",
    command: ({ next }) =>
      `${next.pulumi(`config set esia:secretMonths ${next.fewerMonths}`)}, then ${next.pulumi("up")}`,
  },
  {
    id: "application locked",
    class: "policy",
    signs: {
      codes: ["CannotUpdateLockedServicePrincipalProperty"],
      phrases: [/property .{0,80} is locked and cannot be (?:modified|updated)/i],
    },
    what: "The application is locked against this change of its service principal.",
    why: "Entra's app instance property lock forbids it; the program does not need it, so somebody changed the application by hand.",
    action: "Undo the change in the portal (App registrations, Authentication or Properties), then run again.",
  },
  {
    id: "licence missing",
    class: "policy",
    signs: {
      codes: ["Authentication_RequestFromNonPremiumTenantOrB2CTenant"],
      phrases: [/does(?:n't| not) have (?:a )?premium license/i],
    },
    what: "The tenant has no Entra ID licence that this read needs.",
    why: "Sign-in reports take Entra ID P1 or P2; the connection to ESIA does not.",
    action: "Nothing needs to be done for ESIA; doctor leaves that check out.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "reference demanded",
    class: "setting",
    signs: {
      codes: ["ServiceTreeValueMissing", "ServiceManagementReferenceMissing"],
      phrases: [/ServiceManagementReference (?:field )?(?:is|must be) (?:required|specified|set)/i],
    },
    what: "The tenant demands a reference to its service management on each application.",
    why: "A rule of the tenant refuses applications without one.",
    action: "Ask whoever keeps the tenant which reference it is (often a number or a GUID), set it, then run again.",
    command: ({ next }) => `${next.pulumi("config set esia:serviceManagementReference REFERENCE")}, then ${next.up}`,
  },
  {
    id: "reference refused",
    class: "setting",
    signs: {
      codes: ["ServiceTreeValueInvalid", "ServiceTreeIdInvalid", "ServiceManagementReferenceInvalid"],
      phrases: [
        /ServiceManagementReference .{0,60}(?:not valid|invalid)|Service ?Tree .{0,60}(?:not valid|invalid|not found)/i,
      ],
    },
    what: "The tenant does not know the reference of esia:serviceManagementReference.",
    why: "It is compared with the tenant's own list of services.",
    action: "Ask whoever keeps the tenant for the right one, set it, then run again.",
    command: ({ next }) => `${next.pulumi("config set esia:serviceManagementReference REFERENCE")}, then ${next.up}`,
  },
  {
    id: "too many owners",
    class: "setting",
    signs: { phrases: [/exceed the maximum quota count .{0,20} for forward-link .{0,4}owners/] },
    what: "An application can have 100 owners, and these would be more.",
    why: "esia:owners and owners added by hand count together.",
    action: "Shorten the list, then run again.",
    command: ({ next }) => `${next.pulumi("config get esia:owners")}, then ${next.up}`,
  },
  {
    id: "directory quota",
    class: "quota",
    signs: {
      codes: ["Directory_QuotaExceeded", "QuotaExceeded", "quotaLimitReached"],
      phrases: [/directory object quota limit/i],
    },
    what: "The quota of the directory, or of the one who is signed in, is used up.",
    why:
      "Who has no administrator's role may make 250 objects; deleted applications count for 30 days. This is no missing right " +
      "to the application.",
    action:
      "Purge deleted applications (App registrations, Deleted applications, Delete permanently), or let another operator run, " +
      "then run again.",
    command: again,
  },
  {
    id: "too many keys",
    class: "quota",
    signs: {
      codes: ["TooManyAppPasswords", "AppKeyCredentialLimitExceeded"],
      phrases: [
        /maximum number of (?:passwords?|password credentials|credentials)|credentials .{0,40}exceed.{0,20} limit/i,
      ],
    },
    what: "The application holds as many keys as Entra allows.",
    why: "Keys that no run knows were added by hand or left by interrupted runs.",
    action: "Let doctor name the keys that the stack does not know, and remove those in the portal; then run again.",
    command: ({ next }) => `${next.doctor}, then ${next.again}`,
  },
];
