/**
 * What a property can be on the wire between engine and plugin, once it has left protobuf. Secrets never come in this
 * direction: these plugins tell the engine that they do not accept them (`acceptSecrets: false`, as bridged providers
 * do), so it unwraps inputs before it sends them and marks what it gets back.
 */
export type Value = null | boolean | number | string | readonly Value[] | Properties;

/** The properties of a resource, or the arguments or results of a function. Absent and `null` mean the same. */
export interface Properties {
  readonly [name: string]: Value;
}

/** What the engine writes for a value that a preview cannot know. Source: pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Marks a value as secret, which is what makes the engine encrypt it in the state and mask it in the terminal. */
export function secret(value: Value): Properties {
  return { [SIGNATURE]: SECRET, value };
}

/** Takes the marks of secrets off a provider's settings: the engine sends these before it knows that they are not accepted. */
export function revealed(properties: Properties): Properties {
  const reveal = (value: Value): Value =>
    isProperties(value) && value[SIGNATURE] === SECRET ? (value["value"] ?? null) : value;
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, reveal(value)]));
}

/** Whether a value is an object, and not a list or nothing. */
export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Drops absent values and the real provider's book-keeping (`__defaults`), at every depth: a state that the real
 * provider wrote must not look different from one written here.
 */
export function plain(properties: Properties): Properties {
  const clean = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(clean);
    return isProperties(value) ? plain(value) : value;
  };
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name, value]) => value !== null && name !== "__defaults")
      .map(([name, value]) => [name, clean(value)]),
  );
}

/** A text that is equal for equal values, whatever the order of names in an object; for comparing. */
export function canonical(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isProperties(value)) return JSON.stringify(value);
  const sorted = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${sorted.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join()}}`;
}
