import { randomUUID } from "node:crypto";
import { gone } from "./confirming.ts";
import { because } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { becauseMissing, type GraphError } from "./graph-failures.ts";
import { equals, text, thePrincipal } from "./graph-object.ts";
import { readFrom, writtenFor } from "./graph-properties.ts";
import { inKnownOrder } from "./input-rules.ts";
import { changeOwners, firstOwners, leaveOwners, ownersOf } from "./owners.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { SERVICE_PRINCIPAL_INPUTS, SERVICE_PRINCIPAL_OUTPUTS } from "./service-principal-properties.ts";

/** azuread's `ServicePrincipal`: an application's face in a tenant, of ours or of Microsoft's. */
export const servicePrincipal: ResourceKind<GraphClient> = {
  token: "azuread:index/servicePrincipal:ServicePrincipal",
  schemaVersion: "1",
  inputs: SERVICE_PRINCIPAL_INPUTS,
  refused: {
    useExisting:
      "it patches and deletes an object that somebody else made; look it up with getServicePrincipals instead",
  },
  outputs: Object.keys(SERVICE_PRINCIPAL_OUTPUTS),

  async create(inputs, graph) {
    const appId = String(inputs["clientId"]);
    const [present] = await graph
      .list("/servicePrincipals", { $filter: equals("appId", appId) })
      .catch(because("Could not list existing service principals"));
    if (present) {
      // The real provider's own words: people search for them.
      throw new Error(
        `A resource with the ID "${text(present, "id")}" already exists: To be managed via Terraform, this resource ` +
          "needs to be imported into the State. Please see the resource documentation for " +
          '"azuread_service_principal" for more information.',
      );
    }
    const owners = await firstOwners(graph, inputs["owners"]);
    const body = writtenFor(SERVICE_PRINCIPAL_INPUTS, inputs);
    const description = `TERRAFORM_UPDATE_${randomUUID()}`;
    const made = await graph
      .post("/servicePrincipals", { ...body, appId, description, "owners@odata.bind": owners }, isLagging)
      .catch(because("Could not create service principal"));
    const id = `/servicePrincipals/${text(made, "id")}`;
    return { id, properties: inputs };
  },

  async complete(id, inputs, graph) {
    const { description } = writtenFor(SERVICE_PRINCIPAL_INPUTS, inputs);
    // A change that Entra takes proves that the service principal is known to its copies.
    await graph
      .patch(id, { description })
      .catch(
        becauseMissing(
          "Timed out whilst waiting for new service principal to be replicated in Azure AD",
          "Failed to patch service principal after creating",
        ),
      );
    await leaveOwners(graph, id, inputs["owners"]).catch(
      because(`Could not remove initial owner from ${thePrincipal(id)}`),
    );
  },

  async read(id, before, graph, learn) {
    if (!/^\/servicePrincipals\/[^/]+$/.test(id)) {
      throw new Error(`The id to read must be /servicePrincipals/<object id>, not "${id}".`);
    }
    const found = await graph.find(id).catch(because(`Retrieving ${thePrincipal(id)}`));
    if (!found) return undefined;
    await graph
      .get(`/beta${id}`, { $select: "samlMetadataUrl" })
      .catch(because(`Retrieving ${thePrincipal(id)} (beta API)`));
    const properties = readFrom(found, SERVICE_PRINCIPAL_INPUTS, SERVICE_PRINCIPAL_OUTPUTS, before);
    learn({ ...properties, owners: before["owners"] ?? [] });
    const owners = await ownersOf(graph, id).catch(
      because(`[owners] Could not retrieve owners for ${thePrincipal(id)}`),
    );
    return { ...properties, owners: inKnownOrder(before["owners"], owners) };
  },

  async update(id, before, inputs, graph) {
    await graph.patch(id, writtenFor(SERVICE_PRINCIPAL_INPUTS, inputs)).catch(because(`Updating ${thePrincipal(id)}`));
    const owners = { before: before["owners"], wanted: inputs["owners"] };
    await changeOwners(graph, id, owners, {
      read: `Could not retrieve owners for service principal with object ID: "${id}"`,
      change: `Could not add owners to ${thePrincipal(id)}`,
    });
  },

  async delete(id, graph) {
    await graph.delete(id).catch(because(`[id] Deleting ${thePrincipal(id)}`));
    await gone(graph, id).catch(because(`Waiting for deletion of ${thePrincipal(id)}`));
  },
};

/** Whether Graph only does not know a new application everywhere yet. */
function isLagging({ status, said }: GraphError): boolean {
  const unknown = /The appId '.+' of the service principal does not reference a valid application/;
  const elsewhere =
    "When using this permission, the backing application of the service principal being created must in the local tenant";
  return (status === 400 && unknown.test(said)) || (status === 403 && said.includes(elsewhere));
}
