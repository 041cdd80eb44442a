import { because, reason } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { becauseMissing, type GraphError } from "./graph-failures.ts";
import { text, theGrant } from "./graph-object.ts";
import { type Outputs, readFrom } from "./graph-properties.ts";
import type { InputRule, ResourceKind } from "./resource-kind.ts";
import { uuid } from "./value-rules.ts";

const INPUTS: Readonly<Record<string, InputRule>> = {
  appRoleId: { shape: "string", graph: "appRoleId", required: true, replaces: true, refusal: uuid },
  principalObjectId: { shape: "string", graph: "principalId", required: true, replaces: true, refusal: uuid },
  resourceObjectId: { shape: "string", graph: "resourceId", required: true, replaces: true, refusal: uuid },
};

const OUTPUTS: Outputs = {
  principalDisplayName: "principalDisplayName",
  principalType: "principalType",
  resourceDisplayName: "resourceDisplayName",
};

/** azuread's `AppRoleAssignment`: the grant of an API's application role. */
export const appRoleAssignment: ResourceKind<GraphClient> = {
  token: "azuread:index/appRoleAssignment:AppRoleAssignment",
  schemaVersion: "1",
  inputs: INPUTS,
  outputs: Object.keys(OUTPUTS),

  async create(inputs, graph) {
    const { appRoleId, principalObjectId: principalId, resourceObjectId: resourceId } = inputs;
    const whose = `resource (Object ID: "${resourceId}")`;
    await graph
      .get(`/servicePrincipals/${resourceId}`)
      .catch(
        becauseMissing(
          `[principal_object_id] Service principal not found for ${whose}`,
          `Could not retrieve service principal for ${whose}`,
        ),
      );
    const made = await graph
      .post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, { appRoleId, principalId, resourceId }, isLagging)
      .catch(because("Could not create app role assignment"));
    const id = `/servicePrincipals/${text(made, "resourceId")}/appRoleAssignedTo/${text(made, "id")}`;
    return { id, properties: inputs };
  },

  async read(id, _before, graph) {
    if (!/^\/servicePrincipals\/[^/]+\/appRoleAssignedTo\/[^/]+$/.test(id)) {
      throw new Error(`The id of a grant must be /servicePrincipals/<object id>/appRoleAssignedTo/<id>, not "${id}".`);
    }
    const found = await graph.find(id).catch(because(`retrieving ${theGrant(id)}`));
    return found && readFrom(found, INPUTS, OUTPUTS);
  },

  async delete(id, graph) {
    await graph
      .delete(id)
      .catch((thrown: unknown) => because(`[id] Deleting ${theGrant(id)}: ${reason(thrown)}`)(thrown));
  },
};

/** Whether Graph only does not know a new service principal everywhere yet. */
function isLagging({ status, said }: GraphError): boolean {
  return status === 404 || (status === 400 && said.includes("Not a valid reference update"));
}
