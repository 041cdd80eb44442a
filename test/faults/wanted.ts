/** What an operator wants of tenant and state, and in what they differ from it: exactly that and nothing beside it. */
import { type Application, findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { numberIn } from "../../keys/display-name.ts";
import { PERMISSIONS } from "../../permissions.ts";
import { CREDENTIAL_NAME, NAMES, pipelineName, TAGS } from "../../stack/names.ts";
import { SUBJECT } from "../support/pipeline.ts";
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
  /** Whether a pipeline has an identity of its own. */
  pipeline: boolean;
  /** Numbers of keys that the state of before held, and nobody has removed yet. */
  left: readonly number[];
}

/** After a first run. */
export const FIRST: Wanted = {
  exists: true,
  displayName: "esia",
  keys: [1],
  omit: [],
  showsNames: false,
  pipeline: false,
  left: [],
};

/** Whether an application is a pipeline's identity. */
export const isPipelines = ({ graph }: Application): boolean => graph.tags.some((tag) => tag.startsWith(TAGS.pipeline));

/** The applications of the tenant but the operator's own and the pipeline's. */
export const applications = ({ tenant }: TestStack): Application[] =>
  tenant.directory.applications.filter((one) => one.graph.appId !== OPERATOR_CLIENT_ID && !isPipelines(one));

type Same = (what: string, is: unknown, should: unknown) => void;

/** @param principals how many the tenant has that are not the stack's @returns a line for each difference */
export function differences(stack: TestStack, wanted: Wanted, principals: number): string[] {
  const { directory } = stack.tenant;
  const found: string[] = [];
  const same: Same = (what, is, should) => {
    if (JSON.stringify(is) !== JSON.stringify(should)) {
      found.push(`${what}: ${JSON.stringify(is)} in place of ${JSON.stringify(should)}`);
    }
  };
  const { ids, pending, resources } = readState(stack);
  const own = applications(stack);
  same("operations that are pending", pending, []);
  same("resources that wait for their end", resources.filter(({ toDelete }) => toDelete).length, 0);
  same("names in reports are hidden", directory.reportSettings.displayConcealedNames, !wanted.showsNames);
  same(
    "service principals",
    directory.servicePrincipals.length,
    principals + (wanted.exists ? 1 : 0) + (wanted.exists && wanted.pipeline ? 1 : 0),
  );
  const pipelines = directory.applications.filter(isPipelines);
  same(
    "pipelines",
    pipelines.map(({ graph }) => graph.displayName),
    wanted.exists && wanted.pipeline ? [pipelineName(wanted.displayName)] : [],
  );
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
  const [pipeline] = pipelines;
  const owner = pipeline && findServicePrincipalByAppId(directory, pipeline.graph.appId)?.graph.id;
  same("owners", application.owners, wanted.pipeline ? [owner] : []);
  if (pipeline && wanted.pipeline) differencesOfPipeline(stack, pipeline, same);
  else same("parts of a pipeline in the state", Object.keys(ids).filter(isPart), []);
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
  same("keys", numbers, [...wanted.keys, ...wanted.left].sort());
  const heldKeys = Object.entries(ids).filter(([name]) => name.startsWith(NAMES.secret));
  same(
    "keys that the state knows",
    keys
      .filter(({ displayName }) => !wanted.left.includes(numberIn(displayName) ?? 0))
      .map(({ keyId, displayName }) => `${NAMES.secret}${numberIn(displayName)} ${graph.id}/password/${keyId}`)
      .sort(),
    heldKeys.map(([name, id]) => `${name} ${id}`).sort(),
  );
  return found;
}

/** Logical names of what a pipeline's identity consists of, but its ownership, which may be named or beside. */
const PARTS: readonly string[] = [
  NAMES.pipeline,
  NAMES.pipelinePrincipal,
  NAMES.pipelineCredential,
  NAMES.pipelineRight,
];
const isPart = (name: string) => PARTS.includes(name) || name === NAMES.pipelineOwnership;

/** The identity has one role and one credential, no secret and no owner, and the state knows each by its id. */
function differencesOfPipeline(
  stack: TestStack,
  { graph, owners, federatedCredentials = [] }: Application,
  same: Same,
) {
  const { directory } = stack.tenant;
  const { ids } = readState(stack);
  const principal = findServicePrincipalByAppId(directory, graph.appId);
  const grants = directory.appRoleAssignments.filter(({ principalId }) => principalId === principal?.graph.id);
  const roles = grants.map(({ resourceId, appRoleId }) => {
    const resource = directory.servicePrincipals.find((one) => one.graph.id === resourceId);
    return resource?.graph.appRoles.find(({ id }) => id === appRoleId)?.value;
  });
  same("owners of the pipeline", [...owners, ...(principal?.owners ?? [])], []);
  same("keys of the pipeline", graph.passwordCredentials.length, 0);
  same("roles of the pipeline", roles, ["Application.ReadWrite.OwnedBy"]);
  const subjects = federatedCredentials.map(({ name, subject }) => [name, subject]);
  same("credentials of the pipeline", subjects, [[CREDENTIAL_NAME, SUBJECT]]);
  const [grant] = grants;
  const is = PARTS.map((name) => ids[name]);
  same("the state's pipeline", is, [
    `/applications/${graph.id}`,
    `/servicePrincipals/${principal?.graph.id}`,
    `${graph.id}/federatedIdentityCredential/${federatedCredentials[0]?.id}`,
    `/servicePrincipals/${grant?.resourceId}/appRoleAssignedTo/${grant?.id}`,
  ]);
}
