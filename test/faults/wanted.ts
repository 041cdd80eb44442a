/** What an operator wants of tenant and state, and in what they differ from it: exactly that and nothing beside it. */
import { type Application, findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { numberIn } from "../../keys/display-name.ts";
import { PERMISSIONS } from "../../permissions.ts";
import { NAMES, TAGS } from "../../stack/names.ts";
import type { TestStack } from "../support/stack.ts";
import { readState } from "../support/state-file.ts";

export interface Wanted {
  /** Whether there is to be an application at all. */
  exists: boolean;
  displayName: string;
  /** Numbers of the keys. */
  keys: readonly number[];
  omit: readonly string[];
  showsNames: boolean;
}

/** After a first run. */
export const FIRST: Wanted = { exists: true, displayName: "esia", keys: [1], omit: [], showsNames: false };

/** The applications of the tenant but the operator's own. */
export const applications = ({ tenant }: TestStack): Application[] =>
  tenant.directory.applications.filter(({ graph }) => graph.appId !== OPERATOR_CLIENT_ID);

/** @param principals how many the tenant has that are not the stack's @returns a line for each difference */
export function differences(stack: TestStack, wanted: Wanted, principals: number): string[] {
  const { directory } = stack.tenant;
  const found: string[] = [];
  const same = (what: string, is: unknown, should: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(should)) {
      found.push(`${what}: ${JSON.stringify(is)} in place of ${JSON.stringify(should)}`);
    }
  };
  const { ids, pending, resources } = readState(stack);
  const own = applications(stack);
  same("operations that are pending", pending, []);
  same("resources that wait for their end", resources.filter(({ toDelete }) => toDelete).length, 0);
  same("names in reports are hidden", directory.reportSettings.displayConcealedNames, !wanted.showsNames);
  same("service principals", directory.servicePrincipals.length, principals + (wanted.exists ? 1 : 0));
  same(
    "applications",
    own.map(({ graph }) => graph.displayName),
    wanted.exists ? [wanted.displayName] : [],
  );
  if (!wanted.exists) {
    same("resources in the state", Object.keys(ids), []);
    return found;
  }
  const [application] = own;
  if (!application) return found;
  const { graph } = application;
  same("the state's application", ids[NAMES.application], `/applications/${graph.id}`);
  same("owners", application.owners, []);
  same("marks", graph.tags.filter((tag) => tag.startsWith(TAGS.stack)).length, 1);
  same("tag of names", graph.tags.includes(TAGS.showsNames), wanted.showsNames);
  const roles = PERMISSIONS.map(({ role }) => role).filter((role) => !wanted.omit.includes(role));
  const roleCount = graph.requiredResourceAccess.flatMap(({ resourceAccess }) => resourceAccess).length;
  same("roles asked for", roleCount, roles.length);

  const principal = findServicePrincipalByAppId(directory, graph.appId);
  same("the state's principal", ids[NAMES.principal], `/servicePrincipals/${principal?.graph.id}`);
  same("owners of the principal", principal?.owners, []);
  same("assignment required", principal?.graph["appRoleAssignmentRequired"], true);
  const grants = directory.appRoleAssignments.filter(({ principalId }) => principalId === principal?.graph.id);
  const heldGrants = Object.entries(ids).filter(([name]) => name.startsWith(NAMES.grant));
  same(
    "grants",
    grants.map(({ resourceId, id }) => `/servicePrincipals/${resourceId}/appRoleAssignedTo/${id}`).sort(),
    heldGrants.map(([, id]) => id).sort(),
  );
  same(
    "roles granted",
    grants
      .map(({ resourceId, appRoleId }) => {
        const resource = directory.servicePrincipals.find((one) => one.graph.id === resourceId);
        return resource?.graph.appRoles.find(({ id }) => id === appRoleId)?.value;
      })
      .sort(),
    [...roles].sort(),
  );

  const keys = graph.passwordCredentials;
  const numbers = keys.map(({ displayName }) => numberIn(displayName)).sort();
  same("keys", numbers, [...wanted.keys].sort());
  const heldKeys = Object.entries(ids).filter(([name]) => name.startsWith(NAMES.secret));
  same(
    "keys that the state knows",
    keys
      .map(({ keyId, displayName }) => `${NAMES.secret}${numberIn(displayName)} ${graph.id}/password/${keyId}`)
      .sort(),
    heldKeys.map(([name, id]) => `${name} ${id}`).sort(),
  );
  return found;
}
