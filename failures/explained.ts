/**
 * The failures that are explained. Patterns are the words of azuread 6.9.1 (seen in runs), of this project's stand-in for it,
 * and of Entra and Graph in "Microsoft Entra authentication & authorization error codes" and "Microsoft Graph error responses".
 * Pure.
 */

import { APIS, PERMISSIONS } from "../permissions.ts";
import { NAMES, TYPES } from "../stack/names.ts";
import type { Explained } from "./explanation.ts";

export const EXPLAINED: readonly Explained[] = [
  {
    id: "grant refused",
    pattern: /Could not create app role assignment: (?:unexpected status )?403\b/,
    say: (_, next, text) => ({
      what: `Entra refuses the grant (403)${roles(text)}.`,
      why: grantReason(text),
      action:
        "Activate or ask for the role and sign in again (a sign-in from before does not show it), then run again: it goes on " +
        "where it stopped. Or set esia:grantConsent to false and let somebody else consent on the page of the output consentUrl.",
      command: `'az login', then ${next.pulumi("up")}`,
    }),
  },
  {
    id: "removal refused",
    pattern:
      /Deleting Service Principal Id App Role Assigned To[\s\S]{0,300}?status 403\b|Could not delete \/servicePrincipals\/[^\n]*appRoleAssignedTo[^\n]*: 403\b/,
    say: (_, next) => ({
      what: "Entra refuses to take a grant away (403).",
      why: "Destroying takes the same rights as granting, and this sign-in lacks them.",
      action:
        "Sign in as somebody with a role that may grant (doctor says which), then destroy again: it goes on where it stopped.",
      command: `${next.doctor}, then ${next.pulumi("destroy")}`,
    }),
  },
  {
    id: "application refused",
    pattern:
      /Could not (?:create|update|delete) application[^\n]*(?:status|:) 403\b|Deleting application[^\n]*status 403\b/i,
    say: (_, next) => ({
      what: "Entra refuses to make, change or remove the application (403).",
      why:
        "It takes the directory role Cloud Application Administrator, or for an operator that is an application itself " +
        "Microsoft Graph's Application.ReadWrite.All (or .OwnedBy, for what it owns).",
      action: "Get the role, sign in again, then run again.",
      command: `'az login', then ${next.pulumi("up")}`,
    }),
  },
  {
    id: "not an owner",
    pattern:
      /(?:Adding password for|Removing password credential)[^\n]*status 403\b|Could not (?:add|remove) password[^\n]*: 403\b/,
    say: (_, next) => ({
      what: "Entra refuses to change the application's keys (403).",
      why:
        "Microsoft Graph's Application.ReadWrite.OwnedBy reaches only what its holder owns, and azuread takes whoever makes an " +
        "application out of its owners again, unless esia:owners names him.",
      action:
        "Let somebody with Cloud Application Administrator or Application.ReadWrite.All run once, with the operator's object id in " +
        "esia:owners (doctor gives the command).",
      command: next.doctor,
    }),
  },
  {
    id: "owner not added",
    pattern: /Could not (?:add owners to|change owners of) [^\n]*(?:status|:) 403\b/,
    say: (_, next) => ({
      what: "Entra refuses to change the application's owners (403).",
      why: "To add an owner to an application that exists, an operator that is an application itself needs Microsoft Graph's Directory.Read.All besides.",
      action:
        "Get that role and sign in again, or let an administrator run once; the application was changed in all else.",
      command: next.pulumi("up"),
    }),
  },
  {
    id: "reading refused",
    pattern: /Finding service principals?[^\n]*status 403\b|(?:^|error: )403 Authorization_RequestDenied\b/m,
    say: (_, next) => ({
      what: "Entra refuses to show the tenant's applications (403).",
      why: "The one who is signed in may not even read them: a guest, or an application without Graph's application roles.",
      action: "Sign in as the operator who may make applications, then run again.",
      command: next.doctor,
    }),
  },
  {
    id: "secret blocked",
    pattern: /CredentialTypeNotAllowedAsPerAppPolicy/,
    say: (_, next) => ({
      what: "The tenant's app management policy forbids new client secrets.",
      why: "ESIA takes nothing but a client secret, so it needs an exception. Secrets that exist go on working until their end.",
      action:
        "Ask whoever keeps the policy for an exception for this application (an app management policy of its own), then run " +
        "again: it goes on where it stopped.",
      command: next.pulumi("up"),
    }),
  },
  {
    id: "secret too long",
    pattern: /CredentialInvalidLifetimeAsPerAppPolicy/,
    say: (_, next) => ({
      what: "The tenant's app management policy wants client secrets to end sooner than esia:secretMonths says.",
      why: "It compares with 'less than': where the limit is 180 days, 5 months fit and 6 do not always.",
      action: "Set fewer months (doctor says how many, where the policy is readable), then run again.",
      command: `${next.pulumi("config set esia:secretMonths 5")}, then ${next.pulumi("up")}`,
    }),
  },
  {
    id: "duplicate name",
    pattern: /prevent_duplicate_names|existing application[^\n]*display ?name|already an application named/i,
    say: (_, next) => ({
      what: "There is an application of that name in the tenant already, which this stack did not make.",
      why: "Two of one name could not be told apart, so nothing was changed. It can be another stack's, or left by an interrupted run.",
      action:
        "Let doctor say whose it is. Choose another esia:displayName, or remove the other one if nobody needs it.",
      command: next.doctor,
    }),
  },
  {
    id: "principal exists",
    pattern: /resource with the ID "([0-9a-f-]{36})" already exists[^\n]*azuread_service_principal/,
    say: ([, id], next) => ({
      what: "The application has a service principal already, which the state does not hold.",
      why: "An interrupted run left it, or somebody opened the application in the portal.",
      action: "Take it into the state, then run again.",
      command: `${next.pulumi(`import --protect=false --generate-code=false ${TYPES.principal} ${NAMES.principal} /servicePrincipals/${id}`)}, then ${next.pulumi("up")}`,
    }),
  },
  {
    id: "role not offered",
    pattern: /does not offer the application role (\S+)|offers (\S+) only as a delegated permission/,
    say: ([, absent, delegated], next) => ({
      what: `The tenant does not offer ${absent ?? delegated} as an application role.`,
      why: "Microsoft withdrew or renamed it, or this cloud does not have it.",
      action: "Leave it out, or ask ESIA's support which role replaced it.",
      command: next.pulumi(`config set --path "esia:omit[0]" ${absent ?? delegated}`),
    }),
  },
  {
    id: "API principal refused",
    pattern:
      /backing application of the service principal being created must|Could not create service principal[^\n]*(?:status|:) 403\b/,
    say: (_, next) => ({
      what: "Entra refuses to make the service principal of the Office 365 Management APIs.",
      why: "The tenant does not have it yet, and the one who is signed in may only make service principals of applications of its own.",
      action: "Let an administrator make it once, then run again.",
      command: `'az ad sp create --id ${APIS.management.appId}', then ${next.pulumi("up")}`,
    }),
  },
  {
    id: "key gone",
    pattern: /No password credential found with keyId/,
    say: (_, next) => ({
      what: "Entra has no such key any more, and the stack's state still holds it.",
      why: "A run was killed after it removed the key, or somebody removed it in the portal.",
      action: "A run with a refresh makes the state forget it; keys that work are not touched.",
      command: next.pulumi("up --refresh"),
    }),
  },
  {
    id: "grant exists",
    pattern: /Permission being assigned already exists on the object/,
    say: (_, next, text) => ({
      what: `A grant is there already, and not in the stack's state${roles(text)}.`,
      why: "Somebody consented in the portal, or the answer to an earlier request was lost.",
      action:
        "Doctor prints the 'pulumi import' that takes it into the state; nothing is lost meanwhile. Then run again.",
      command: `${next.doctor}, then ${next.pulumi("up")}`,
    }),
  },
  {
    id: "connection lost",
    pattern: /connection may have been reset|dropped the connection/,
    say: (_, next) => ({
      what: "The connection broke before Microsoft Graph had answered, so it is unknown whether the last change was made.",
      why: "The network, or a proxy on the way.",
      action: "Run again. If that ends in 'already exists', or to be sure that no secret was left, ask doctor.",
      command: `${next.pulumi("up")}, then ${next.doctor}`,
    }),
  },
];

/** The roles whose grants failed, by the names of their resources, each with its API. */
function roles(text: string): string {
  const named = failedRoles(text);
  if (named.length === 0) return "";
  return `: ${named.map(({ role, api }) => `${role} of ${APIS[api].name}`).join(", ")}`;
}

function failedRoles(text: string) {
  // In what a run prints "(grant-User.Read.All):", to a hook of the program "grant-User.Read.All:".
  return PERMISSIONS.filter(({ role }) => text.includes(`grant-${role}):`) || text.includes(`grant-${role}:`));
}

function grantReason(text: string): string {
  const failed = failedRoles(text);
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
