import type { Directory } from "./directory.ts";
import { EntraError } from "./entra-errors.ts";

/** Whether an address names this tenant: by its GUID or its domain, in capitals or not, as Entra takes both. */
export function isThisTenant({ tenantId, organization }: Directory, name: string): boolean {
  return [tenantId, organization.initialDomain].some((own) => own.toLowerCase() === name.toLowerCase());
}

/** Entra's answer for a tenant that is not there. @param error "invalid_request" for a token, "invalid_tenant" for metadata */
export function tenantNotFound(error: "invalid_request" | "invalid_tenant", name: string): EntraError {
  return new EntraError(
    400,
    error,
    90002,
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. ` +
      "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  );
}
