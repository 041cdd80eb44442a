import { appRoleAssignment } from "./app-role-assignment.ts";
import { application } from "./application.ts";
import { applicationOwner } from "./application-owner.ts";
import { applicationPassword } from "./application-password.ts";
import { federatedCredential } from "./federated-credential.ts";
import { FUNCTIONS } from "./functions.ts";
import { GraphClient } from "./graph-client.ts";
import type { Provider } from "./provider-plugin.ts";
import type { Surroundings } from "./reach.ts";
import { servicePrincipal } from "./service-principal.ts";
import { readSettings } from "./settings.ts";

/**
 * All that is served in azuread's place.
 *
 * @param environment where credentials are looked for that the provider's configuration does not have
 * @param world the outer world
 */
export function azuread(
  environment: Readonly<Record<string, string | undefined>>,
  world: Surroundings,
): Provider<GraphClient> {
  return {
    name: "azuread",
    version: "6.9.1",
    kinds: [
      application,
      servicePrincipal,
      applicationPassword,
      appRoleAssignment,
      federatedCredential,
      applicationOwner,
    ],
    functions: FUNCTIONS,
    async configure(configured) {
      const graph = new GraphClient(readSettings(configured, environment), world);
      // Signs in at once, as azuread does: wrong credentials are better known before the first resource.
      await graph.caller();
      return graph;
    },
  };
}
