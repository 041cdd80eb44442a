/** The default answer of each class, and what is answered where only the class of a failure is known, or not even that. Data. */
import { codesOf } from "./graph-codes.ts";
import type { About, Class, Explained, Part } from "./kinds.ts";

const again = ({ next }: About) => next.again;
const doctor = ({ next }: About) => next.doctor;
const signIn = { action: ({ next }: About) => next.signIn.action, command: ({ next }: About) => next.signIn.command };

export const CLASSES: Readonly<Record<Class, { what: Part; why: Part; action: Part; command: Part }>> = {
  "missing-right": {
    what: ({ code }) => `Microsoft refuses this to the one who is signed in${code || " (403)"}.`,
    why: "A directory role (Cloud Application Administrator, Privileged Role Administrator) or, as an application, a permission of Graph is missing.",
    action: ({ next }) => next.newRight.action,
    command: ({ next }) => `${next.doctor}, then ${next.newRight.command}`,
  },
  setting: {
    what: ({ code }) => `Microsoft does not accept what was asked for${code}.`,
    why: "Mostly a setting, or a rule of the tenant; the message above names the property.",
    action: "Compare the settings with the message, then run again.",
    command: ({ next }) => `${next.pulumi("config")}, then ${next.again}`,
  },
  passes: {
    what: ({ code }) => `Microsoft's service could not do it at that moment${code}.`,
    why: "Such failures pass; the last change may have been made all the same.",
    action: "Wait some minutes, then run again: what is done is kept, and it goes on where it stopped.",
    command: again,
  },
  "sign-in": {
    what: ({ code }) => `Entra does not let the operator sign in${code}.`,
    why: "A person's sign-in can have ended, or want something that only a person can do.",
    ...signIn,
  },
  "conditional-access": {
    what: ({ code }) => `A policy of the tenant stands against the sign-in${code}.`,
    why: "It wants another place, device or way of signing in.",
    action: "Sign in as the policy wants, or ask an administrator for an exception.",
    command: doctor,
  },
  "wrong-tenant": {
    what: ({ code }) => `Tenant and sign-in do not belong together${code}.`,
    why: "The tenant's id, the client id or the account is another one's.",
    action: "Compare azuread:tenantId and ARM_CLIENT_ID with the tenant's overview page in Entra.",
    command: doctor,
  },
  "wrong-cloud": {
    what: ({ code }) => `The tenant lives in another of Microsoft's clouds${code}.`,
    why: "US Government and China have sign-in servers of their own.",
    action: "Set azuread:environment, then run again.",
    command: doctor,
  },
  "operator-credential": {
    what: ({ code }) => `Entra does not accept the operator's application or its credential${code}.`,
    why: "This is the operator's own, not the one that the stack makes for ESIA.",
    action:
      "Compare ARM_CLIENT_ID and the credential with the operator's application in Entra; doctor says what is taken from where.",
    command: doctor,
  },
  federation: {
    what: ({ code }) => `Entra does not accept the ID token of the job${code}.`,
    why: "Issuer, subject and audience of the federated credential have to be the token's, letter by letter.",
    action: "Compare them under Certificates & secrets of the operator's application, then run the job again.",
    command: again,
  },
  consent: {
    what: ({ code }) => `A consent or an API is missing for the sign-in${code}.`,
    why: "It is about the application that the operator signs in with.",
    action: "Ask an administrator to grant admin consent to it, then run again.",
    command: again,
  },
  quota: {
    what: ({ code }) => `A quota of the tenant is used up${code}.`,
    why: "Deleted objects count for 30 days.",
    action: "Purge what is deleted, or let another operator run.",
    command: again,
  },
  exists: {
    what: ({ code }) => `Something of the same name or id is there already${code}.`,
    why: "It is not in the stack's state: made by hand, by another stack, or by an interrupted run.",
    action: "Doctor says what it is. Then run again.",
    command: ({ next }) => `${next.doctor}, then ${next.again}`,
  },
  gone: {
    what: ({ code }) => `What was asked for is not in this tenant${code || " (404)"}.`,
    why: "It was removed by hand, or this is another tenant than meant.",
    action: "Be sure that it is the right tenant; doctor compares it with the state.",
    command: doctor,
  },
  policy: {
    what: ({ code }) => `A policy of the tenant forbids it${code}.`,
    why: "App management policies limit what applications may hold.",
    action: "Ask whoever keeps the policy for an exception for this application, then run again.",
    command: ({ next }) => `${next.doctor}, then ${next.again}`,
  },
  state: {
    what: "Pulumi cannot work with the stack's state.",
    why: "The message above says what is wrong with it.",
    action: "Keep a copy of the state before anything else.",
    command: ({ next }) => next.pulumi("stack export --file state.json"),
  },
  machine: {
    what: "This machine lacks something that the run needs.",
    why: "The message above names it.",
    action: "Doctor looks at Node, engine and plugins.",
    command: doctor,
  },
  network: {
    what: "The way to Microsoft is not free.",
    why: "The network, a name or a proxy.",
    action: "Check the network, then run again.",
    command: doctor,
  },
  throttled: {
    what: "Microsoft throttles.",
    why: "Too many requests came in a short time.",
    action: "Wait some minutes, then run again.",
    command: again,
  },
  "activity-feed": {
    what: ({ code }) => `The activity feed refuses what was asked for${code}.`,
    why: "Its code is not known here.",
    action: "Let ESIA test its node again, and tell its support the code.",
    command: doctor,
  },
  unknown: {
    what: ({ code }) => `This failure is not known here${code}.`,
    why: "What was done by then is in the stack's state: running again never makes a second application, and takes no key away.",
    action:
      "Let doctor look first: it only reads. Then run again, once. If it fails in the same way, search the message above (without ids and secrets), or show it to ESIA's support.",
    command: ({ next }) => `${next.doctor}, then ${next.again}`,
  },
};

