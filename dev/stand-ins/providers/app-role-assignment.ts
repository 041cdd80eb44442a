import type { GraphClient } from "./graph-client.ts";
import { type GraphError, isMissing } from "./graph-failures.ts";
import { type GraphObject, text } from "./graph-object.ts";
import { HalfMade } from "./half-made.ts";
import { theGrant } from "./objects-in-words.ts";
import type { Properties } from "./property-values.ts";
import { because, reason } from "./reasons.ts";
import type { Existing, ResourceKind } from "./resource-kind.ts";
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
    const whose = `resource (Object ID: "${resourceId}")`;
    await graph.get(`/servicePrincipals/${resourceId}`).catch((thrown: unknown) => {
      if (isMissing(thrown)) because(`[principal_object_id] Service principal not found for ${whose}`)(thrown);
      because(`Could not retrieve service principal for ${whose}`)(thrown);
    });
    const made = await graph
      .post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, { appRoleId, principalId, resourceId }, isLagging)
      .catch(because("Could not create app role assignment"));
    const id = `/servicePrincipals/${text(made, "resourceId")}/appRoleAssignedTo/${text(made, "id")}`;
    return new HalfMade(id, inputs).finish(() => read(id, graph));
  },

  async read(id, _before, graph) {
    if (!/^\/servicePrincipals\/[^/]+\/appRoleAssignedTo\/[^/]+$/.test(id)) {
      throw new Error(`The id of a grant must be /servicePrincipals/<object id>/appRoleAssignedTo/<id>, not "${id}".`);
    }
    return read(id, graph);
  },

  async delete(id, graph) {
    await graph
      .delete(id)
      .catch((thrown: unknown) => because(`[id] Deleting ${theGrant(id)}: ${reason(thrown)}`)(thrown));
  },
};

async function read(id: string, graph: GraphClient): Promise<Existing | undefined> {
  const found = await graph.find(id).catch(because(`retrieving ${theGrant(id)}`));
  return found && { id, properties: assignmentProperties(found) };
}

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
function isLagging({ status, said }: GraphError): boolean {
  return status === 404 || (status === 400 && said.includes("Not a valid reference update"));
}
