/**
 * The identity under which a pipeline renews keys: a second application without a secret, whose tokens come from the pipeline's
 * own issuer, with the one role that reaches what it owns. It owns ESIA's application alone: neither that one's service
 * principal, nor itself.
 */
import * as azuread from "@pulumi/azuread";
import type * as pulumi from "@pulumi/pulumi";
import { APIS, type Offer, PIPELINE_ROLE } from "../permissions.ts";
import type { Command } from "../stack/command.ts";
import { CREDENTIAL_NAME, NAMES, pipelineName, pipelineTag, TAGS } from "../stack/names.ts";
import { type HeldPipeline, heldPipeline } from "./held.ts";
import type { Federation } from "./setting.ts";

/** What is declared of it: by the settings, or as the state holds it. */
export interface Identity extends Omit<HeldPipeline, "parts" | "federation" | "objectId" | "clientId"> {
  federation: Federation;
  /** Logical names of what the state holds, where this run leaves all of it as it is. */
  asHeld?: ReadonlySet<string>;
}

export interface Pipeline {
  clientId: pulumi.Output<string>;
  /** Of its service principal; undefined where an earlier run that was cut off has not made it. */
  objectId: pulumi.Output<string> | undefined;
}

/**
 * @param settings whom it believes, and the display name of ESIA's application
 * @param graph Microsoft Graph's service principal in the tenant
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @returns undefined when there is to be none
 * @throws Error when Graph does not offer the role that the pipeline needs
 */
export function identity(
  { pipeline: federation, displayName }: { pipeline: Federation | undefined; displayName: string },
  graph: { objectId: string; offer: Offer },
  command: Command,
): Identity | undefined {
  if (!federation) return undefined;
  const role = graph.offer.appRoles.find(
    ({ value, enabled, allowedMemberTypes }) =>
      value === PIPELINE_ROLE && enabled && allowedMemberTypes.includes("Application"),
  );
  if (!role) {
    throw new Error(
      `${APIS.graph.name} does not offer the application role ${PIPELINE_ROLE} in this tenant, which esia:pipeline needs. ` +
        `${command("config rm esia:pipeline")} does without a pipeline of its own.`,
    );
  }
  return { federation, displayName: pipelineName(displayName), appRoleId: role.id, resourceObjectId: graph.objectId };
}

/** The identity as the state holds it; undefined where it holds no application of its own for it. */
export function identityAsHeld(held: Parameters<typeof heldPipeline>[0]): Identity | undefined {
  const found = heldPipeline(held);
  if (!found?.parts.has(NAMES.pipeline)) return undefined;
  return { ...found, federation: found.federation ?? { issuer: "", subject: "", audience: "" }, asHeld: found.parts };
}

/**
 * @param mark the stack's, for the tag
 * @param hooks what happens when an operation fails
 * @param taken the option by which a resource that exists is taken over, by its logical name
 */
export function declarePipeline(
  { federation, displayName, appRoleId, resourceObjectId, asHeld }: Identity,
  mark: pulumi.Output<string>,
  hooks: pulumi.ResourceHookBinding,
  taken: (logical: string) => { import?: string },
): Pipeline {
  /** Left as it is: each by name, as azuread wants it. */
  const ignoring = (...names: string[]) => ({ hooks, ...(asHeld && { ignoreChanges: names }) });
  const declares = (part: string) => !asHeld || asHeld.has(part);
  const { issuer, subject, audience } = federation;

  const application = new azuread.Application(
    NAMES.pipeline,
    {
      displayName,
      signInAudience: "AzureADMyOrg",
      preventDuplicateNames: true,
      fallbackPublicClientEnabled: false,
      requiredResourceAccesses: [
        { resourceAppId: APIS.graph.appId, resourceAccesses: [{ id: appRoleId, type: "Role" }] },
      ],
      tags: [TAGS.hidden, mark.apply(pipelineTag)],
      notes:
        "Signs in for the unattended runs that renew the keys of ESIA's application. Made and kept by Pulumi, project esia: " +
        "change it there, not here.",
    },
    {
      ...taken(NAMES.pipeline),
      ...ignoring(
        "displayName",
        "fallbackPublicClientEnabled",
        "notes",
        "preventDuplicateNames",
        "requiredResourceAccesses",
        "signInAudience",
        "tags",
      ),
    },
  );
  if (!declares(NAMES.pipelinePrincipal)) return { clientId: application.clientId, objectId: undefined };
  const principal = new azuread.ServicePrincipal(
    NAMES.pipelinePrincipal,
    { clientId: application.clientId, appRoleAssignmentRequired: true, tags: [TAGS.hidden] },
    {
      deletedWith: application,
      ...taken(NAMES.pipelinePrincipal),
      ...ignoring("appRoleAssignmentRequired", "tags"),
    },
  );
  // Whom Entra believes: a token of this issuer, for this subject and no other. There is no secret that could leak.
  if (declares(NAMES.pipelineCredential)) {
    new azuread.ApplicationFederatedIdentityCredential(
      NAMES.pipelineCredential,
      { applicationId: application.id, displayName: CREDENTIAL_NAME, issuer, subject, audiences: [audience] },
      {
        deletedWith: application,
        ...taken(NAMES.pipelineCredential),
        ...ignoring("displayName", "issuer", "subject", "audiences"),
      },
    );
  }
  // Taken away by itself, so that the application comes back powerless from Entra's bin.
  if (declares(NAMES.pipelineRight)) {
    new azuread.AppRoleAssignment(
      NAMES.pipelineRight,
      { appRoleId, principalObjectId: principal.objectId, resourceObjectId },
      { hooks, ...taken(NAMES.pipelineRight) },
    );
  }
  return { clientId: application.clientId, objectId: principal.objectId };
}

/**
 * Makes the pipeline an owner beside those that the application has. It goes with the pipeline's principal, so it is kept
 * when it is no longer declared: the pipeline may be named among the owners by then.
 */
export function ownBeside(
  { objectId }: Pipeline,
  application: azuread.Application,
  options: pulumi.CustomResourceOptions,
): void {
  if (!objectId) return;
  new azuread.ApplicationOwner(
    NAMES.pipelineOwnership,
    { applicationId: application.id, ownerObjectId: objectId },
    { retainOnDelete: true, ...options },
  );
}
