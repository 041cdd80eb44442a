import { reason } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { type GraphError, isMissing } from "./graph-failures.ts";
import { equals, text } from "./graph-object.ts";
import type { InputRule, ResourceKind } from "./resource-kind.ts";
import { applicationId, uuid } from "./value-rules.ts";

const INPUTS: Readonly<Record<string, InputRule>> = {
  applicationId: { shape: "string", required: true, replaces: true, refusal: applicationId },
  ownerObjectId: { shape: "string", required: true, replaces: true, refusal: uuid },
};

/** azuread's `ApplicationOwner`: one owner of an application, beside those that it has. */
export const applicationOwner: ResourceKind<GraphClient> = {
  token: "azuread:index/applicationOwner:ApplicationOwner",
  schemaVersion: "0",
  inputs: INPUTS,
  outputs: [],

  async create(inputs, graph) {
    const [application, owner] = [String(inputs["applicationId"]), String(inputs["ownerObjectId"])];
    const id = `${application}/owners/${owner}`;
    const present = await isOwner(graph, id).catch(twice(`checking for presence of existing ${theOwner(id)}`));
    if (present) {
      // The real provider's own words: people search for them.
      twice()(
        new Error(
          `A resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into ` +
            'the State. Please see the resource documentation for "azuread_application_owner" for more information.',
        ),
      );
    }
    const reference = { "@odata.id": await graph.reference(owner) };
    await graph.post(`${application}/owners/$ref`, reference, isLagging).catch(twice(`adding ${theOwner(id)}`));
    return { id, properties: inputs };
  },

  async read(id, _before, graph) {
    const { application, owner } = parsed(id);
    const present = await isOwner(graph, id).catch(twice(`retrieving ${theOwner(id)}`));
    return present ? { applicationId: `/applications/${application}`, ownerObjectId: owner } : undefined;
  },

  async delete(id, graph) {
    await graph.delete(`${id}/$ref`).catch(twice(`removing ${theOwner(id)}`));
  },
};

async function isOwner(graph: GraphClient, id: string): Promise<boolean> {
  const { application, owner } = parsed(id);
  const $filter = equals("id", owner);
  const found = await graph.list(`/applications/${application}/owners`, { $filter }).catch((thrown: unknown) => {
    // An application that is not there has no owner.
    if (isMissing(thrown)) return [];
    throw new Error(`unable to list Owners with filter ${JSON.stringify($filter)}: ${reason(thrown)}`);
  });
  return found.some((one) => text(one, "id") === owner);
}

/** Whether Graph does not know a new object everywhere yet. */
function isLagging({ status }: GraphError): boolean {
  return status === 404;
}

/** As azuread's newer resources do it: what failed is the error's summary, and its detail too. */
function twice(doing?: string): (thrown: unknown) => never {
  return (thrown) => {
    const said = doing === undefined ? reason(thrown) : `${doing}: ${reason(thrown)}`;
    throw new Error(`${said}: ${said}`);
  };
}

function theOwner(id: string): string {
  const { application, owner } = parsed(id);
  return `Application Id Owner (Application: "${application}"\nDirectory Object: "${owner}")`;
}

function parsed(id: string): { application: string; owner: string } {
  const [, application, owner] = /^\/applications\/([^/]+)\/owners\/([^/]+)$/.exec(id) ?? [];
  if (application === undefined || owner === undefined) {
    throw new Error(`The id of an owner must be /applications/<object id>/owners/<object id>, not "${id}".`);
  }
  return { application, owner };
}
