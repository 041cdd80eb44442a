import type { GraphClient } from "./graph-client.ts";
import type { GraphError } from "./graph-failures.ts";
import { type GraphObject, text } from "./graph-object.ts";
import type { Properties } from "./property-values.ts";
import { because } from "./reasons.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { uuid } from "./value-rules.ts";

/** azuread's `AppRoleAssignment`: the grant of an API's application role. */
export const appRoleAssignment: ResourceKind<GraphClient> = {
  token: "azuread:index/appRoleAssignment:AppRoleAssignment",
  schemaVersion: "1",
  inputs: {
    appRoleId: { shape: "string", required: true, replaces: true, refusal: uuid },
    principalObjectId: { shape: "string", required: true, replaces: true, refusal: uuid },
    resourceObjectId: { shape: "string", required: true, replaces: true, refusal: uuid },
  },
  outputs: ["principalDisplayName", "principalType", "resourceDisplayName"],

  async create(inputs, graph) {
    const { appRoleId, principalObjectId: principalId, resourceObjectId: resourceId } = inputs;
    const made = await graph
      .post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, { appRoleId, principalId, resourceId }, isLagging)
      .catch(because("Could not create app role assignment"));
    return {
      id: `/servicePrincipals/${text(made, "resourceId")}/appRoleAssignedTo/${text(made, "id")}`,
      properties: assignmentProperties(made),
    };
  },

  async read(id, _before, graph) {
    if (!/^\/servicePrincipals\/[^/]+\/appRoleAssignedTo\/[^/]+$/.test(id)) {
      throw new Error(`The id of a grant must be /servicePrincipals/<object id>/appRoleAssignedTo/<id>, not "${id}".`);
    }
    const found = await graph.find(id).catch(because(`Could not retrieve ${id}`));
    return found && { id, properties: assignmentProperties(found) };
  },

  async delete(id, graph) {
    await graph.delete(id).catch(because(`Could not delete ${id}`));
  },
};

/** Reads a grant as Graph wrote it. */
export function assignmentProperties(grant: GraphObject): Properties {
  return {
    appRoleId: text(grant, "appRoleId"),
    principalDisplayName: text(grant, "principalDisplayName"),
    principalObjectId: text(grant, "principalId"),
    principalType: text(grant, "principalType"),
    resourceDisplayName: text(grant, "resourceDisplayName"),
    resourceObjectId: text(grant, "resourceId"),
  };
}

/** Whether Graph only does not know a new service principal everywhere yet. */
function isLagging({ status, message }: GraphError): boolean {
  return status === 404 || (status === 400 && message.includes("Not a valid reference update"));
}
