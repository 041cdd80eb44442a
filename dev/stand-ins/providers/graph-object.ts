/** An object as Microsoft Graph writes it. */
export type GraphObject = Readonly<Record<string, unknown>>;

/** A text of an object; what Graph leaves out or calls `null` is empty in the state, as with the real provider. */
export function text(object: GraphObject, name: string): string {
  const value = object[name];
  return typeof value === "string" ? value : "";
}

/** A yes or no of an object; no if it is missing. */
export function flag(object: GraphObject, name: string): boolean {
  return object[name] === true;
}

/** A list of texts of an object; empty if it is missing. */
export function texts(object: GraphObject, name: string): string[] {
  const value = object[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A list of objects of an object; empty if it is missing. */
export function objects(object: GraphObject, name: string): GraphObject[] {
  const value = object[name];
  return Array.isArray(value) ? value : [];
}

/** A filter that Graph understands, `name eq 'value'`, with the value's own quotes doubled. */
export function equals(name: string, value: string): string {
  return `${name} eq '${value.replaceAll("'", "''")}'`;
}
