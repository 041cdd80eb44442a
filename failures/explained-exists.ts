/** What is in the tenant already, or was being changed at the same moment. Data. */
import { NAMES } from "../stack/names.ts";
import { named } from "./explained-rights.ts";
import type { About, Explained, Finding } from "./kinds.ts";

const PRINCIPAL = /resource with the ID "(?:\/servicePrincipals\/)?([0-9a-f-]{36})" already exists/;
const OWNER = /resource with the ID "\/applications\/[0-9a-f-]{36}\/owners\/[0-9a-f-]{36}" already exists/;
const again = ({ next }: About) => next.again;

export const EXISTING: readonly Explained[] = [
  {
    id: "duplicate name",
    class: "exists",
    signs: { phrases: [/prevent_duplicate_names|already an application named/] },
    what: "There is an application of that name in the tenant already, which this stack did not make.",
    why: "Two of one name could not be told apart, so the run made none. It can be another stack's, or left by an interrupted run.",
    action: ({ findings }) =>
      isPipeline(findings)
        ? "If it is this stack's pipeline's, take it over, then run again. Else choose another esia:displayName."
        : "Let doctor say whose it is. Choose another esia:displayName, or remove the other one if nobody needs it.",
    command: ({ findings, next }) => (isPipeline(findings) ? `${next.doctor}, ${next.adopt}` : next.doctor),
  },
  {
    id: "principal exists",
    class: "exists",
    signs: { phrases: [PRINCIPAL, /service principal name .{0,120} is already in use/] },
    where: ({ text, subject }) => /azuread_service_principal|is already in use/.test(text) || subject === "principal",
    what: "The application has a service principal already, which the state does not hold.",
    why: "An interrupted run left it, or somebody opened the application in the portal.",
    action: ({ findings }) =>
      isManagement(findings) ? "Run again: what is there is used as it is." : "Take it over, then run again.",
    command: ({ findings, next }) => (isManagement(findings) ? next.again : `${next.adopt}, then ${next.pulumi("up")}`),
  },
  {
    id: "owner exists",
    class: "exists",
    signs: { phrases: [OWNER] },
    what: "The pipeline owns the application already, which the state does not hold.",
    why: "The answer to an earlier request was lost, or somebody made it an owner by hand.",
    action: "Take it over, then run again.",
    command: ({ next }) => `${next.adopt}, then ${next.pulumi("up")}`,
  },
  {
    id: "grant exists",
    class: "exists",
    signs: { phrases: [/Permission being assigned already exists/] },
    what: ({ findings }) => `A grant is there already, and not in the stack's state${named(findings)}.`,
    why: "Somebody consented in the portal, or the answer to an earlier request was lost.",
    action: "Take it over, then run again; nothing is lost meanwhile.",
    command: ({ next }) => `${next.adopt}, then ${next.pulumi("up")}`,
  },
  {
    id: "object exists",
    class: "exists",
    signs: {
      codes: [
        "Request_MultipleObjectsWithSameKeyValue",
        "ObjectConflict",
        "PropertyConflict",
        "nameAlreadyExists",
        "EntityAlreadyExists",
        "AlreadyExists",
      ],
      phrases: [
        /Another object with the same value for property|added object references already exist|resource with the ID ".{0,160}" already exists/,
      ],
    },
    what: "What this run was to make is in the tenant already, and not in the stack's state.",
    why: "An interrupted run left it, the answer to an earlier request was lost, or somebody made it by hand.",
    action: "Doctor says what it is; adopt takes it over. Then run again.",
    command: ({ next }) => `${next.doctor}, ${next.adopt}, then ${next.pulumi("up")}`,
  },
  {
    id: "concurrent change",
    class: "passes",
    signs: {
      codes: ["Directory_ConcurrencyViolation"],
      phrases: [/due to (?:a )?concurrent requests?|concurrency violation/i],
    },
    what: "Entra was changing the same object for somebody else at that moment, and refused this change.",
    why: "Such conflicts pass in seconds; nothing is wrong with the stack.",
    action: "Wait some seconds, then run again: it goes on where it stopped.",
    command: again,
  },
];

/** Whether it is about the pipeline's identity, and not about ESIA's application. */
function isPipeline(findings: readonly Finding[]): boolean {
  return findings.every(({ name }) => name === NAMES.pipeline) && findings.length > 0;
}

/** Whether it is about Microsoft's own, which is looked up where it is there. */
function isManagement(findings: readonly Finding[]): boolean {
  return findings.some(({ name }) => name === NAMES.managementApi);
}
