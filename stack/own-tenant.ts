/** That a stack runs in its own tenant only. Pure: imports no Pulumi. */
import { quoted } from "../machine/printed.mjs";
import { guid } from "../microsoft/guid.ts";
import { isLoopback } from "../microsoft/this-machine.ts";
import { APIS, PERMISSIONS } from "../permissions.ts";
import { DEV_STACK } from "./command.ts";
import { grantName, NAMES } from "./names.ts";

interface HeldOutputs {
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

/** What the state knows of its tenant. */
export interface OwnTenant {
  /** The tenant's GUID; undefined before the application's service principal exists. */
  tenantId: string | undefined;
  /** Object ids of Graph's service principal, as the grants of its roles hold them: another one in each tenant. */
  graphPrincipals: string[];
}

/** @param held what the state holds; in states of 1.0.0 too */
export function ownTenant(held: readonly HeldOutputs[]): OwnTenant {
  const grants = PERMISSIONS.filter(({ api }) => api === "graph").map(({ role }) => grantName(role));
  const principals = held
    .filter(({ name }) => grants.includes(name))
    .map(({ outputs }) => outputs["resourceObjectId"])
    .filter((id) => typeof id === "string");
  return {
    tenantId: guid(held.find(({ name }) => name === NAMES.principal)?.outputs["applicationTenantId"]),
    graphPrincipals: [...new Set(principals.map((id) => id.toLowerCase()))],
  };
}

/** What a sign-in shows of the tenant that it leads to. */
export interface SeenTenant {
  /** Object id of Graph's service principal there. */
  graphPrincipal: string;
  /** The tenant's GUID as far as it is configured; undefined with a managed identity, which takes none. */
  tenantId: string | undefined;
}

/**
 * Compares by Graph's service principal, which every run looks up anyway; where the state holds no grant of its roles, by
 * the configured tenant. With neither it stays open (README, "Limits").
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @throws Error naming what is known of both tenants
 */
export function requireOwnTenant(own: OwnTenant, seen: SeenTenant, command: (words: string) => string): void {
  const compared = own.graphPrincipals.length > 0;
  const same = compared
    ? own.graphPrincipals.every((id) => id === seen.graphPrincipal.toLowerCase())
    : own.tenantId === undefined || seen.tenantId === undefined || own.tenantId === seen.tenantId;
  if (same) return;
  const there = seen.tenantId === undefined || seen.tenantId === own.tenantId ? "another one" : seen.tenantId;
  const grounds = compared
    ? ` (${APIS.graph.name}'s service principal is ${seen.graphPrincipal} there, and ${own.graphPrincipals.join(", ")} in the grants of this stack)`
    : "";
  const id = own.tenantId ?? "GUID";
  throw new Error(
    `This stack's tenant is ${own.tenantId ?? "not the one that the sign-in leads to"}, but the sign-in leads to ${there}${grounds}. ` +
      `Nothing was changed. Sign in to the stack's tenant and pin it: ${command(`config set azuread:tenantId ${id}`)}. Another ` +
      "tenant is another stack: 'pulumi stack init NAME'.",
  );
}

/** Said by a run that creates in a tenant which only the sign-in decides. @param tenantId its GUID, where it is known */
export function notPinned(tenantId: string | undefined, command: (words: string) => string): string {
  return (
    "This stack does not say which tenant it is for: a run with another sign-in would go to that one's. " +
    `${command(`config set azuread:tenantId ${tenantId ?? "GUID"}`)} pins it${tenantId ? "" : ", with the tenant's GUID (output tenantId)"}.`
  );
}

/**
 * The dev stack is the embedded tenant's: whatever its configuration or the environment was changed to, nothing of it leaves
 * this machine. A real tenant is never called `dev`, because the project holds the settings of that stack.
 * @param metadataHost azuread's, or what stands in for it
 * @throws Error when it is not this machine's own
 */
export function requireEmbedded(stack: string, metadataHost: string | undefined): void {
  if (stack !== DEV_STACK || isLoopback(metadataHost)) return;
  throw new Error(
    `Stack ${DEV_STACK} is the embedded tenant's, and azuread:metadataHost (or ARM_METADATA_HOSTNAME) ` +
      `${metadataHost ? `is ${quoted(metadataHost)}, which is not on this machine` : "is not set"}. Nothing was asked or changed. ` +
      `Set it to localhost:PORT as Pulumi.${DEV_STACK}.yaml has it; a real tenant is another stack: 'pulumi stack init NAME'.`,
  );
}
