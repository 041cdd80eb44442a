import type { TenantContext } from "./context.ts";
import { EntraError, notInstalled } from "./entra-errors.ts";

/**
 * The API that a scope names, by its `/.default`.
 * @throws EntraError for a scope of another form, and for an API that is not in the tenant or switched off
 */
export function findResource({ directory, origin }: TenantContext, scope: string) {
  const [, name, slash = ""] = /^(\S+?)(\/?)\/\.default$/.exec(scope) ?? [];
  if (name === undefined) {
    const message =
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default ` +
      "suffixed to the resource identifier (application ID URI).";
    throw new EntraError(1002012, message);
  }
  // The metadata endpoint gives the tenant's own address as Graph's resource, since that is where Graph answers.
  const audience = name === origin ? "https://graph.microsoft.com" : name;
  const resource = directory.servicePrincipals.find(({ graph }) => graph.servicePrincipalNames.includes(audience));
  if (resource === undefined) throw notInstalled(500011, `The resource principal named ${name}`, directory);
  if (!resource.graph.accountEnabled) {
    const message =
      `The service principal for resource '${name}' is disabled. This indicate that a subscription within the tenant has ` +
      "lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.";
    throw new EntraError(500014, message);
  }
  // An address that ends in a slash is another name, which a token repeats where the API has it.
  const whole = resource.graph.servicePrincipalNames.find((known) => known === `${audience}${slash}`);
  return { resource, audience: whole ?? audience };
}
