/** The form in which a resource goes into the state, or into a preview. */
import { type Properties, secret, UNKNOWN, type Value } from "./property-values.ts";
import type { Existing, ResourceKind } from "./resource-kind.ts";

/** Dresses a resource for the state: its id among its properties, its schema version, its secrets marked. */
export function finished(kind: ResourceKind<never>, { id, properties }: Existing): Existing {
  const __meta = JSON.stringify({ schema_version: kind.schemaVersion });
  return { id, properties: guarded(kind, { ...properties, id, __meta }) };
}

/** Marks the secrets among a resource's properties. */
export function guarded({ secretOutputs = [] }: ResourceKind<never>, properties: Properties): Properties {
  const held = Object.entries(properties).filter(([name, value]) => secretOutputs.includes(name) && value !== null);
  return { ...properties, ...Object.fromEntries(held.map(([name, value]) => [name, secret(value)])) };
}

/** What a preview knows of a resource that does not exist yet. */
export function planned(kind: ResourceKind<never>, inputs: Properties): Properties {
  const properties: Record<string, Value> = {};
  for (const name of kind.outputs) properties[name] = UNKNOWN;
  for (const [name, rule] of Object.entries(kind.inputs)) {
    properties[name] = inputs[name] ?? (rule.chosenByService ? UNKNOWN : null);
  }
  return properties;
}
