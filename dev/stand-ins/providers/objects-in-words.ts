/** How azuread names objects in its errors. */

/** @param id `/applications/<object id>` */
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
