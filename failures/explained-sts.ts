/**
 * Entra's sign-in errors by their AADSTS numbers: "Microsoft Entra authentication & authorization error codes", and public bug
 * reports where that list is silent. Data; numbers that are not here are answered by their family (explained-classes.ts).
 */
import type { About, Explained } from "./kinds.ts";

const setSecret = ({ next }: About) =>
  `set ARM_CLIENT_SECRET, or: ${next.pulumi("config set --secret azuread:clientSecret")} (it asks for the value)`;
// Never the one that is pinned: that one has just failed.
const setTenant = ({ next }: About) => next.pulumi(`config set azuread:tenantId ${next.ownTenant}`);

export const STS: readonly Explained[] = [
  {
    id: "wrong tenant",
    class: "wrong-tenant",
    signs: {
      sts: [
        90002, 900023, 900021, 90019, 50059, 50128, 50049, 700005, 700011, 700016, 70001, 50020, 50034, 50014, 16000,
        16003, 51004, 90072, 500208, 50029, 90125, 90013, 50107, 50143, 50194, 90130, 90124, 9001023, 90009902,
      ],
    },
    what: ({ code }) => `The sign-in is at the wrong tenant, or in the wrong cloud${code}.`,
    why: ({ findings }) => wrongTenant(new Set(findings.flatMap(({ sts }) => sts))),
    action: "Compare azuread:tenantId (or ARM_TENANT_ID) and ARM_CLIENT_ID with the tenant's overview page in Entra.",
    command: setTenant,
  },
  {
    id: "guest kept out",
    class: "wrong-tenant",
    signs: { sts: [500213, 500212, 500021, 500022, 50002, 530034, 90084, 90099, 1000104, 90123] },
    what: ({ code }) =>
      `The tenant, or the one that the sign-in comes from, lets nobody from the other side in${code}.`,
    why: "A cross-tenant access policy or a tenant restriction (often set by a company's proxy) forbids it.",
    action:
      "Sign in with an account or an application of the tenant itself, or ask both sides' administrators for an exception.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "wrong cloud",
    class: "wrong-cloud",
    signs: { sts: [900382, 900432, 90038, 90043, 90051, 900381, 900439] },
    what: ({ code }) => `The tenant lives in another of Microsoft's clouds than the sign-in${code}.`,
    why: "US Government and China have sign-in servers of their own.",
    action: "Set the cloud (usgovernment or china; global takes the setting away), then run again.",
    command: ({ next }) => `${next.pulumi("config set azuread:environment usgovernment")}, then ${next.again}`,
  },
  {
    id: "wrong secret",
    class: "operator-credential",
    signs: { sts: [7000215, 70002, 50064] },
    what: ({ code }) => `Entra does not know the operator's client secret${code}.`,
    why: "It is another application's, was removed, or is the secret's ID: what is needed is its value, which Entra shows once.",
    action: "Make a new secret for the operator's application, and set its value.",
    command: setSecret,
  },
  {
    id: "expired secret",
    class: "operator-credential",
    signs: { sts: [7000222] },
    what: ({ code }) => `The client secret that the operator signs in with has expired${code}.`,
    why: "This is the operator's own secret, not the one that the stack makes for ESIA.",
    action: "Make a new secret for the operator's application, and set its value.",
    command: setSecret,
  },
  {
    id: "no credential",
    class: "operator-credential",
    signs: { sts: [7000216, 7000218, 900144, 90014, 700025, 7000219, 50192] },
    what: ({ code }) => `The sign-in carries no credential that Entra can use${code}.`,
    why: "ARM_CLIENT_SECRET or its like is empty or not set in this shell, or the operator's application is a public client.",
    action:
      "Set the secret, the certificate or the federation of the operator's application; doctor says which way is taken and from where.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "operator's application disabled",
    class: "operator-credential",
    signs: { sts: [7000112, 7000229, 700038, 1000031, 7000113, 50010, 7000117, 7000274] },
    what: ({ code }) => `The application that the operator signs in with cannot sign in to this tenant${code}.`,
    why: ({ findings }) =>
      findings.some(({ sts }) => sts.includes(7000229))
        ? "It has no service principal in this tenant."
        : findings.some(({ sts }) => sts.includes(700038))
          ? "The client id is no application's: it is empty, zeros, or misspelt."
          : "It is disabled, or no application of that id exists.",
    action:
      "Compare ARM_CLIENT_ID; an administrator enables it under Enterprise applications, or makes its service principal.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "certificate or federation refused",
    class: "federation",
    signs: {
      sts: [
        700027, 700030, 700021, 700023, 50012, 50013, 50027, 50048, 500481, 50006, 50003, 900384, 50146, 50017, 5000811,
        700024, 500133, 70021, 70025, 700211, 700212, 700213, 700214, 700215, 700221, 700222, 700223, 700224, 700225,
        700226, 700229, 700231, 700232, 700236, 700238, 700239, 7002131, 7002133, 7002321, 7002381, 7002291, 7000272,
        7000273, 7000275, 90061, 100032, 240002, 50099, 50120,
      ],
    },
    what: ({ code }) => `Entra does not accept the operator's certificate or ID token${code}.`,
    why: ({ findings }) => refusedAssertion(new Set(findings.flatMap(({ sts }) => sts))),
    action: ({ findings, next }) => {
      const sts = new Set(findings.flatMap((finding) => finding.sts));
      if (next.way === "federation" && (sts.has(700024) || sts.has(500133)))
        return "Run the job again: each job gets an ID token of its own, which lives for minutes.";
      return "Compare it with Certificates & secrets of the operator's application in Entra: issuer, subject and audience, letter by letter, or the certificate's thumbprint.";
    },
    command: ({ next }) => next.doctor,
  },
  {
    id: "identity unknown to Graph",
    class: "operator-credential",
    signs: { codes: ["Authorization_IdentityNotFound", "Authorization_IdentityDisabled"] },
    what: "Graph does not know the one who is signed in, or it is disabled.",
    why: "The operator's application or account was removed or disabled after it signed in, or belongs to another tenant.",
    action: "Compare ARM_CLIENT_ID and azuread:tenantId; an administrator enables it under Enterprise applications.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "API absent",
    class: "consent",
    signs: { sts: [500011, 500014, 650052, 650054, 50001, 500012, 500013, 650053, 221000] },
    what: ({ code }) => `The tenant lacks the API that a token is asked for, or has disabled it${code}.`,
    why: "Its service principal is absent, disabled, or its service is not subscribed to; or this is the wrong tenant or cloud.",
    action: ({ next }) =>
      `An administrator looks for Microsoft Graph and Office 365 Management APIs under Enterprise applications (type Microsoft Applications), and enables sign-in; absent ones are made by ${next.pulumi("up")}.`,
    command: ({ next }) => next.doctor,
  },
  {
    id: "consent missing",
    class: "consent",
    signs: {
      sts: [65001, 65004, 65005, 650051, 650056, 650057, 90094, 90095, 90008, 90009, 65002, 28003],
      oauth: ["consent_required"],
    },
    what: ({ code }) => `Nobody has consented to the application that the operator signs in with${code}.`,
    why: "The tenant lets users consent to nothing by themselves, or the permission was never granted. This is not ESIA's own application.",
    action: "Ask an administrator to grant admin consent to it (Enterprise applications, Permissions), then run again.",
    command: ({ next }) => next.again,
  },
  {
    id: "no redirect address",
    class: "consent",
    signs: { sts: [500113, 50011, 900971] },
    what: ({ code }) => `Entra has no page to return to${code}.`,
    why: "After a consent this is harmless: the application has no redirect address on purpose, and what was accepted is accepted.",
    action: "Look at the application's permissions in the portal, or run again and let doctor say what is granted.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "sign-in trouble",
    class: "passes",
    signs: {
      sts: [
        50000, 50033, 50086, 90006, 90012, 90033, 90036, 90090, 90091, 90092, 70012, 50134, 51005, 40010, 40008, 20001,
        20012, 20033, 80001, 80002, 80005, 80010, 80013, 80014, 81004, 90085, 230109,
      ],
      oauth: ["temporarily_unavailable", "server_error", "slow_down"],
    },
    what: ({ code }) => `Entra's sign-in service could not answer properly at that moment${code}.`,
    why: "It, or the identity provider behind it, is in trouble.",
    action: "Wait some minutes, then run again. If it stays so, Microsoft's page for the number says more.",
    command: ({ next }) => next.again,
  },
];

