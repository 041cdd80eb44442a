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

/** How azuread names an application in its errors. @param id `/applications/<object id>` */
export function theApplication(id: string): string {
  return `Application (Application: "${objectId(id)}")`;
}

/** @param id `/servicePrincipals/<object id>` */
export function thePrincipal(id: string): string {
  return `Service Principal (Service Principal: "${objectId(id)}")`;
}

/** @param id `/servicePrincipals/<object id>/appRoleAssignedTo/<id>` */
export function theGrant(id: string): string {
  const [, , resource, , grant] = id.split("/");
  return `Service Principal Id App Role Assigned To (Service Principal: "${resource}"\nApp Role Assignment: "${grant}")`;
}

/** The object id in an application's or a service principal's id. */
export function objectId(id: string): string {
  return id.split("/").at(-1) ?? "";
}
