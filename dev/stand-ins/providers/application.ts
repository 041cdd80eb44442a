import { randomUUID } from "node:crypto";
import {
  APPLICATION_INPUTS,
  APPLICATION_OUTPUTS,
  applicationBody,
  applicationProperties,
} from "./application-properties.ts";
import { gone } from "./confirming.ts";
import { because, reason } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { becauseMissing, type GraphError } from "./graph-failures.ts";
import { equals, type GraphObject, objectId, text, theApplication } from "./graph-object.ts";
import { changeOwners, firstOwners, ids, leaveOwners, ownersOf } from "./owners.ts";
import { canonical, type Properties } from "./property-values.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { applicationId } from "./value-rules.ts";

/** azuread's `Application`: an app registration. */
export const application: ResourceKind<GraphClient> = {
  token: "azuread:index/application:Application",
  schemaVersion: "2",
  inputs: APPLICATION_INPUTS,
  outputs: Object.keys(APPLICATION_OUTPUTS),

  async forbid(inputs, graph, existing) {
    if (existing?.state["displayName"] === inputs["displayName"]) return;
    await refuseDuplicate(inputs, graph, "could not check for existing application(s)", existing?.id);
  },

  async create(inputs, graph) {
    await refuseDuplicate(inputs, graph, "[name] Could not check for existing application(s)");
    const owners = await firstOwners(graph, inputs["owners"]);
    const made = await graph
      .post("/applications", { ...applicationBody(inputs), "owners@odata.bind": owners })
      .catch(because("Could not create application"));
    const id = `/applications/${text(made, "id")}`;
    return { id, properties: inputs };
  },

  async complete(id, inputs, graph) {
    // Twice, as azuread does it: a change that Entra takes proves that the application is known to its copies.
    for (const displayName of [`TERRAFORM_UPDATE_${randomUUID()}`, inputs["displayName"]]) {
      await graph
        .patch(id, { displayName }, isLagging)
        .catch(
          becauseMissing(
            "Timed out whilst waiting for new application to be replicated in Azure AD",
            `Failed to patch application with object ID "${objectId(id)}" after creating`,
          ),
        );
    }
    await leaveOwners(graph, id, inputs["owners"]).catch(
      because(`Could not remove initial owner from application with object ID: "${objectId(id)}"`),
    );
  },

  async read(id, before, graph, learn) {
    const wrong = applicationId(id);
    if (wrong !== undefined) throw new Error(`The id to read ${wrong}.`);
    const found = await graph.find(id).catch(because(`[id] Retrieving ${theApplication(id)}`));
    if (!found) return undefined;
    learn(applicationProperties(found, ids(before["owners"]), before));
    await graph
      .get(`/beta${id}`, { $select: "oauth2RequirePostResponse" })
      .catch(because(`Retrieving additional properties for ${theApplication(id)}`));
    const owners = await ownersOf(graph, id).catch(
      because(`[owners] Could not retrieve owners for ${theApplication(id)}`),
    );
    return applicationProperties(found, owners, before);
  },

  async update(id, before, inputs, graph) {
    await refuseDuplicate(inputs, graph, "[display_name] Could not check for existing application(s)", id);
    await graph
      .patch(id, changedBody(before, inputs))
      .catch(because(`Could not update application with object ID: "${objectId(id)}"`));
    const owners = { before: before["owners"], wanted: inputs["owners"] };
    await changeOwners(graph, id, owners, {
      read: `Could not retrieve owners for application with object ID: "${objectId(id)}"`,
      change: `Could not add owners to application with object ID: "${objectId(id)}"`,
    });
  },

  async delete(id, graph) {
    await graph
      .delete(id)
      .catch((thrown: unknown) => because(`[id] deleting ${theApplication(id)}: ${reason(thrown)}`)(thrown));
    await gone(graph, id).catch(because(`Waiting for deletion of application with object ID "${objectId(id)}"`));
  },
};

/** Looks for another application of the same name, where the program says that there must be none. */
async function refuseDuplicate(inputs: Properties, graph: GraphClient, doing: string, id?: string): Promise<void> {
  const name = inputs["displayName"];
  if (inputs["preventDuplicateNames"] !== true || typeof name !== "string") return;
  const $filter = equals("displayName", name);
  const named = await graph
    .list("/applications", { $filter })
    .catch(because(`${doing}: unable to list Applications with filter ${JSON.stringify($filter)}`));
  const other = named.find((one) => text(one, "displayName") === name && `/applications/${text(one, "id")}` !== id);
  if (!other) return;
  // The real provider's own words: people search for them.
  throw new Error(
    `An existing "azuread_application" with name "${name}" (ID: "${text(other, "id")}") was found and ` +
      "`prevent_duplicate_names` was specified. To be managed via Terraform, this resource needs to be imported " +
      'into the State. Please see the resource documentation for "azuread_application" for more information.',
  );
}

/** Whether Entra does not know a new application everywhere yet, or is still busy with it. */
function isLagging({ status, said }: GraphError): boolean {
  const mustBeDisabledFirst = "Permission (scope or role) cannot be deleted or updated unless disabled first";
  return status === 404 || status === 409 || (status === 400 && said.includes(mustBeDisabledFirst));
}

/** What this project never sets: azuread sends it empty with each change, which takes it from an application made by hand. */
const UNSET: GraphObject = {
  api: { knownClientApplications: [], oauth2PermissionScopes: [] },
  appRoles: [],
  identifierUris: [],
  publicClient: { redirectUris: [] },
  spa: { redirectUris: [] },
  web: {
    homePageUrl: null,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    logoutUrl: null,
    redirectUris: [],
  },
};

/** All of an application, but its request for permissions only where it changes, as azuread sends it. */
function changedBody(before: Properties, inputs: Properties): GraphObject {
  const { requiredResourceAccess, ...rest } = applicationBody(inputs);
  const same =
    canonical(before["requiredResourceAccesses"] ?? []) === canonical(inputs["requiredResourceAccesses"] ?? []);
  return { ...UNSET, ...rest, ...(same ? {} : { requiredResourceAccess }) };
}
