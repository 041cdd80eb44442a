/** What a reader may type next, by the way of signing in, the pinned tenant and the command that failed. Pure. */

import { azLogin } from "../operator/az-login.ts";
import type { Way } from "../operator/way.ts";
import { adoptCommand, projectCommand, pulumiCommand } from "../stack/command.ts";
import type { Context, Next, WayKind } from "./kinds.ts";

const KINDS: Readonly<Record<Way, WayKind>> = {
  "Azure CLI": "Azure CLI",
  "client secret": "secret",
  "client certificate": "certificate",
  "OIDC token": "federation",
  "OIDC of Azure Pipelines": "federation",
  "OIDC of GitHub Actions": "federation",
  "managed identity": "managed identity",
};

/** The words of go-azure-sdk and @azure/identity that only one way of signing in says. */
export const SAID_BY: readonly [RegExp, WayKind][] = [
  [
    /(?:running|launching) Azure CLI|AzureCli Authorizer|AzureCliCredential|ERROR: AADSTS|Interactive authentication is needed/,
    "Azure CLI",
  ],
  [/[Pp]lease run:?\s{1,3}'?"?az login/, "Azure CLI"],
  [
    /(?:github|adoPipeline)Assertion|OIDC ?Authorizer|WorkloadIdentityCredential|AADSTS(?:7002\d{2,4}|70021|70025|700024|500133)\b/,
    "federation",
  ],
  [/ClientCertificate Authorizer|PKCS#12|ClientCertificateCredential|AADSTS(?:700027|700030|50012)\b/, "certificate"],
  [
    /ManagedIdentityAuthorizer|MSI Authorizer|169\.254\.169\.254|ManagedIdentityCredential|Identity not found/,
    "managed identity",
  ],
  [/ClientSecretCredential|ClientSecret Authorizer|AADSTS(?:7000215|7000222|70002)\b/, "secret"],
  [/clientCredentialsToken|[cC]lientAssertion/, "application"],
];

/** Which command printed the log; what it would be to type it again. */
const COMMANDS: readonly [RegExp, string][] = [
  [/^Destroying \(/m, "destroy"],
  [/^Refreshing \(/m, "refresh"],
  [/^Updating \(/m, "up"],
  [/^Previewing destroy \(/m, "destroy"],
  [/^Previewing refresh \(/m, "refresh"],
  [/^Previewing update \(/m, "preview"],
];

/** What the engine says of a change that failed, and azuread where a hook hears it. */
const UPDATE =
  /\bupdating urn:pulumi:|Could not update (?:application|service principal)|Updating Service Principal \(/i;

/** Patterns that read; a test looks at each. */
export const ADVISING: readonly RegExp[] = [...[...SAID_BY, ...COMMANDS].map(([words]) => words), UPDATE];

/** Months that fit into 180, 90 and 60 days: the limits that baselines name (CIS, CISA SCuBA), each "less than". */
const FITTING = [5, 2, 1];

/** Reads the tenant before it plans. */
export const REFRESHING = "up --refresh";

const TENANT = /^[A-Za-z0-9][A-Za-z0-9.-]{2,100}$/;
const ROOT = /^https:\/\/[a-z0-9.-]{4,80}$/;

/** @param failed the failures' own words @param text all that is known, for what they do not say */
export function advice(failed: string, text: string, stack: string | undefined, context: Context): Next {
  const pulumi = (words: string) => pulumiCommand(words, stack);
  const command = context.failed ?? COMMANDS.find(([words]) => words.test(text))?.[1];
  const up = pulumi((context.updating ?? UPDATE.test(text)) ? REFRESHING : "up");
  const again = command === undefined || command === "up" ? up : pulumi(command);
  const way = context.way
    ? KINDS[context.way]
    : (SAID_BY.find(([words]) => words.test(failed)) ?? SAID_BY.find(([words]) => words.test(text)))?.[1];
  const tenant = tenantOr(context.tenantId);
  const root = context.graphRoot && ROOT.test(context.graphRoot) ? context.graphRoot : "https://graph.microsoft.com";
  const login = (anyone = false) => azLogin(tenant, anyone ? undefined : root);
  return {
    pulumi,
    failed: command,
    again,
    up,
    doctor: projectCommand("doctor", stack),
    adopt: adoptCommand(stack ?? "NAME", "--yes"),
    way,
    login,
    omit: context.omit ?? [],
    fewerMonths: FITTING.find((months) => months < (context.secretMonths ?? Number.POSITIVE_INFINITY)) ?? 1,
    ownTenant: tenantOr(context.ownTenantId),
    signIn: signIn(way, again, login()),
    newRight: newRight(way, again, login()),
  };
}

function tenantOr(id: string | undefined): string {
  return id !== undefined && TENANT.test(id) ? id : "TENANT";
}

function signIn(way: WayKind | undefined, again: string, login: string): Next["signIn"] {
  switch (way) {
    case "Azure CLI":
      return {
        action: "Sign in again, then run again: it goes on where it stopped.",
        command: `${login}, then ${again}`,
      };
    case "federation":
      return { action: "Run the job again: each job gets an ID token of its own.", command: again };
    case "managed identity":
      return {
        action:
          "Run again on the machine that has the identity; its token can be up to a day old, a restart of the machine renews it.",
        command: again,
      };
    case "secret":
    case "certificate":
    case "application":
      return { action: "Run again: the operator's application signs in anew in each run.", command: again };
    case undefined:
      return {
        action: `Signed in with the Azure CLI: ${login}. As an application (secret, certificate, federation): each run signs in anew. Then run again.`,
        command: again,
      };
  }
}

function newRight(way: WayKind | undefined, again: string, login: string): Next["newRight"] {
  if (way === "Azure CLI") {
    return {
      action:
        "Get the role, sign in again (a sign-in from before does not show it), then run again: it goes on where it stopped.",
      command: `${login}, then ${again}`,
    };
  }
  if (way !== undefined) {
    return {
      action:
        "Let an administrator grant the permission to the operator's application, with consent. It takes some minutes to " +
        "reach a token; then run again: it goes on where it stopped.",
      command: again,
    };
  }
  return {
    action:
      `Get the role or the permission. Signed in with the Azure CLI, sign in again (${login}): a sign-in from before does not ` +
      "show it; as an application wait some minutes. Then run again: it goes on where it stopped.",
    command: again,
  };
}
