import { randomUUID } from "node:crypto";
import type { Value } from "./property-values.ts";
import type { Provider } from "./provider-plugin.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { uuid } from "./value-rules.ts";

/** random's `RandomUuid`: a UUID that is made once and then lives in the state alone. */
const randomUuid: ResourceKind<unknown> = {
  token: "random:index/randomUuid:RandomUuid",
  schemaVersion: "0",
  inputs: { keepers: { shape: "map", replaces: true } },
  outputs: ["result"],

  async create(inputs) {
    const result = randomUUID();
    return { id: result, properties: withKeepers(result, inputs["keepers"]) };
  },

  async read(id, before) {
    const wrong = uuid(id);
    if (wrong !== undefined) throw new Error(`The id of a RandomUuid ${wrong}.`);
    return { id, properties: withKeepers(id, before["keepers"]) };
  },

  // Nothing but the state knows it.
  async delete() {},
};

/** All that is served in random's place; it knows no other world than the state. */
export const random: Provider<unknown> = {
  name: "random",
  version: "4.21.2",
  kinds: [randomUuid],
  functions: [],
  configure: async () => ({}),
};

function withKeepers(result: string, keepers: Value | undefined) {
  return { keepers: keepers ?? null, result };
}
