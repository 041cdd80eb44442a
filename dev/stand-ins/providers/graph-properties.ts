import { flag, type GraphObject, text, texts } from "./graph-object.ts";
import { EMPTY, inKnownOrder } from "./input-rules.ts";
import type { Properties, Value } from "./property-values.ts";
import type { InputRule } from "./resource-kind.ts";

/** What only the service knows of a resource: each the name of a text of Graph's object, or made of the object. */
export type Outputs = Readonly<Record<string, string | ((object: GraphObject) => Value)>>;

type Rules = Readonly<Record<string, InputRule>>;

/**
 * Reads a resource from what Graph says of it; what Graph leaves out is empty, as with the real provider.
 *
 * @param inputs of these, the ones that Graph keeps as they are
 * @param before what was known of it: the order of sets
 */
export function readFrom(object: GraphObject, inputs: Rules, outputs: Outputs, before: Properties = {}): Properties {
  const readers = { string: text, boolean: flag, set: texts, map: () => ({}) };
  const properties: Record<string, Value> = {};
  for (const [name, { shape, graph }] of Object.entries(inputs)) {
    if (graph === undefined) continue;
    const value = readers[shape](object, graph);
    properties[name] = Array.isArray(value) ? inKnownOrder(before[name], value) : value;
  }
  for (const [name, from] of Object.entries(outputs)) {
    properties[name] = typeof from === "string" ? text(object, from) : from(object);
  }
  return properties;
}

/**
 * Writes for Graph what a program can change of a resource. An empty text is `null` there.
 *
 * @param inputs of these, the ones that Graph keeps as they are and that do not replace the resource
 * @param values checked and known inputs
 */
export function writtenFor(inputs: Rules, values: Properties): GraphObject {
  const body: Record<string, Value> = {};
  for (const [name, { shape, graph, replaces, byDefault }] of Object.entries(inputs)) {
    if (graph === undefined || replaces) continue;
    const value = values[name] ?? byDefault ?? EMPTY[shape];
    body[graph] = value === "" ? null : value;
  }
  return body;
}
