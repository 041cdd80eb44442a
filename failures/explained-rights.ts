/** Missing rights: what Graph refuses with 403, by what was asked for. Data. */
import { APIS, PERMISSIONS } from "../permissions.ts";
import type { About, Explained, Finding, Operation, Subject } from "./kinds.ts";

const DENIED = {
  codes: ["Authorization_RequestDenied", "accessDenied", "AccessDenied", "Authorization_PermissionsMissing"],
  status: [403],
};
/** Graph says this of another one's application, and of one's own while it is not everywhere yet. */
const BACKING = /backing application of the service principal being created must/;
const CHANGES: readonly (Operation | undefined)[] = ["create", "update", "delete"];
const on =
  (subject: Subject, ...operations: Operation[]) =>
  (finding: Finding) =>
    finding.subject === subject && (operations.length === 0 || operations.some((one) => one === finding.operation));

const newRight = {
  action: ({ next }: About) => next.newRight.action,
  command: ({ next }: About) => next.newRight.command,
};

export const RIGHTS: readonly Explained[] = [
  {
    id: "not everywhere yet",
    class: "passes",
    signs: { phrases: [BACKING] },
    where: ({ name }) => name === "service-principal",
    what: "Entra does not know the application everywhere yet, and so refuses its service principal.",
    why: "What was just made takes seconds to reach all of Microsoft's servers; the provider has tried several times.",
    action: "Wait a minute, then run again: it goes on where it stopped.",
    command: ({ next }) => next.again,
  },
  {
    id: "API principal refused",
    class: "missing-right",
    signs: { ...DENIED, phrases: [BACKING] },
    where: (finding) =>
      finding.subject === "management principal" || (BACKING.test(finding.text) && finding.subject === "principal"),
    what: "Entra refuses to make the service principal of the Office 365 Management APIs.",
    why: "The tenant does not have it yet, and the one who is signed in may only make service principals of applications of its own.",
    action: "Let an administrator make it once, then run again.",
    command: ({ next }) => `'az ad sp create --id ${APIS.management.appId}', then ${next.again}`,
  },
  {
    id: "principal refused",
    class: "missing-right",
    signs: DENIED,
    where: on("principal", "create", "update", "delete"),
    what: "Entra refuses to make, change or remove the application's own service principal (403).",
    why:
      "It takes the directory role Cloud Application Administrator, or for an operator that is an application itself " +
      "Microsoft Graph's Application.ReadWrite.All (or .OwnedBy, and to be an owner: esia:owners).",
    ...newRight,
  },
  {
    id: "grant refused",
    class: "missing-right",
    signs: DENIED,
    where: on("grant", "create", "update"),
    what: ({ findings }) => `Entra refuses the grant (403)${named(findings)}.`,
    why: ({ findings }) => grantReason(findings),
    action: ({ next }) =>
      `${next.newRight.action} Or set esia:grantConsent to false and let somebody else consent on the page of the output consentUrl.`,
    command: ({ next }) => next.newRight.command,
  },
  {
    id: "removal refused",
    class: "missing-right",
    signs: DENIED,
    where: on("grant", "delete"),
    what: "Entra refuses to take a grant away (403).",
    why: "Taking a grant away takes the same rights as granting, and this sign-in lacks them.",
    action: ({ next }) => `${next.newRight.action} Doctor says which it is.`,
    // Whoever only has the message may have destroyed: 'up' would then make everything anew.
    command: ({ next }) => (next.failed ? `${next.doctor}, then ${next.newRight.command}` : next.doctor),
  },
  {
    id: "owner not added",
    class: "missing-right",
    signs: DENIED,
    where: on("owners"),
    what: "Entra refuses to set the owners of the application or of its service principal (403): those that esia:owners names, the pipeline of esia:pipeline, or nobody.",
    why:
      "It takes Cloud Application Administrator; an operator that is an application itself needs Directory.Read.All besides " +
      "Application.ReadWrite.All.",
    ...newRight,
  },
  {
    id: "not an owner",
    class: "missing-right",
    signs: DENIED,
    where: on("key"),
    what: "Entra refuses to make or remove a key of the application (403).",
    why:
      "It takes Cloud Application Administrator, or Application.ReadWrite.All; Application.ReadWrite.OwnedBy does only for an " +
      "operator that is an owner of the application (esia:owners).",
    ...newRight,
  },
  {
    id: "application refused",
    class: "missing-right",
    signs: DENIED,
    where: (finding) => finding.subject === "application" && CHANGES.includes(finding.operation),
    what: "Entra refuses to make, change or remove the application (403).",
    why:
      "It takes the directory role Cloud Application Administrator, or for an operator that is an application itself " +
      "Microsoft Graph's Application.ReadWrite.All (or .OwnedBy, for what it owns: esia:owners).",
    ...newRight,
  },
  {
    id: "report names refused",
    class: "missing-right",
    signs: DENIED,
    where: ({ name, text }) => name === "reports" || /reportSettings|ReportSettings|names in usage reports/.test(text),
    what: "Entra refuses to switch the names in usage reports (403).",
    why: "It takes Microsoft Graph's ReportSettings.ReadWrite.All, which the Azure CLI's token may lack whatever the roles are.",
    action: "Sign in as an application that was granted it, then run again; everything else is done without it.",
    command: ({ next }) => next.again,
  },
  {
    id: "reading refused",
    class: "missing-right",
    signs: DENIED,
    where: ({ operation, subject, codes }) =>
      subject === "names" ||
      operation === "read" ||
      operation === "invoke" ||
      (subject === undefined && codes.length > 0),
    what: "Entra refuses to show the tenant's applications (403).",
    why: "The one who is signed in may not even read them: a guest, or an application without Graph's application roles.",
    action: "Sign in as the operator who may make applications, then run again.",
    command: ({ next }) => next.doctor,
  },
];

/** The roles whose grants failed, by the names of their resources, each with its API. */
export function named(findings: readonly Finding[]): string {
  const roles = failedRoles(findings);
  if (roles.length === 0) return "";
  return `: ${roles.map(({ role, api }) => `${role} of ${APIS[api].name}`).join(", ")}`;
}

function failedRoles(findings: readonly Finding[]) {
  return PERMISSIONS.filter(({ role }) => findings.some(({ name }) => name === `grant-${role}`));
}

function grantReason(findings: readonly Finding[]): string {
  const failed = failedRoles(findings);
  const forGraph = "roles of Microsoft Graph takes Privileged Role Administrator";
  const forManagement = "roles of the Office 365 Management APIs takes Cloud Application Administrator";
  const takes =
    failed.length > 0 && failed.every(({ api }) => api === "management")
      ? forManagement
      : failed.length > 0 && failed.every(({ api }) => api === "graph")
        ? forGraph
        : `${forGraph}, granting ${forManagement}`;
  return `Granting ${takes}; an operator that is an application itself needs AppRoleAssignment.ReadWrite.All.`;
}
