import { canonical, isProperties, type Properties, plain, UNKNOWN, type Value } from "./property-values.ts";
import type { InputRule, ResourceKind, Shape } from "./resource-kind.ts";

/** Why a property cannot be accepted. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** What a changed property means for the resource: the words of Pulumi's own detailed diff. */
export type Change = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

type Rules = Readonly<Record<string, InputRule>>;

/** What a property of a shape holds when nobody has set it. */
export const EMPTY: Readonly<Record<Shape, Value>> = { string: "", boolean: false, map: {}, set: [] };

/**
 * Checks what a program has set on a resource and fills in defaults. Strict: a property that is not served here is refused
 * by name, because leaving it out silently would let a program pass its tests and fail at the real provider.
 *
 * @param kind what the resource takes
 * @param set what the program set
 * @returns the inputs to go on with, and every reason against them
 */
export function checked(
  kind: Pick<ResourceKind<never>, "token" | "inputs" | "refused">,
  set: Properties,
): { inputs: Properties; failures: Failure[] } {
  const type = kind.token.split(":").at(-1);
  const given = plain(set);
  const refusals = Object.entries(given).map(([name, value]) => [name, refusal(kind, name, value)] as const);
  const unset = Object.entries(kind.inputs).filter(([name]) => given[name] === undefined);
  const missing = unset.map(([name, { required }]) => [name, required ? "is required" : undefined] as const);
  const defaults = unset.flatMap(([name, { byDefault }]) => (byDefault === undefined ? [] : [[name, byDefault]]));
  return {
    inputs: { ...given, ...Object.fromEntries(defaults) },
    failures: [...refusals, ...missing].flatMap(([property, wrong]) =>
      wrong === undefined ? [] : [{ property, reason: `${property} of ${type} ${wrong}.` }],
    ),
  };
}

function refusal(
  { inputs, refused }: Pick<ResourceKind<never>, "inputs" | "refused">,
  name: string,
  value: Value,
): string | undefined {
  const [rule, instead] = [inputs[name], refused?.[name]];
  if (instead !== undefined) return `is refused: ${instead}`;
  if (!rule) {
    const served = Object.keys(inputs).join(", ");
    return `is not served by this stand-in, which takes ${served}: leave it out, or use the real provider`;
  }
  return value === UNKNOWN ? undefined : (shapeRefusal(rule.shape, value) ?? rule.refusal?.(value));
}

/**
 * Compares what a program wants with what the state says the service has.
 *
 * @param rules how the properties behave
 * @param state the resource's outputs, as last seen
 * @param wanted checked inputs; unknown values count as changed
 * @param ignored names that the program's `ignoreChanges` takes out of the comparison, also where a refresh has seen them
 *   change; as with the real provider, "*" is no name
 * @returns the changed properties; empty when there is nothing to do
 */
export function changes(
  rules: Rules,
  state: Properties,
  wanted: Properties,
  ignored: readonly string[],
): Record<string, Change> {
  const found: Record<string, Change> = {};
  const effective = intended(rules, state, wanted, ignored);
  for (const [name, rule] of Object.entries(rules)) {
    const before = comparable(rule, state[name]);
    if (before === comparable(rule, effective[name])) continue;
    const blank = comparable(rule, undefined);
    const change = before === blank ? "add" : (wanted[name] ?? null) === null ? "delete" : "update";
    found[name] = rule.replaces ? `${change}-replace` : change;
  }
  return found;
}

/**
 * The value that every served property is meant to have: the program's, else the service's own choice, else nothing;
 * for ignored properties, the one in the state.
 *
 * @param rules how the properties behave
 * @param state the resource's outputs, as last seen
 * @param wanted checked inputs
 * @param ignored names that `ignoreChanges` holds
 */
export function intended(
  rules: Rules,
  state: Properties,
  wanted: Properties,
  ignored: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const own = ignored.includes(name) ? undefined : wanted[name];
      const kept = ignored.includes(name) || rule.chosenByService ? state[name] : undefined;
      return [name, own ?? kept ?? EMPTY[rule.shape]];
    }),
  );
}

/** The inputs that would have led to a resource as it is now: of those once set, or of all that are not as by default. */
export function inputsOf(rules: Rules, properties: Properties, before: Properties): Properties {
  const importing = Object.keys(plain(before)).length === 0;
  const names = Object.entries(rules).filter(([name, rule]) =>
    importing
      ? rule.required || comparable(rule, properties[name]) !== comparable(rule, rule.byDefault)
      : (before[name] ?? null) !== null,
  );
  return plain(Object.fromEntries(names.map(([name]) => [name, properties[name] ?? null])));
}

/** Gives a set in the order in which it was known before, if it is the same set: a new order is no news. */
export function inKnownOrder(before: Value | undefined, now: readonly Value[]): readonly Value[] {
  const same = Array.isArray(before) && asSet(before) === asSet(now);
  return same ? (before as readonly Value[]) : now;
}

function asSet(values: readonly Value[]): string {
  return [...new Set(values.map(canonical))].sort().join();
}

function comparable(rule: InputRule, value: Value | undefined): string {
  const known = value ?? EMPTY[rule.shape];
  return rule.shape === "set" && Array.isArray(known) ? asSet(known) : canonical(known);
}

function shapeRefusal(shape: Shape, value: Value): string | undefined {
  if (shape === "set") return Array.isArray(value) ? undefined : "must be a list";
  if (shape === "map") return isProperties(value) ? undefined : "must be an object";
  return typeof value === shape ? undefined : `must be a ${shape}`;
}
