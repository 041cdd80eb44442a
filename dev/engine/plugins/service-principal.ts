import type { GraphClient } from "./graph-client.ts";
import type { GraphError } from "./graph-failures.ts";
import { equals, text } from "./graph-object.ts";
import { changeOwners, firstOwners, ids, leaveOwners, ownersOf } from "./owners.ts";
import { canonical } from "./property-values.ts";
import { because, reason } from "./reasons.ts";
import { PartlyMade, type ResourceKind } from "./resource-kind.ts";
import {
  SERVICE_PRINCIPAL_INPUTS,
  SERVICE_PRINCIPAL_OUTPUTS,
  servicePrincipalBody,
  servicePrincipalProperties,
} from "./service-principal-properties.ts";

/** azuread's `ServicePrincipal`: an application's face in a tenant, of ours or of Microsoft's. */
export const servicePrincipal: ResourceKind<GraphClient> = {
  token: "azuread:index/servicePrincipal:ServicePrincipal",
  schemaVersion: "1",
  inputs: SERVICE_PRINCIPAL_INPUTS,
  refused: {
    useExisting:
      "it patches and deletes an object that somebody else made; look it up with getServicePrincipals instead",
  },
  outputs: SERVICE_PRINCIPAL_OUTPUTS,

  async create(inputs, graph) {
    const appId = String(inputs["clientId"]);
    const [present] = await graph.list("/servicePrincipals", { $filter: equals("appId", appId) });
    if (present) {
      // The real provider's own words: people search for them.
      throw new Error(
        `A resource with the ID "${text(present, "id")}" already exists: To be managed via Terraform, this resource ` +
          "needs to be imported into the State. Please see the resource documentation for " +
          '"azuread_service_principal" for more information.',
      );
    }
    const owners = await firstOwners(graph, inputs["owners"]);
    const made = await graph
      .post("/servicePrincipals", { ...servicePrincipalBody(inputs), appId, "owners@odata.bind": owners }, isLagging)
      .catch(because("Could not create service principal"));
    const id = `/servicePrincipals/${text(made, "id")}`;
    const properties = servicePrincipalProperties(made, ids(inputs["owners"]), inputs);
    await leaveOwners(graph, id, inputs["owners"]).catch(async (thrown: unknown) => {
      // The state says who owns it as it is, so that the next run sees what is left to do.
      const present = [await graph.caller(), ...ids(inputs["owners"])];
      throw new PartlyMade(
        { id, properties: { ...properties, owners: present } },
        `Could not remove initial owner from ${id}: ${reason(thrown)}`,
      );
    });
    return { id, properties };
  },

  async read(id, before, graph) {
    if (!/^\/servicePrincipals\/[^/]+$/.test(id)) {
      throw new Error(`The id to read must be /servicePrincipals/<object id>, not "${id}".`);
    }
    const found = await graph.find(id).catch(because(`Could not retrieve ${id}`));
    return found && { id, properties: servicePrincipalProperties(found, await ownersOf(graph, id), before) };
  },

  async update(id, before, inputs, graph) {
    await graph.patch(id, servicePrincipalBody(inputs)).catch(because(`Could not update ${id}`));
    if (canonical(ids(before["owners"])) !== canonical(ids(inputs["owners"]))) {
      await changeOwners(graph, id, inputs["owners"]).catch(because(`Could not change owners of ${id}`));
    }
    const found = await graph.find(id);
    if (!found) throw new Error(`${id} was gone after it had been updated.`);
    return { id, properties: servicePrincipalProperties(found, await ownersOf(graph, id), inputs) };
  },

  async delete(id, graph) {
    await graph.delete(id).catch(because(`Could not delete ${id}`));
  },
};

/** Whether Graph only does not know a new application everywhere yet. */
function isLagging({ status, message }: GraphError): boolean {
  return (
    status === 400 && /The appId '.+' of the service principal does not reference a valid application/.test(message)
  );
}