/** Families of AADSTS numbers: what stands for a number that no table knows. */
const STS_FAMILIES: readonly [Class, (digits: string) => boolean][] = [
  ["conditional-access", (digits) => /^53\d/.test(digits)],
  ["federation", (digits) => /^70021|^70022|^70023|^7002\d{3}$|^70025|^70027|^70028/.test(digits)],
  ["operator-credential", (digits) => /^7000[12]\d{2}$|^70000\d$|^70002|^70003|^70001/.test(digits)],
  ["consent", (digits) => /^65|^500011|^50001/.test(digits)],
  ["wrong-cloud", (digits) => /^90038|^90043/.test(digits)],
  ["wrong-tenant", (digits) => /^9000[2-3]|^16|^5002|^51/.test(digits)],
  ["passes", (digits) => /^9003|^9009|^8000/.test(digits)],
  ["sign-in", (digits) => /^[1-9]/.test(digits)],
];

/** What is answered where only the class is known: by families of numbers, codes and statuses. In this order. */
export const FAMILIES: readonly Explained[] = [
  ...STS_FAMILIES.map(
    ([kind, includes]): Explained => ({
      id: kind,
      class: kind,
      signs: { sts: (sts) => includes(String(sts)) },
      ...CLASSES[kind],
    }),
  ),
  byCode("activity-feed", { feed: (code) => code.startsWith("AF") }),
  ...(
    ["quota", "policy", "exists", "gone", "throttled", "wrong-tenant", "missing-right", "sign-in", "setting"] as const
  ).map((kind) => byCode(kind, { codes: codesOf(kind) })),
  byCode("operator-credential", { oauth: ["invalid_client", "unauthorized_client"] }),
  byCode("consent", { oauth: ["invalid_resource", "invalid_scope", "invalid_target"] }),
  byCode("sign-in", {
    oauth: ["invalid_grant", "access_denied", "unsupported_grant_type", "invalid_request"],
    status: [401],
  }),
  {
    id: "refused for another reason",
    class: "unknown",
    signs: { phrases: [/\b403\b/] },
    where: ({ unknownCode }) => unknownCode,
    what: "Microsoft refuses this (403), with a code that this program does not know.",
    why: "It can be a missing right, and as well a policy, a licence or a lock on the object: Microsoft's own words stand above.",
    action: "Let doctor say whether a right is missing; if none is, show an administrator those words. Then run again.",
    command: ({ next }) => `${next.doctor}, then ${next.again}`,
  },
  byCode("missing-right", { status: [403] }),
  byCode("gone", { status: [404, 410] }),
  byCode("exists", { status: [409, 412] }),
  byCode("passes", { status: [408, 423, 424, 425] }),
  byCode("setting", { status: Array.from({ length: 100 }, (_, at) => 400 + at) }),
  { ...byCode("passes", { status: Array.from({ length: 100 }, (_, at) => 500 + at) }), unsure: true },
];

function byCode(kind: Class, signs: Explained["signs"]): Explained {
  return { id: kind, class: kind, signs, ...CLASSES[kind] };
}
