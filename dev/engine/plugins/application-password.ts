import type { GraphClient } from "./graph-client.ts";
import { nothingIfMissing } from "./graph-failures.ts";
import { type GraphObject, objects, text } from "./graph-object.ts";
import type { Properties } from "./property-values.ts";
import { because } from "./reasons.ts";
import type { InputRule, ResourceKind } from "./resource-kind.ts";
import { applicationId, dateTime } from "./value-rules.ts";

const INPUTS: Readonly<Record<string, InputRule>> = {
  applicationId: { shape: "string", required: true, replaces: true, refusal: applicationId },
  displayName: { shape: "string", replaces: true, chosenByService: true },
  startDate: { shape: "string", replaces: true, chosenByService: true, refusal: dateTime },
  endDate: { shape: "string", replaces: true, chosenByService: true, refusal: dateTime },
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
    const made = await graph
      .post(`${application}/addPassword`, passwordBody(inputs))
      .catch(because(`Could not add password for application ${application}`));
    const [keyId, value] = [text(made, "keyId"), text(made, "secretText")];
    if (keyId === "" || value === "") throw new Error("Microsoft Graph added a password without a keyId or a value.");
    return {
      id: `${application.split("/").at(-1)}/password/${keyId}`,
      properties: { ...passwordProperties(made, application), value },
    };
  },

  async read(id, before, graph) {
    const { application, keyId } = parsed(id);
    const value = before["value"];
    if (value === undefined) {
      throw new Error(
        `The secret ${id} cannot be imported: its value is shown only when it is made. Declare a new one.`,
      );
    }
    const found = await graph.find(application).catch(because(`Could not retrieve application ${application}`));
    const held = objects(found ?? {}, "passwordCredentials").find(
      (one) => text(one, "keyId").toLowerCase() === keyId.toLowerCase(),
    );
    return held && { id, properties: { ...passwordProperties(held, application), value } };
  },

  async delete(id, graph) {
    const { application, keyId } = parsed(id);
    await graph
      .post(`${application}/removePassword`, { keyId })
      .catch(nothingIfMissing)
      .catch(because(`Could not remove password ${keyId}`));
  },
};

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

/** Reads what Graph says of a secret, its value apart. */
export function passwordProperties(credential: GraphObject, application: string): Properties {
  return {
    applicationId: application,
    displayName: text(credential, "displayName"),
    endDate: text(credential, "endDateTime"),
    keyId: text(credential, "keyId"),
    startDate: text(credential, "startDateTime"),
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
