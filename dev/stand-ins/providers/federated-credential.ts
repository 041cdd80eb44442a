import { confirmed, gone } from "./confirming.ts";
import { because, reason } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { objectId, text, theApplication } from "./graph-object.ts";
import { readFrom } from "./graph-properties.ts";
import type { Properties, Value } from "./property-values.ts";
import type { InputRule, ResourceKind } from "./resource-kind.ts";
import { applicationId, each, filled } from "./value-rules.ts";

const INPUTS: Readonly<Record<string, InputRule>> = {
  applicationId: { shape: "string", required: true, replaces: true, refusal: applicationId },
  displayName: { shape: "string", graph: "name", required: true, replaces: true, refusal: nameLength },
  issuer: { shape: "string", graph: "issuer", required: true },
  subject: { shape: "string", graph: "subject", required: true },
  // A list by its form; Graph takes one alone.
  audiences: { shape: "set", graph: "audiences", required: true, refusal: oneAudience },
  description: { shape: "string", graph: "description" },
};

/** azuread's `ApplicationFederatedIdentityCredential`: another issuer's tokens that sign in as the application. */
export const federatedCredential: ResourceKind<GraphClient> = {
  token: "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
  schemaVersion: "0",
  inputs: INPUTS,
  outputs: ["credentialId"],

  async create(inputs, graph) {
    const application = String(inputs["applicationId"]);
    await graph
      .get(application)
      .catch((thrown: unknown) => because(`retrieving ${theApplication(application)}: ${reason(thrown)}`)(thrown));
    const made = await graph
      .post(`${application}/federatedIdentityCredentials`, body(inputs))
      .catch(because(`Adding federated identity credential for ${theApplication(application)}`));
    const key = text(made, "id");
    if (key === "") throw new Error("Microsoft Graph made a federated identity credential without an id.");
    const path = `${application}/federatedIdentityCredentials/${key}`;
    await confirmed(graph, "Done", async () => (await graph.find(path)) !== undefined).catch(
      because(`Waiting for ${theCredential(objectId(application), key)}`),
    );
    return { id: `${objectId(application)}/federatedIdentityCredential/${key}`, properties: inputs };
  },

  async read(id, _before, graph) {
    const { application, key, path } = parsed(id);
    const what = `federated identity credential with ID "${key}" for application with object ID "${application}"`;
    const found = await graph.find(path).catch(because(`[id] Retrieving ${what}`));
    return (
      found && { ...readFrom(found, INPUTS, { credentialId: "id" }), applicationId: `/applications/${application}` }
    );
  },

  async update(id, _before, inputs, graph) {
    const { application, key, path } = parsed(id);
    const what = `federated identity credential with ID "${key}" for application with object ID "${application}"`;
    await graph.patch(path, { ...body(inputs), id: key }).catch(because(`Updating ${what}`));
  },

  async delete(id, graph) {
    const { application, key, path } = parsed(id);
    const what = theCredential(application, key);
    await graph.delete(path).catch(because(`Removing ${what}`));
    await gone(graph, path).catch(because(`Waiting for deletion of ${what}`));
  },
};

function body({ displayName, issuer, subject, audiences, description }: Properties) {
  return { audiences, description: description ?? "", issuer, name: displayName, subject };
}

function theCredential(application: string, key: string): string {
  return (
    `Application Id Federated Identity Credential (Application: "${application}"\n` +
    `Federated Identity Credential: "${key}")`
  );
}

function nameLength(value: Value): string | undefined {
  const { length } = String(value);
  return length < 1 || length > 120 ? "must have 1 to 120 characters" : undefined;
}

function oneAudience(value: Value): string | undefined {
  const audiences = value as readonly Value[];
  return audiences.length === 1 ? each(filled)(value) : "must hold one audience";
}

function parsed(id: string): { application: string; key: string; path: string } {
  const [, application, key] = /^([^/]+)\/federatedIdentityCredential\/([^/]+)$/.exec(id) ?? [];
  if (application === undefined || key === undefined) {
    throw new Error(
      `The id of a federated identity credential must be <application's object id>/federatedIdentityCredential/<id>, not "${id}".`,
    );
  }
  return { application, key, path: `/applications/${application}/federatedIdentityCredentials/${key}` };
}