function wrongTenant(sts: ReadonlySet<number>): string {
  if ([700016, 70001, 700011].some((number) => sts.has(number)))
    return "The tenant does not know the operator's client id: one of the two is another customer's.";
  if ([50020, 50034, 50014, 16000, 16003, 51004, 90072].some((number) => sts.has(number)))
    return "The user who is signed in is of another tenant, and no guest in this one.";
  if ([50194, 90130, 90124, 9001023, 50059].some((number) => sts.has(number)))
    return "No tenant is named, and the operator's application is of one tenant only.";
  return "There is no tenant of that id: it is misspelt, or the tenant lives in a national cloud (azuread:environment).";
}

function refusedAssertion(sts: ReadonlySet<number>): string {
  if (sts.has(700024) || sts.has(500133))
    return "It is not valid at this time: the certificate or the ID token has expired (an ID token lives for minutes), or this machine's clock is wrong.";
  if (sts.has(7002381))
    return "The tenant takes ID tokens only of the GitHub enterprises that it names: a policy of the tenant, not the credential.";
  if (sts.has(7000272) || sts.has(90061))
    return "Entra cannot read the keys of the one who issued the ID token: its address is wrong, or not reachable from the internet.";
  return "It is not registered on the operator's application, or the federation is for another repository, branch or environment.";
}
