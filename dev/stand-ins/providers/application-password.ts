import { confirmed } from "./confirming.ts";
import { because } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { isMissing } from "./graph-failures.ts";
import { type GraphObject, objectId, objects, text, theApplication } from "./graph-object.ts";
import { readFrom } from "./graph-properties.ts";
import type { Properties } from "./property-values.ts";
import type { InputRule, ResourceKind } from "./resource-kind.ts";
import { applicationId, dateTime } from "./value-rules.ts";

const INPUTS: Readonly<Record<string, InputRule>> = {
  applicationId: { shape: "string", required: true, replaces: true, refusal: applicationId },
  displayName: { shape: "string", graph: "displayName", replaces: true, chosenByService: true },
  startDate: { shape: "string", graph: "startDateTime", replaces: true, chosenByService: true, refusal: dateTime },
  endDate: { shape: "string", graph: "endDateTime", replaces: true, chosenByService: true, refusal: dateTime },
};

/** azuread's `ApplicationPassword`: a client secret. Its value is shown once, when it is made, and then only the state has it. */
export const applicationPassword: ResourceKind<GraphClient> = {
  token: "azuread:index/applicationPassword:ApplicationPassword",
  schemaVersion: "1",
  inputs: INPUTS,
  refused: {
    rotateWhenChanged: "it ends the old secret in the run that makes the new one; declare one more secret instead",
    endDateRelative: "it is deprecated; set endDate",
  },
  outputs: ["keyId", "value"],
  secretOutputs: ["value"],

  async create(inputs, graph) {
    const application = String(inputs["applicationId"]);
    await graph.get(application).catch((thrown: unknown) => {
      if (isMissing(thrown)) throw new Error(`[application_id] ${theApplication(application)} was not found`);
      because(`[application_id] Retrieving ${theApplication(application)}`)(thrown);
    });
    const made = await graph
      .post(`${application}/addPassword`, passwordBody(inputs))
      .catch(because(`Adding password for ${theApplication(application)}`));
    const [keyId, value] = [text(made, "keyId"), text(made, "secretText")];
    if (keyId === "" || value === "") throw new Error("Microsoft Graph added a password without a keyId or a value.");
    // Until here no state knows of the secret: what fails now leaves one behind that works.
    await confirmed(graph, "Done", async () => keyIn(await graph.get(application), keyId) !== undefined).catch(
      because(`Waiting for password credential for ${theApplication(application)}`),
    );
    return { id: `${objectId(application)}/password/${keyId}`, properties: { ...inputs, value } };
  },

  async read(id, before, graph) {
    const value = before["value"];
    if (value === undefined) {
      throw new Error(
        `The secret ${id} cannot be imported: its value is shown only when it is made. Declare a new one.`,
      );
    }
    const { application, keyId } = parsed(id);
    const found = await graph
      .find(application)
      .catch(because(`[application_id] Retrieving ${theApplication(application)}`));
    const key = found && keyIn(found, keyId);
    return key && { ...readFrom(key, INPUTS, { keyId: "keyId" }), applicationId: application, value };
  },

  async delete(id, graph) {
    const { application, keyId } = parsed(id);
    const what = `password credential "${keyId}" from ${theApplication(application)}`;
    await graph.post(`${application}/removePassword`, { keyId }).catch(because(`Removing ${what}`));
    await confirmed(graph, "Deleted", async () => {
      const found = await graph.get(application).catch(because("retrieving resource"));
      return keyIn(found, keyId) === undefined;
    }).catch(because(`Waiting for deletion of ${what}`));
  },
};

function keyIn(application: GraphObject, keyId: string): GraphObject | undefined {
  const keys = objects(application, "passwordCredentials");
  return keys.find((one) => text(one, "keyId").toLowerCase() === keyId.toLowerCase());
}

/**
 * Writes a new secret for Graph, which takes times without fractions of a second.
 *
 * @param inputs checked and known inputs
 */
export function passwordBody(inputs: Properties): GraphObject {
  const { displayName, startDate, endDate } = inputs;
  return {
    passwordCredential: {
      ...(displayName !== undefined && displayName !== "" && { displayName }),
      ...(startDate !== undefined && { startDateTime: wholeSeconds(String(startDate)) }),
      ...(endDate !== undefined && { endDateTime: wholeSeconds(String(endDate)) }),
    },
  };
}

function wholeSeconds(time: string): string {
  return time.replace(/\.\d+/, "");
}

function parsed(id: string): { application: string; keyId: string } {
  const [, objectId, keyId] = /^([^/]+)\/password\/([^/]+)$/.exec(id) ?? [];
  if (objectId === undefined || keyId === undefined) {
    throw new Error(`The id of a secret must be <application's object id>/password/<key id>, not "${id}".`);
  }
  return { application: `/applications/${objectId}`, keyId };
}
