/**
 * The names that states and tenants hold: logical names and type tokens of resources, tags on the application. None may
 * change; a test holds them against the states of earlier versions. Imports nothing.
 */

/** The project, as Pulumi.yaml names it. */
export const PROJECT = "esia";

/** Type tokens of the resources, as Pulumi writes them. */
export const TYPES = {
  stack: "pulumi:pulumi:Stack",
  application: "azuread:index/application:Application",
  principal: "azuread:index/servicePrincipal:ServicePrincipal",
  grant: "azuread:index/appRoleAssignment:AppRoleAssignment",
  secret: "azuread:index/applicationPassword:ApplicationPassword",
  owner: "azuread:index/applicationOwner:ApplicationOwner",
} as const;

/** Logical names. Those of the grants and of the numbered secrets begin as here. */
export const NAMES = {
  mark: "mark",
  application: "application",
  principal: "service-principal",
  managementApi: "management-api",
  grant: "grant-",
  secret: "secret-",
  reports: "names-in-reports",
  reportsFound: "names-found",
  pipeline: "pipeline",
  pipelinePrincipal: "pipeline-principal",
  pipelineCredential: "pipeline-credential",
  pipelineRight: "pipeline-right",
  pipelineOwnership: "pipeline-ownership",
} as const;

/** Tags on the application. What follows a colon is a value. */
export const TAGS = {
  /** Hides it from users' launchers: Entra's own. */
  hidden: "HideApp",
  stack: "esia-stack:",
  /** On the pipeline's application, so that nothing takes that one for ESIA's. */
  pipeline: "esia-pipeline:",
  showsNames: "esia-shows-names",
  wantsNames: "esia-wants-names",
  foundNames: "esia-names-were:",
} as const;

/** The logical name of a role's grant. */
export function grantName(role: string): string {
  return `${NAMES.grant}${role}`;
}

/** The tag by which an application is known as a stack's. @param mark the stack's RandomUuid */
export function stackTag(mark: string): string {
  return `${TAGS.stack}${mark}`;
}

/** The display name of the pipeline's application. @param application that of ESIA's */
export function pipelineName(application: string): string {
  return `${application} pipeline`;
}

/** The name of the pipeline's credential in the tenant. */
export const CREDENTIAL_NAME = "pipeline";

/** The tag by which an application is known as that of a stack's pipeline. @param mark as for `stackTag` */
export function pipelineTag(mark: string): string {
  return `${TAGS.pipeline}${mark}`;
}
