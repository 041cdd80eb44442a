/** What `pulumi stack export` says of a stack: without --show-secrets, so that every secret in it stays encrypted. Pure. */

import type { Held } from "../../stack/held.ts";
import { NAMES, TYPES } from "../../stack/names.ts";

export interface StackState {
  /** How many resources of the program's it holds. */
  resources: number;
  /** As the program reads them at the start of a run; secrets are encrypted here. */
  held: Held[];
  /** Entra's own GUID of the tenant, by the application's service principal; an output of 1.0.0 could be a domain. */
  tenantId?: string;
  /** The RandomUuid that is written on the application as a tag. */
  mark?: string;
  application?: { objectId: string; clientId: string };
  managementApi: boolean;
  keyIds: string[];
  /** Ids of app role assignments. */
  grantIds: string[];
  /** The roles that they grant. */
  grants: string[];
  /** What an interrupted run was at. */
  pending: { doing: string; name: string }[];
  secretsProvider?: { type: string; state: Readonly<Record<string, unknown>> };
  /** Names of what the state holds in clear although it is secret. */
  inClear: string[];
}

interface Resource {
  urn: string;
  type: string;
  outputs?: Record<string, unknown>;
}

/** The program's own view of the state, so that doctor judges by the program's rules. */
export function heldIn(exported: string): Held[] {
  const { deployment } = JSON.parse(exported) as { deployment?: { resources?: (Resource & { delete?: boolean })[] } };
  // As the engine leaves out what an interrupted replacement has still to delete.
  const resources = (deployment?.resources ?? []).filter((resource) => resource.delete !== true);
  return resources.map(({ urn, type, outputs = {} }) => ({ urn, type, name: nameOf(urn), outputs }));
}

/** Pulumi's mark of an encrypted value (pulumi/pulumi, sdk/go/common/resource/sig/sig.go). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** @throws Error when it is not an export of a stack */
export function readState(exported: string): StackState {
  const { deployment } = JSON.parse(exported) as { deployment?: Record<string, unknown> };
  if (!deployment) throw new Error("no deployment in the export");
  const resources = (deployment["resources"] ?? []) as Resource[];
  const byName = (name: string) => resources.find(({ urn }) => nameOf(urn) === name)?.outputs ?? {};
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const stack = ofType(TYPES.stack)[0]?.outputs ?? {};
  const application = ofType(TYPES.application)[0]?.outputs;
  const grants = ofType(TYPES.grant);
  const keys = ofType(TYPES.secret);
  const operations = (deployment["pending_operations"] ?? []) as { type: string; resource: Resource }[];
  const secretsProvider = deployment["secrets_providers"] as StackState["secretsProvider"];
  return {
    held: heldIn(exported),
    resources: resources.filter(({ type }) => !type.startsWith("pulumi:")).length,
    ...text("tenantId", byName(NAMES.principal)["applicationTenantId"] ?? stack["tenantId"]),
    ...text("mark", byName(NAMES.mark)["result"]),
    ...(application && {
      application: { objectId: String(application["objectId"]), clientId: String(application["clientId"]) },
    }),
    managementApi: resources.some(({ urn }) => nameOf(urn) === NAMES.managementApi),
    keyIds: keys.map(({ outputs }) => String(outputs?.["keyId"])),
    grantIds: grants.map(({ outputs }) => String(outputs?.["id"]).replace(/^.*\//, "")),
    grants: grants.map(({ urn }) => nameOf(urn).replace(/^grant-/, "")),
    pending: operations.map(({ type, resource }) => ({ doing: type, name: nameOf(resource.urn) })),
    ...(secretsProvider && { secretsProvider }),
    inClear: [
      ...("clientSecret" in stack && !isEncrypted(stack["clientSecret"]) ? ["the output clientSecret"] : []),
      ...keys.filter(({ outputs }) => !isEncrypted(outputs?.["value"])).map(({ urn }) => nameOf(urn)),
    ],
  };
}

function isEncrypted(value: unknown): boolean {
  const held = value as Record<string, unknown> | null | undefined;
  return held?.[SIGNATURE] === SECRET && typeof held["ciphertext"] === "string";
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function text<Name extends string>(name: Name, value: unknown): { [key in Name]?: string } {
  return (typeof value === "string" ? { [name]: value } : {}) as { [key in Name]?: string };
}
