/** What passes by itself, and values that Graph does not accept. Data. */
import { codesOf } from "./graph-codes.ts";
import type { About, Explained } from "./kinds.ts";

const again = ({ next }: About) => next.again;

export const PASSING: readonly Explained[] = [
  {
    id: "no reports yet",
    class: "passes",
    signs: { codes: ["UnknownTenantId"] },
    what: "Microsoft's reports do not know the tenant yet.",
    why: "A new tenant, or one without licences that reports count, has none. The connection is not to blame.",
    action: "Wait a day or two, or assign licences, then prove it again.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "still waiting",
    class: "passes",
    signs: {
      phrases: [
        /context deadline exceeded(?! \(Client\.Timeout)/,
        /timeout while waiting for (?:state|resource)/,
        /[Tt]imed out whilst waiting/,
        /couldn't find resource \(\d{1,4} retries\)/,
      ],
    },
    unsure: true,
    what: "The provider waited as long as it may for Entra to show what was made or removed.",
    why: "Entra is slow at the moment; the change itself has mostly been made.",
    action:
      "Run again: it goes on where it stopped. If that ends in 'already exists', or to be sure that no key was left, ask doctor.",
    command: ({ next }) => `${next.again}, then ${next.doctor}`,
  },
  {
    id: "throttled",
    class: "throttled",
    signs: { codes: codesOf("throttled"), status: [429], sts: [90055, 50196, 50166, 50088, 90024] },
    what: ({ code }) => `Microsoft throttles: too many requests came in a short time${code || " (429)"}.`,
    why: "Other programs in the tenant count, too. The provider has waited and tried again several times.",
    action: "Wait some minutes, then run again: it goes on where it stopped.",
    command: again,
  },
  {
    id: "service trouble",
    class: "passes",
    signs: { codes: codesOf("passes").filter((code) => code !== "UnknownTenantId"), status: [500, 502, 503, 504] },
    where: ({ text }) => !/169\.254\.169\.254/.test(text),
    unsure: true,
    what: "Microsoft's service could not answer properly at that moment.",
    why: "It, or a gateway before it, is in trouble; the provider has tried several times. The last change may have been made all the same.",
    action:
      "Wait some minutes, then run again: what is done is kept, and it goes on where it stopped. Then let doctor look for what was made twice.",
    command: ({ next }) => `${next.again}, then ${next.doctor}`,
  },
  {
    id: "value refused",
    class: "setting",
    signs: { codes: codesOf("setting").filter((code) => !code.startsWith("Service")), status: [400] },
    where: ({ operation, subject }) => operation !== "sign-in" && subject !== undefined,
    what: "Graph does not accept a value that this run sent.",
    why: "Mostly a setting: esia:displayName, esia:notes, esia:owners or esia:serviceManagementReference. The message above names the property.",
    action: "Correct it, then run again: it goes on where it stopped.",
    command: ({ next }) => `${next.pulumi("config")}, then ${next.again}`,
  },
];
