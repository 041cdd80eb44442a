/** Microsoft's APIs as the tenant has them: looked up, never adopted (README, "What ESIA may do"). */
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { answered } from "./failures/in-a-run.ts";
import type { Known } from "./failures/run-context.ts";
import { type Absent, APIS, type ApiKey, leaveOut, type Offer, roleIds, wantedPermissions } from "./permissions.ts";
import { grantName, NAMES } from "./stack/names.ts";
import { refusal } from "./stack/say.ts";

export interface Api {
  /** Object id of the API's service principal in this tenant. */
  objectId: pulumi.Input<string>;
  /** An output only while this run makes the service principal; what is known must be decided upon at once. */
  offer: Offer | pulumi.Output<Offer>;
}

/** An API's service principal as the tenant has it. */
export interface FoundApi {
  objectId: string;
  offer: Offer;
}

/**
 * Looks both APIs up in the tenant. Graph's is always there, the Management API's can be absent.
 * @param known what the program knows of this run, for the words of a failure
 * @throws RunError when the tenant does not answer
 */
export async function lookUpApis(known?: Known): Promise<{ graph: FoundApi; management: FoundApi | undefined }> {
  // Side by side: every answer that another waits for makes the run longer.
  const [graph, management] = await Promise.all([lookUp("graph", known), lookUpIfThere("management", known)]);
  return { graph, management };
}

/**
 * The Management API as this run is to use it. Where it is absent its service principal is declared, and in every later run
 * as long as the state holds it: never patched, and kept on destroy, because others may use it by then.
 * @param found as the tenant has it
 * @param made the principal that this run declares; undefined when neither this run nor an earlier one makes it
 */
export function managementApi(
  found: FoundApi | undefined,
  made: azuread.ServicePrincipal | undefined,
): Api | undefined {
  if (found || !made) return found;
  const { objectId, appRoles, oauth2PermissionScopes } = made;
  return { objectId, offer: pulumi.output({ appRoles, oauth2PermissionScopes }) };
}

/** Said in a preview of a run that makes the Management API's service principal. */
export const NOT_SHOWN_YET =
  `The tenant has no service principal of the ${APIS.management.name} yet: this run makes it. ` +
  "Only then can its roles be checked and granted, so the preview cannot show their ids.";

/** @throws Error when an earlier run made the Management API's service principal and somebody deleted it since */
export function requireManagementApi(
  found: FoundApi | undefined,
  held: boolean,
  command: (words: string) => string,
): void {
  if (found || !held) return;
  throw new Error(
    `The service principal of the ${APIS.management.name}, which an earlier run made, is gone from the tenant. ` +
      `Run ${command("refresh")}, so that the state says so too, then ${command("up")} makes it anew.`,
  );
}

/** @throws Error for the roles that are wanted and that an API which the tenant has does not offer to applications */
export function requireRoles(found: Awaited<ReturnType<typeof lookUpApis>>, omit: readonly string[]): void {
  const absent = (Object.keys(APIS) as ApiKey[]).flatMap((key) => {
    const offer = found[key]?.offer;
    return offer ? roleIds(wantedOf(key, omit), offer).absent : [];
  });
  if (absent.length > 0) throw new Error(refusalOf(absent, omit));
}

/** Whether any role of the Management APIs is wanted: without one its service principal is not needed. */
export function wantsManagementApi(omit: readonly string[]): boolean {
  return wantedOf("management", omit).length > 0;
}

function wantedOf(key: ApiKey, omit: readonly string[]) {
  return wantedPermissions(omit).filter(({ api }) => api === key);
}

function refusalOf(absent: readonly Absent[], omit: readonly string[]): string {
  const next = leaveOut(
    absent.map(({ role }) => role),
    omit.length,
    pulumi.getStack(),
  );
  return [...absent.map(({ sentence }) => sentence), next].join(" ");
}

/** A role to ask for and to grant. */
export interface Role {
  /** The logical name of its grant. */
  name: string;
  /** The API's application id. */
  appId: string;
  appRoleId: pulumi.Output<string>;
  /** Object id of the API's service principal. */
  resourceObjectId: pulumi.Input<string>;
}

/**
 * The roles that ESIA needs, by the ids of this tenant.
 * @param apis an API can be absent only where no role of it is wanted
 * @param omit roles to leave out
 * @throws RunError for a role that an API does not offer to applications
 */
export function resolveRoles(apis: Readonly<Record<ApiKey, Api | undefined>>, omit: readonly string[]): Role[] {
  return (Object.keys(APIS) as ApiKey[]).flatMap((key) => {
    const wanted = wantedOf(key, omit);
    const api = apis[key];
    if (!api) return [];
    const { offer, objectId } = api;
    const resolve = (known: Offer) => {
      const { ids, absent } = roleIds(wanted, known);
      if (absent.length > 0) throw refusal(refusalOf(absent, omit));
      return ids;
    };
    // One output for all: when it fails, one error is said, and not one for each role.
    const ids = pulumi.Output.isInstance(offer) ? offer.apply(resolve) : pulumi.output(resolve(offer));
    return wanted.map(({ role }) => ({
      name: grantName(role),
      appId: APIS[key].appId,
      appRoleId: ids.apply((known) => known[role] as string),
      resourceObjectId: objectId,
    }));
  });
}

async function lookUp(key: ApiKey, known: Known | undefined): Promise<FoundApi> {
  const found = await answered(azuread.getServicePrincipal({ clientId: APIS[key].appId }), known);
  return { objectId: found.objectId, offer: found };
}

/** An API's service principal is nearly always there: only when its look-up fails a list tells absent from unanswered. */
async function lookUpIfThere(key: ApiKey, known: Known | undefined): Promise<FoundApi | undefined> {
  try {
    return await lookUp(key, known);
  } catch (failure) {
    const asked = azuread.getServicePrincipals({ clientIds: [APIS[key].appId], ignoreMissing: true });
    const list = await asked.catch(() => undefined);
    if (list?.servicePrincipals.length === 0) return undefined;
    throw failure;
  }
}

/** @param hooks what happens when making it fails */
export function declareManagementApi(hooks: pulumi.ResourceHookBinding): azuread.ServicePrincipal {
  return new azuread.ServicePrincipal(
    NAMES.managementApi,
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
