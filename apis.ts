/** Microsoft's APIs as the tenant has them: looked up, never adopted (see README, "What it never does"). */
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { answered, decide } from "./failures.ts";
import { APIS, type ApiKey, type Offer, roleIds, wantedPermissions } from "./permissions.ts";

export interface Api {
  /** Object id of the API's service principal in this tenant. */
  objectId: pulumi.Input<string>;
  /** An output only while this run makes the service principal; what is known must be decided upon at once. */
  offer: Offer | pulumi.Output<Offer>;
}

/**
 * Looks both APIs up in the tenant. The Management API can be absent; then its service principal is declared here, and in
 * every later run as long as the state holds it: never patched, and kept on destroy, because others may use it by then.
 * @param held whether the state holds a Management API principal that an earlier run made
 * @param hooks what happens when making it fails
 * @throws RunError when an earlier run made it and somebody deleted it since
 */
export async function lookUpApis(held: boolean, hooks: pulumi.ResourceHookBinding): Promise<Record<ApiKey, Api>> {
  const clientIds = Object.values(APIS).map(({ appId }) => appId);
  const { servicePrincipals } = await answered(azuread.getServicePrincipals({ clientIds, ignoreMissing: true }));
  const present = (key: ApiKey) => servicePrincipals.some(({ clientId }) => clientId === APIS[key].appId);
  const graph = await lookUp("graph");
  if (present("management")) {
    if (held) declareManagementApi(hooks);
    return { graph, management: await lookUp("management") };
  }
  if (held) {
    throw new pulumi.RunError(
      `The service principal of the ${APIS.management.name}, which an earlier run made, is gone from the tenant. ` +
        "Run 'pulumi refresh', so that the state says so too, then 'pulumi up' makes it anew.",
    );
  }
  const { objectId, appRoles, oauth2PermissionScopes } = declareManagementApi(hooks);
  const offered = pulumi.output({ appRoles, oauth2PermissionScopes });
  if (pulumi.runtime.isDryRun()) {
    await pulumi.log.info(
      `The tenant has no service principal of the ${APIS.management.name} yet: this run makes it. ` +
        "Only then can its roles be checked and granted, so the preview cannot show their ids.",
    );
  }
  return { graph, management: { objectId, offer: offered } };
}

/** A role to ask for and to grant. */
export interface Role {
  role: string;
  id: pulumi.Output<string>;
  /** The API's application id. */
  appId: string;
  /** Object id of the API's service principal. */
  objectId: pulumi.Input<string>;
}

/**
 * The roles that ESIA needs, by the ids of this tenant.
 * @param omit roles to leave out
 * @throws RunError for a role that an API does not offer to applications
 */
export function resolveRoles(apis: Record<ApiKey, Api>, omit: readonly string[]): Role[] {
  return (Object.keys(APIS) as ApiKey[]).flatMap((key) => {
    const wanted = wantedPermissions(omit).filter(({ api }) => api === key);
    const { offer, objectId } = apis[key];
    const resolve = (known: Offer) => decide(() => roleIds(wanted, known));
    // One output for all: when it fails, one error is said, and not one for each role.
    const ids = pulumi.Output.isInstance(offer) ? offer.apply(resolve) : pulumi.output(resolve(offer));
    return wanted.map(({ role }) => ({
      role,
      id: ids.apply((known) => known[role] as string),
      appId: APIS[key].appId,
      objectId,
    }));
  });
}

async function lookUp(key: ApiKey): Promise<Api> {
  const found = await answered(azuread.getServicePrincipal({ clientId: APIS[key].appId }));
  return { objectId: found.objectId, offer: found };
}

function declareManagementApi(hooks: pulumi.ResourceHookBinding): azuread.ServicePrincipal {
  return new azuread.ServicePrincipal(
    "management-api",
    { clientId: APIS.management.appId },
    {
      retainOnDelete: true,
      hooks,
      // Each by name: with "*" the provider would still PATCH Microsoft's object with its own defaults.
      ignoreChanges: [
        "accountEnabled",
        "alternativeNames",
        "appRoleAssignmentRequired",
        "clientId",
        "description",
        "featureTags",
        "features",
        "loginUrl",
        "notes",
        "notificationEmailAddresses",
        "owners",
        "preferredSingleSignOnMode",
        "samlSingleSignOn",
        "tags",
        "useExisting",
      ],
    },
  );
}
