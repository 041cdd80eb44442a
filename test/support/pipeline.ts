/** The pipeline of a stack in end-to-end tests, and what the tenant has of it. */
import type { TestStack } from "./stack.ts";

/** What the tokens of the pipeline that these lives ask for hold. */
export const SUBJECT = "repo:contoso/esia:environment:production";

/** Puts the settings that ask for it. */
export async function askForPipeline(stack: TestStack): Promise<void> {
  await stack.set("azuread:tenantId", stack.tenant.tenantId);
  await stack.set("esia:pipeline.github", "contoso/esia");
  await stack.set("esia:pipeline.environment", "production");
}

/** What the tenant has of an application by its name. */
export function inTenant({ tenant: { directory } }: TestStack, displayName: string) {
  const application = directory.applications.find(({ graph }) => graph.displayName === displayName);
  const principal = directory.servicePrincipals.find(({ graph }) => graph.displayName === displayName);
  const roles = directory.appRoleAssignments
    .filter(({ principalId }) => principalId === principal?.graph.id)
    .map(({ resourceId, appRoleId }) => {
      const resource = directory.servicePrincipals.find(({ graph }) => graph.id === resourceId);
      return resource?.graph.appRoles.find(({ id }) => id === appRoleId)?.value;
    });
  return { application, principal, roles };
}
