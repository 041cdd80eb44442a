/** What was made and could not be read afterwards: azuread cannot go on from there, so running again is no way. Data. */
import type { About, Explained } from "./kinds.ts";

const GRANT_URN =
  /urn:pulumi:[\w.-]{1,100}::[\w.-]{1,100}::azuread:index\/appRoleAssignment:AppRoleAssignment::grant-[\w.]{1,80}/;

export const HALF_MADE: readonly Explained[] = [
  {
    id: "half made, run again",
    class: "state",
    signs: { phrases: [/doesn't support update/, /instance state via upgrade/] },
    what: "The state holds a grant that azuread cannot work with any more.",
    why: "A run made it and could not read it afterwards, and another run came before a refresh.",
    action:
      "Let the state forget it (the grant itself stays); doctor then prints the 'pulumi import' that takes it in again. Then run again.",
    command: (about) =>
      [
        ...urnsIn(about).map((urn) => about.next.pulumi(`state delete "${urn}"`)),
        about.next.doctor,
        about.next.pulumi("up"),
      ].join(", then "),
  },
  {
    id: "made and not read",
    class: "passes",
    signs: {
      phrases: [
        /creating urn:\S{1,300}::(?:grant-|secret-)/,
        /sdk\.helper_schema: (?:retrieving Service Principal Id App Role Assigned To|\[application_id\] Retrieving Application)/,
      ],
    },
    unsure: true,
    what: "A grant or a key was made, but could not be read right afterwards: the state holds it by half.",
    why: "The message above says what stood against reading it; mostly it passes.",
    action: "Let a refresh read it first (azuread cannot go on without), then run again.",
    command: ({ next }) => `${next.pulumi("refresh")}, then ${next.pulumi("up")}`,
  },
];

function urnsIn({ findings }: About): string[] {
  return [...new Set(findings.flatMap(({ text }) => GRANT_URN.exec(text)?.[0] ?? []))];
}
