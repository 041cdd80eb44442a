/**
 * What a run takes into the state instead of making it, as esia:adopt says: `NAME=ID` for each resource, by the logical name
 * that index.ts gives it and the id that its provider reads it by, and `keys=NUMBER`. Pure: imports no Pulumi.
 *
 * Ids as the providers document them ("Import" on the pages of azuread's Application, ServicePrincipal, AppRoleAssignment,
 * ApplicationFederatedIdentityCredential and ApplicationOwner, and random's RandomUuid). A client secret has none: azuread cannot import an ApplicationPassword.
 */
import { quoted } from "../machine/printed.mjs";
import { guid } from "../microsoft/guid.ts";
import { PERMISSIONS } from "../permissions.ts";
import { grantName, NAMES } from "./names.ts";

/** What esia:adopt names. */
export interface Adoption {
  /** By logical name. */
  ids: Readonly<Record<string, string>>;
  /** The highest number in the names of the application's keys: the first key of the stack's own gets a higher one. */
  keys: number;
}

export const NOTHING: Adoption = { ids: {}, keys: 0 };

const KEYS = "keys";
const GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const OBJECT = new RegExp(`^${GUID}$`);
const GRANT = new RegExp(`^/servicePrincipals/${GUID}/appRoleAssignedTo/[\\w-]{1,100}$`);

/** What an id of each resource that can be taken over looks like. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  [NAMES.mark]: OBJECT,
  [NAMES.application]: new RegExp(`^/applications/${GUID}$`),
  [NAMES.principal]: new RegExp(`^/servicePrincipals/${GUID}$`),
  ...Object.fromEntries(PERMISSIONS.map(({ role }) => [grantName(role), GRANT])),
  [NAMES.pipeline]: new RegExp(`^/applications/${GUID}$`),
  [NAMES.pipelinePrincipal]: new RegExp(`^/servicePrincipals/${GUID}$`),
  [NAMES.pipelineCredential]: new RegExp(`^${GUID}/federatedIdentityCredential/${GUID}$`),
  [NAMES.pipelineRight]: GRANT,
  [NAMES.pipelineOwnership]: new RegExp(`^/applications/${GUID}/owners/${GUID}$`),
};

/** The ids of what is taken over. */
export const applicationId = (objectId: string) => `/applications/${objectId}`;
export const principalId = (objectId: string) => `/servicePrincipals/${objectId}`;
/** @param resource object id of the API's service principal @param grant id of the app role assignment */
export const grantId = (resource: string, grant: string) => `/servicePrincipals/${resource}/appRoleAssignedTo/${grant}`;
/** @param application object id of the credential's application */
export const credentialId = (application: string, credential: string) =>
  `${application}/federatedIdentityCredential/${credential}`;
/** @param owner object id of the owning principal */
export const ownershipId = (application: string, owner: string) => `/applications/${application}/owners/${owner}`;

/** The setting's value, in the order in which a run makes things. */
export function written({ ids, keys }: Adoption): string {
  const named = Object.keys(SHAPES).filter((name) => ids[name] !== undefined);
  return [...named.map((name) => `${name}=${ids[name]}`), ...(keys > 0 ? [`${KEYS}=${keys}`] : [])].join(" ");
}

/**
 * @param raw the setting's value; "" takes nothing over
 * @throws Error with a sentence on the first part that cannot be meant
 */
export function readAdoption(raw: string): Adoption {
  const ids: Record<string, string> = {};
  let keys = 0;
  for (const part of raw.split(" ").filter(Boolean)) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0));
    const id = part.slice(at + 1);
    if (name === KEYS && /^[1-9]\d{0,5}$/.test(id)) keys = Number(id);
    else if (Object.hasOwn(SHAPES, name) && ids[name] === undefined && SHAPES[name]?.test(id)) ids[name] = id;
    else throw new Error(`holds ${quoted(part)}, which names nothing that can be taken over`);
  }
  if (ids[NAMES.application] === undefined && raw !== "") throw new Error("does not name the application");
  return { ids, keys };
}

interface HeldResource {
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

/**
 * Whether what is to be taken over belongs to what the state holds: another application would replace it, with every key.
 * @throws Error saying both
 */
export function requireOwnApplication(
  { ids }: Adoption,
  held: readonly HeldResource[],
  command: (words: string) => string,
): void {
  const asked = ids[NAMES.application];
  const own = guid(held.find(({ name }) => name === NAMES.application)?.outputs["objectId"]);
  if (asked === undefined || own === undefined || asked === applicationId(own)) return;
  throw new Error(
    `esia:adopt names the application ${asked}, and the stack has one already, ${applicationId(own)}: to take another over ` +
      `would replace it, with the key in use. ${command("config rm esia:adopt")} leaves the stack as it is.`,
  );
}

/** @returns the option by which a resource is taken over; none for what the state holds, or for what is to be made */
export function importing({ ids }: Adoption, held: readonly { name: string }[]): (name: string) => { import?: string } {
  return (name) => {
    const id = ids[name];
    return id === undefined || held.some((resource) => resource.name === name) ? {} : { import: id };
  };
}

/** What a run says of the setting: what it takes over, or that nothing is left to take. */
export function adoptionLine(
  { ids }: Adoption,
  held: readonly { name: string }[],
  command: (words: string) => string,
): { severity: "info"; text: string } | undefined {
  const named = Object.keys(ids);
  if (named.length === 0) return undefined;
  const taken = named.filter((name) => !held.some((resource) => resource.name === name)).length;
  const text =
    taken > 0
      ? `This run takes over what esia:adopt names: ${taken} ${taken > 1 ? "things that exist are" : "thing that exists is"} not made again.`
      : `esia:adopt asks for nothing: all that it names is the stack's. ${command("config rm esia:adopt")} removes it.`;
  return { severity: "info", text };
}
