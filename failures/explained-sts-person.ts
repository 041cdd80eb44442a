/** Entra's sign-in errors of people, by their AADSTS numbers; for the sources see explained-sts.ts. Data. */
import type { About, Explained } from "./kinds.ts";

const signIn = { action: ({ next }: About) => next.signIn.action, command: ({ next }: About) => next.signIn.command };

export const STS_OF_PEOPLE: readonly Explained[] = [
  {
    id: "expired sign-in",
    class: "sign-in",
    signs: {
      sts: [
        700082, 70043, 70008, 700084, 70000, 50173, 50132, 50133, 50078, 50089, 50085, 50139, 54005, 50058, 16001,
        16002, 160021, 70019, 700020, 700081, 7000822, 50196001, 50197, 50140, 50168, 90016, 140001, 50199, 70016,
        70018,
      ],
      codes: [
        "Authentication_ExpiredToken",
        "TokenExpired",
        "InvalidAuthenticationToken",
        "TokenCreatedWithOutdatedPolicies",
        "LocationConditionEvaluationSatisfied",
        "unauthenticated",
        "UserNotAuthenticated",
        "TokenNotFound",
        "Authentication_Unauthorized",
        "Authentication_MissingOrMalformed",
        "Authentication_UnsupportedTokenType",
        "Authentication_Unknown",
      ],
      oauth: ["login_required", "expired_token"],
      phrases: [/Continuous access evaluation/i, /token (?:is|has) expired/],
    },
    where: ({ sts, oauth, codes, status, text }) =>
      sts.length > 0 ||
      codes.length > 0 ||
      oauth.length > 0 ||
      status.includes(401) ||
      /token (?:is|has) expired|ontinuous access/.test(text),
    what: "The sign-in has expired, was revoked, or Entra wants it renewed.",
    why: "Sign-ins end with time, after a change of password, place or policy (continuous access evaluation), and where multi-factor authentication is asked for anew.",
    ...signIn,
  },
  {
    id: "multi-factor needed",
    class: "sign-in",
    signs: {
      sts: [
        50074, 50072, 50076, 50079, 50125, 50055, 50144, 50087, 500121, 50135, 399218, 50131001, 53010, 50170, 50161,
      ],
      oauth: ["interaction_required"],
      phrases: [/Interactive authentication is needed/],
    },
    where: ({ sts, text, oauth }) =>
      sts.length > 0 || oauth.includes("interaction_required") || /Interactive authentication/.test(text),
    what: ({ code }) =>
      `Entra wants to see a person: multi-factor authentication, or something to register or renew${code}.`,
    why: "The sign-in at hand is good for other services than Graph, or came before a policy was switched on.",
    action: ({ next }) =>
      next.way === undefined || next.way === "Azure CLI"
        ? "Sign in for Graph, and answer what is asked; then run again."
        : "Only a person can answer: let the operator's application sign in by secret, certificate or federation, or ask for an exception.",
    command: ({ next }) =>
      next.way === undefined || next.way === "Azure CLI" ? `${next.login()}, then ${next.again}` : next.doctor,
  },
  {
    id: "account refused",
    class: "sign-in",
    signs: { sts: [50053, 50056, 50057, 50126, 500571, 80007, 80012, 81010, 50180, 90093, 53011] },
    what: ({ code }) => `Entra does not let this account sign in${code}.`,
    why: "It is locked, disabled or at risk, or its password is wrong.",
    action: ({ next }) =>
      `Ask the tenant's administrator to unlock it, or sign in as somebody else. ${next.signIn.action}`,
    command: ({ next }) => next.signIn.command,
  },
  {
    id: "blocked by Conditional Access",
    class: "conditional-access",
    signs: {
      sts: (sts) =>
        /^530\d{2,4}$/.test(String(sts)) ||
        [50005, 50158, 50131, 50097, 50129, 50155, 50187, 50127, 53010, 54000, 50177, 50178, 135011, 130007].includes(
          sts,
        ),
      codes: ["ClaimsChallengeRequiredException", "InteractionRequired"],
      phrases: [/Access has been blocked by [Cc]onditional [Aa]ccess/],
    },
    what: ({ code }) => `A Conditional Access policy of the tenant blocks the sign-in${code}.`,
    why: ({ findings }) => conditionalAccess(new Set(findings.flatMap(({ sts }) => sts))),
    action: ({ next }) =>
      next.way === undefined || next.way === "Azure CLI"
        ? "Sign in as the policy wants, or ask an administrator for an exception."
        : "Ask an administrator for an exception for the operator's application, or run from a place that the policy allows.",
    command: ({ next }) =>
      next.way === undefined || next.way === "Azure CLI" ? `${next.login()}, then ${next.again}` : next.again,
  },
  {
    id: "not assigned",
    class: "consent",
    signs: { sts: [50105, 501051, 7000115] },
    what: ({ code }) => `The one who signs in is not assigned to the application used for it${code}.`,
    why: "The application (mostly the Azure CLI's) wants users to be assigned.",
    action: "Ask an administrator to assign the user under Enterprise applications, Users and groups, then run again.",
    command: ({ next }) => next.again,
  },
];

function conditionalAccess(sts: ReadonlySet<number>): string {
  if ([53000, 53001, 50097, 50129, 50155, 50187, 50127, 135011, 130007, 50005].some((number) => sts.has(number)))
    return "It wants a device that the company manages, or another kind of device.";
  if (sts.has(530035)) return "Security defaults block it: an old way of signing in, or one that looks unsafe.";
  if (sts.has(530084) || sts.has(530083))
    return "It wants a token bound to the device (token protection), which the Azure CLI gives on Windows only.";
  if (sts.has(50158) || sts.has(53004) || sts.has(53010))
    return "It wants one more step that only a person can take, such as another provider's check or registering for multi-factor authentication.";
  return "It wants another place, device or way of signing in.";
}
