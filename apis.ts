/** Microsoft's APIs as the tenant has them: looked up, never adopted (see README, "What it never does"). */
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { APIS, type ApiKey, type Offer } from "./permissions.ts";

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
 * @throws RunError when an earlier run made it and somebody deleted it since
 */
export async function lookUpApis(held: boolean): Promise<Record<ApiKey, Api>> {
  const clientIds = Object.values(APIS).map(({ appId }) => appId);
  const { servicePrincipals } = await azuread.getServicePrincipals({ clientIds, ignoreMissing: true });
  const present = (key: ApiKey) => servicePrincipals.some(({ clientId }) => clientId === APIS[key].appId);
  const graph = await lookUp("graph");
  if (present("management")) {
    if (held) declareManagementApi();
    return { graph, management: await lookUp("management") };
  }
  if (held) {
    throw new pulumi.RunError(
      `The service principal of the ${APIS.management.name}, which an earlier run made, is gone from the tenant. ` +
        "Run 'pulumi refresh', so that the state says so too, then 'pulumi up' makes it anew.",
    );
  }
  const { objectId, appRoles, oauth2PermissionScopes } = declareManagementApi();
  const offered = pulumi.output({ appRoles, oauth2PermissionScopes });
  if (pulumi.runtime.isDryRun()) {
    await pulumi.log.info(
      `The tenant has no service principal of the ${APIS.management.name} yet: this run makes it. ` +
        "Only then can its roles be checked and granted, so the preview cannot show their ids.",
    );
  }
  return { graph, management: { objectId, offer: offered } };
}

async function lookUp(key: ApiKey): Promise<Api> {
  return azuread
    .getServicePrincipal({ clientId: APIS[key].appId })
    .then((found) => ({ objectId: found.objectId, offer: found }));
}

function declareManagementApi(): azuread.ServicePrincipal {
  return new azuread.ServicePrincipal(
    "management-api",
    { clientId: APIS.management.appId },
    {
      retainOnDelete: true,
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
