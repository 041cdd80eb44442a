import { randomUUID } from "node:crypto";
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
    return { id: randomUUID(), properties: inputs };
  },

  async read(id, before) {
    const wrong = uuid(id);
    if (wrong !== undefined) throw new Error(`The id of a RandomUuid ${wrong}.`);
    return { keepers: before["keepers"] ?? null, result: id };
  },

  // Nothing but the state knows it.
  async delete() {},
};

/** All that is served in random's place; it knows no other world than the state. */
export const random: Provider<unknown> = {
  name: "random",
  version: "4.21.2",
  kinds: [randomUuid],
  functions: {},
  configure: async () => ({}),
};
