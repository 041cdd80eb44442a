import type { Properties, Value } from "./property-values.ts";

/** What an input may hold. `set` lists have no order: the same members in another order are no change. */
export type Shape = "string" | "boolean" | "map" | "set";

/** How one input property of a resource behaves. */
export interface InputRule {
  readonly shape: Shape;
  /** What Graph calls it, where Graph keeps the value as it is. */
  readonly graph?: string;
  readonly required?: true;
  /** A change makes a new resource; without it, a change is made in place. */
  readonly replaces?: true;
  /** What is meant when a program does not set the property. */
  readonly byDefault?: Value;
  /** If the program does not set it, the service chooses, and what it chose is no difference. */
  readonly chosenByService?: true;
  /** Says in a sentence's second half ("must be a UUID") what is wrong with a known value, or nothing. */
  readonly refusal?: (value: Value) => string | undefined;
}

export type Learn = (properties: Properties) => void;

/** A resource as it is after it has been made, read or changed. */
export interface Existing {
  readonly id: string;
  readonly properties: Properties;
}

/**
 * One type of resource that a plugin serves: its properties as data, its effects as functions of a `Context` (a signed-in
 * Graph client; nothing for plugins without a service). Every function throws an Error whose message an operator can read.
 */
export interface ResourceKind<Context> {
  readonly token: string;
  /** The real provider's schema version, written into the state so that it can take a state of ours over. */
  readonly schemaVersion: string;
  readonly inputs: Readonly<Record<string, InputRule>>;
  /** Names in the program that must never be set, with what to do instead. */
  readonly refused?: Readonly<Record<string, string>>;
  /** The outputs that are known only once the resource exists. */
  readonly outputs: readonly string[];
  readonly secretOutputs?: readonly string[];
  /** Throws if the resource could not be made or changed like this; asked in previews too, never with unknown names. */
  forbid?(inputs: Properties, context: Context, existing?: { id: string; state: Properties }): Promise<void>;
  /** Makes the resource; gives its id, and what is known of it before it is read. */
  create(inputs: Properties, context: Context): Promise<Existing>;
  /** Does what is left to do once the resource exists: what fails here, or in reading it, leaves it in the state. */
  complete?(id: string, inputs: Properties, context: Context): Promise<void>;
  /**
   * Gives nothing when the resource is gone. `before` is empty when the resource is being imported; `learn` is told of
   * what is known before all has been read.
   */
  read(id: string, before: Properties, context: Context, learn: Learn): Promise<Properties | undefined>;
  update?(id: string, before: Properties, inputs: Properties, context: Context): Promise<void>;
  delete(id: string, context: Context): Promise<void>;
}
