/** What Graph does not find: what is gone, was never there, or is not everywhere yet. Data. */
import { named } from "./explained-rights.ts";
import { codesOf } from "./graph-codes.ts";
import type { About, Explained } from "./kinds.ts";

const MISSING_CODES = codesOf("gone");
const MISSING = {
  codes: MISSING_CODES,
  status: [404],
  phrases: [/does not exist or one of its queried reference-property objects/],
};
const again = ({ next }: About) => next.again;

export const GONE: readonly Explained[] = [
  {
    id: "key not confirmed",
    class: "passes",
    signs: { phrases: [/Waiting for password credential/] },
    where: ({ text }) => !/deadline exceeded|timeout while|[Tt]imed out/.test(text),
    unsure: true,
    what: "The key was made, but Entra failed to show it when the provider looked for it: the state does not hold it.",
    why: "What was just made takes seconds, at worst minutes, to reach all of Microsoft's servers.",
    action:
      "Run again: it makes another key under the same number and goes on where it stopped. The first one works on, known to " +
      "nobody: doctor then names it, and how to remove it.",
    command: ({ next }) => `${next.again}, then ${next.doctor}`,
  },
  {
    id: "owner unknown",
    class: "setting",
    signs: {
      ...MISSING,
      phrases: [
        ...MISSING.phrases,
        /reference target .{0,120} is invalid for the .{0,4}owners/,
        /Not a valid reference update/,
      ],
    },
    where: ({ operation, subject, text }) =>
      (subject === "owners" && !/remove initial owner/.test(text)) ||
      (subject === "application" && operation === "create" && !/after creating|to be replicated/.test(text)) ||
      /is invalid for the .{0,4}owners/.test(text),
    what: "esia:owners names somebody whom this tenant does not have, or who cannot own an application.",
    why: "Owners are users or service principals of this tenant, by object id; a group, a deleted user or a client id is none.",
    action:
      "Compare the ids ('az ad user show --id NAME --query id' prints a user's), correct esia:owners, then run again.",
    command: ({ next }) => `${next.pulumi("config get esia:owners")}, then ${next.up}`,
  },
  {
    id: "nothing to take over",
    class: "gone",
    signs: { phrases: [/\berror: resource '[^'\n]{1,300}' does not exist/] },
    what: "esia:adopt names something that is not in the tenant any more.",
    why: "It was removed after adopt had written the setting, and a run takes over first what the setting names.",
    action: "Let adopt look again: it writes the setting anew, removes it, or says how. Then run again.",
    command: ({ next }) => `${next.adopt}, then ${next.pulumi("up")}`,
  },
  {
    id: "key gone",
    class: "gone",
    signs: { ...MISSING, phrases: [/No password credential found with keyId/, ...MISSING.phrases] },
    where: ({ operation, subject, text }) =>
      /No password credential found/.test(text) || (subject === "key" && operation === "delete"),
    what: "Entra has no such key any more, and the stack's state still holds it.",
    why: "A run was killed after it removed the key, or somebody removed it or the whole application in the portal.",
    action: "A run with a refresh makes the state forget it; keys that work are not touched.",
    command: ({ next }) => next.pulumi(next.failed === "destroy" ? "destroy --refresh" : "up --refresh"),
  },
  {
    id: "application gone",
    class: "gone",
    signs: { ...MISSING, phrases: [...MISSING.phrases, /Application \(Application: "[\w-]{1,80}"\) was not found/] },
    where: ({ operation, subject }, made) =>
      !made &&
      ((subject === "key" && operation !== "delete") ||
        (subject === "application" && (operation === "update" || operation === "read"))),
    what: "The application is not in this tenant any more, and the stack's state still holds it.",
    why: "Somebody deleted it, or the run is in another tenant than the stack's. This does not pass by waiting.",
    action:
      "Be sure of the tenant (doctor says). An application deleted in the last 30 days can be restored in the portal (Deleted " +
      "applications). Otherwise let the state forget it, and a run makes it anew, with a new client id and key for ESIA.",
    command: ({ next }) => `${next.doctor}, then ${next.pulumi("refresh")}, then ${next.pulumi("up")}`,
  },
  {
    id: "already gone",
    class: "gone",
    signs: MISSING,
    where: ({ operation }) => operation === "delete",
    what: "What was to be removed is not in this tenant, and the stack's state still holds it.",
    why: "Somebody removed it by hand, or the run is in another tenant than the stack's.",
    action:
      "Be sure that it is the right tenant (doctor says); a refresh, or a run with one, then makes the state forget what is gone.",
    command: ({ next }) => {
      const runs = next.failed === "up" || next.failed === "destroy";
      return `${next.doctor}, then ${next.pulumi(runs ? `${next.failed} --refresh` : "refresh")}`;
    },
  },
  {
    id: "principal gone",
    class: "gone",
    signs: MISSING,
    where: ({ operation, subject }) =>
      (subject === "principal" || subject === "management principal") && operation === "update",
    what: "A service principal of the state is not in this tenant any more.",
    why: "Somebody removed it, or the run is in another tenant than the stack's.",
    action: "Be sure that it is the right tenant (doctor says); then let the state forget it, and a run makes it anew.",
    command: ({ next }) => `${next.doctor}, then ${next.pulumi("refresh")}, then ${next.pulumi("up")}`,
  },
  {
    id: "API not in the tenant",
    class: "gone",
    signs: {
      ...MISSING,
      phrases: [...MISSING.phrases, /[Ss]ervice principal not found/, /No service principals? found/],
    },
    where: ({ subject, operation }) => subject === "APIs" || operation === "invoke",
    what: "The tenant has no service principal of an API that ESIA reads.",
    why: "It is Microsoft's own, and absent where the service was never used; or this is another tenant than meant.",
    action: "Let doctor say which, and make it once as an administrator; then run again.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "role not offered",
    class: "setting",
    signs: {
      phrases: [/Permission being assigned was not found|InvalidRole|The app role .{0,80} (?:is not|was not) found/],
    },
    where: ({ subject }) => subject === "grant",
    what: ({ findings }) => `The tenant does not offer the application role that was to be granted${named(findings)}.`,
    why: "Microsoft withdrew or renamed it since the run began, or this cloud does not have it.",
    action: "Run again: the program looks roles up anew, and says which one to leave out.",
    command: again,
  },
  {
    id: "not everywhere yet",
    class: "passes",
    signs: {
      ...MISSING,
      codes: [...MISSING_CODES, "NoBackingApplicationObject", "InvalidAppRoleAssignment"],
      phrases: [
        ...MISSING.phrases,
        /Not a valid reference update/,
        /does not reference a valid application object/,
        /to be replicated/,
        /password credential not found in application manifest/,
        /was not found/,
      ],
    },
    where: ({ subject, operation, text }) =>
      subject !== undefined ||
      operation === "create" ||
      /valid reference update|valid application object|to be replicated/.test(text),
    what: "Entra does not know everywhere yet what this run has made.",
    why: "What was just made takes seconds, at worst minutes, to reach all of Microsoft's servers; the provider has tried several times.",
    action:
      "Wait a minute, then run again: it goes on where it stopped. If it fails in the same way, something was removed: ask doctor.",
    command: ({ next }) => next.again,
  },
];
