/** What this program itself refuses, in words of its own that say what to do. Data. */
import { PERMISSIONS } from "../permissions.ts";
import type { About, Explained } from "./kinds.ts";

export const PROGRAM: readonly Explained[] = [
  {
    id: "role not offered",
    class: "setting",
    signs: { phrases: [/does not offer the application roles?\b/, /only as (?:a )?delegated permissions?/] },
    what: (about) =>
      `The tenant does not offer ${and(absentRoles(about))} as ${absentRoles(about).length > 1 ? "application roles" : "an application role"}.`,
    why: "Microsoft withdrew or renamed it, or this cloud does not have it.",
    action: "Leave it out, or ask ESIA's support which role replaced it.",
    command: (about) =>
      absentRoles(about)
        .map((role, at) => about.next.pulumi(`config set --path "esia:omit[${about.next.omit.length + at}]" ${role}`))
        .join(", then "),
  },
  {
    id: "known by half",
    class: "state",
    signs: {
      phrases: [
        /The state holds (?:[\w., -]{1,900}) half made/,
        /The state holds secret-\d{1,9} (?:without a key id|with the (?:start|end) .{0,80} is no date|ending )/,
      ],
    },
    what: "The state holds a key or a grant of which it knows only a part.",
    why: "The run that made it failed before it had read it, or the state was edited by hand.",
    action:
      "Let a refresh read it from Entra, then run again: what was made works. If that does not help, the message above says what does.",
    command: ({ next }) => `${next.pulumi("refresh")}, then ${next.pulumi("up")}`,
  },
];

/** Told only where nothing better is known. */
export const LAST: readonly Explained[] = [
  {
    id: "setting refused",
    class: "setting",
    signs: {
      phrases: [
        /\b(?:esia|azuread):[a-zA-Z]{2,40}\b/,
        /ESIA_AS_OF/,
        /missing required configuration|Missing required configuration/,
      ],
    },
    what: "The program refuses a setting.",
    why: "The message above says which one, and what it may be.",
    action: "Correct it as the message says, then run again.",
    command: ({ next }) => `${next.pulumi("config")}, then ${next.again}`,
  },
];

function absentRoles({ findings }: About): string[] {
  const texts = findings.flatMap(({ text }) => sentences(text));
  return PERMISSIONS.map(({ role }) => role).filter((role) =>
    texts.some((text) => text.split(/[ ,;"']/).includes(role)),
  );
}

/** What each refusal names, without the advice behind it, which can name roles too. */
function sentences(text: string): string[] {
  return text
    .split(/\. (?=[A-Z])|\.$|\n/m)
    .filter((part) => /does not offer the application role|only as (?:a )?delegated/.test(part));
}

function and(names: readonly string[]): string {
  if (names.length === 0) return "a role that ESIA needs";
  return names.length === 1 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
