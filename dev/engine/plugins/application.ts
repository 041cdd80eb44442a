import {
  APPLICATION_INPUTS,
  APPLICATION_OUTPUTS,
  applicationBody,
  applicationProperties,
} from "./application-properties.ts";
import type { GraphClient } from "./graph-client.ts";
import { equals, type GraphObject, text } from "./graph-object.ts";
import { changeOwners, firstOwners, ids, leaveOwners, ownersOf } from "./owners.ts";
import { canonical, type Properties } from "./property-values.ts";
import { because, reason } from "./reasons.ts";
import { PartlyMade, type ResourceKind } from "./resource-kind.ts";
import { applicationId } from "./value-rules.ts";

/** azuread's `Application`: an app registration. */
export const application: ResourceKind<GraphClient> = {
  token: "azuread:index/application:Application",
  schemaVersion: "2",
  inputs: APPLICATION_INPUTS,
  outputs: APPLICATION_OUTPUTS,

  async forbid(inputs, graph, id) {
    const name = inputs["displayName"];
    if (inputs["preventDuplicateNames"] !== true || typeof name !== "string") return;
    const named = await graph.list("/applications", { $filter: equals("displayName", name) });
    const other = named.find((one) => text(one, "displayName") === name && `/applications/${text(one, "id")}` !== id);
    if (!other) return;
    // The real provider's own words: people search for them.
    throw new Error(
      `An existing "azuread_application" with name "${name}" (ID: "${text(other, "id")}") was found and ` +
        "`prevent_duplicate_names` was specified. To be managed via Terraform, this resource needs to be imported " +
        'into the State. Please see the resource documentation for "azuread_application" for more information.',
    );
  },

  async create(inputs, graph) {
    const owners = await firstOwners(graph, inputs["owners"]);
    const made = await graph
      .post("/applications", { ...applicationBody(inputs), "owners@odata.bind": owners })
      .catch(because("Could not create application"));
    const id = `/applications/${text(made, "id")}`;
    const properties = applicationProperties(made, ids(inputs["owners"]), inputs);
    await leaveOwners(graph, id, inputs["owners"]).catch(async (thrown: unknown) => {
      // The state says who owns it as it is, so that the next run sees what is left to do.
      const present = [await graph.caller(), ...ids(inputs["owners"])];
      throw new PartlyMade(
        { id, properties: { ...properties, owners: present } },
        `Could not remove initial owner from application: ${reason(thrown)}`,
      );
    });
    return { id, properties };
  },

  async read(id, before, graph) {
    const wrong = applicationId(id);
    if (wrong !== undefined) throw new Error(`The id to read ${wrong}.`);
    const found = await graph.find(id).catch(because(`Could not retrieve application ${id}`));
    return found && { id, properties: applicationProperties(found, await ownersOf(graph, id), before) };
  },

  async update(id, before, inputs, graph) {
    await graph.patch(id, changedBody(before, inputs)).catch(because(`Could not update application ${id}`));
    if (canonical(ids(before["owners"])) !== canonical(ids(inputs["owners"]))) {
      await changeOwners(graph, id, inputs["owners"]).catch(because(`Could not change owners of application ${id}`));
    }
    const found = await graph.find(id);
    if (!found) throw new Error(`Application ${id} was gone after it had been updated.`);
    return { id, properties: applicationProperties(found, await ownersOf(graph, id), inputs) };
  },

  async delete(id, graph) {
    await graph.delete(id).catch(because(`Could not delete application ${id}`));
  },
};

/** All of an application, but its request for permissions only where it changes, as azuread sends it. */
function changedBody(before: Properties, inputs: Properties): GraphObject {
  const { requiredResourceAccess, ...rest } = applicationBody(inputs);
  const same =
    canonical(before["requiredResourceAccesses"] ?? []) === canonical(inputs["requiredResourceAccesses"] ?? []);
  return same ? rest : { ...rest, requiredResourceAccess };
}
