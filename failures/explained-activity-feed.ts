/** The activity feed's own codes: "Office 365 Management Activity API reference", errors. Data. */
import type { Explained } from "./kinds.ts";

export const FEED: readonly Explained[] = [
  {
    id: "activity feed: wrong root or no consent",
    class: "activity-feed",
    signs: { feed: ["AF10001"] },
    what: ({ code }) => `The activity feed misses the permission in the token${code}.`,
    why: "ActivityFeed.Read is not granted or not in the token yet, or the tenant is a GCC, GCC High or DoD one, whose feed has another root.",
    action:
      "Look whether consent is there; for a GCC tenant prove with --gcc; a fresh grant takes minutes to reach a token.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "activity feed: wrong tenant",
    class: "activity-feed",
    signs: { feed: ["AF20010", "AF20013"] },
    what: ({ code }) => `The activity feed was asked for another tenant than the token is for${code}.`,
    why: "Tenant ID and Client ID are of two tenants, or the Tenant ID is no GUID.",
    action: "Compare the three values with the stack's outputs.",
    command: ({ next }) => next.pulumi("stack output"),
  },
  {
    id: "activity feed: auditing off",
    class: "activity-feed",
    signs: { feed: ["AF20011", "AF20012"], phrases: [/Tenant [\w-]{1,40} does not exist/] },
    what: ({ code }) => `The activity feed does not know the tenant${code}.`,
    why: "Unified auditing is not turned on there, or was only just; or the feed of a GCC tenant has another root.",
    action: "Turn auditing on in Purview (Audit), and wait some hours; for a GCC tenant prove with --gcc.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "activity feed: not subscribed",
    class: "activity-feed",
    signs: { feed: ["AF20022", "AF20023"] },
    what: ({ code }) => `Nobody has subscribed to this part of the activity feed${code}.`,
    why: "ESIA starts subscriptions itself; one can be disabled by Microsoft after long failures.",
    action: "Let ESIA test its node; this program never starts a subscription.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "activity feed: subscribed already",
    class: "activity-feed",
    signs: { feed: ["AF20024"] },
    what: ({ code }) => `The subscription to the activity feed exists already${code}.`,
    why: "That is how it should be.",
    action: "Nothing needs to be done.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "activity feed: throttled",
    class: "throttled",
    signs: { feed: ["AF429", "AF42900"] },
    what: ({ code }) => `The activity feed throttles${code}.`,
    why: "All who read the tenant's feed share one limit.",
    action: "Wait some minutes, then ask again.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "activity feed: service trouble",
    class: "passes",
    signs: { feed: (code) => /^AF5\d{4}$/.test(code) },
    what: ({ code }) => `The activity feed could not answer properly at that moment${code}.`,
    why: "Microsoft's service is in trouble.",
    action: "Wait some minutes, then ask again.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "activity feed: request refused",
    class: "activity-feed",
    signs: { feed: (code) => /^AF200[0-5]\d$/.test(code) },
    what: ({ code }) => `The activity feed refuses what was asked for${code}.`,
    why: "A time, a content type, a page or a content id is not valid, is older than 7 days, or has expired; a web hook did not answer.",
    action:
      "This is between the reader of the feed and Microsoft: let ESIA test its node again, and tell its support the code.",
    command: ({ next }) => next.doctor,
  },
];
