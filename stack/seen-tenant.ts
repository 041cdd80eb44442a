/** What a run sees of the tenant that its sign-in leads to. */
import { guid } from "../microsoft/guid.ts";
import { tenantIdOf } from "../microsoft/tenant-id.ts";
import { operatorEndpoints } from "../operator/login.ts";
import type { Command } from "./command.ts";
import type { OwnTenant, SeenTenant } from "./own-tenant.ts";

/**
 * A domain is looked up only where nothing better tells tenants apart.
 * @param graphPrincipal object id of Graph's service principal there
 * @param configured the tenant as azuread has it: a GUID in any spelling, a domain, or "" with a managed identity
 * @param about the whole configuration, by full key, and words of Pulumi's command line as a command for this stack
 * @throws Error with a sentence when a domain is needed and cannot be looked up
 */
export async function seenTenant(
  own: OwnTenant,
  graphPrincipal: string,
  configured: string,
  { config, command }: { config: Readonly<Record<string, string>>; command: Command },
): Promise<SeenTenant> {
  const open = own.tenantId !== undefined && own.graphPrincipals.length === 0 && configured !== "";
  if (!open || guid(configured)) return { graphPrincipal, tenantId: guid(configured) };
  const { login } = operatorEndpoints({ env: process.env, config });
  return { graphPrincipal, tenantId: await tenantIdOf(configured, login, command) };
}
