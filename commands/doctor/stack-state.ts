/** What doctor looks at in a stack's state; exported without --show-secrets, so that every secret in it stays encrypted. Pure. */

import { Temporal } from "temporal-polyfill";
import { type Exported, heldIn, isEncrypted } from "../../stack/exported.ts";
import type { Held } from "../../stack/held.ts";
import { NAMES, TYPES } from "../../stack/names.ts";
import { textIn } from "../../stack/text-in.ts";

export interface HeldKey {
  number: number;
  keyId: string;
  /** As the state has it; undefined where that is no point in time. */
  end: Temporal.Instant | undefined;
}

export interface StackState extends Pick<Exported, "pending" | "secretsProvider"> {
  /** How many resources it holds, as a run counts them: with the stack itself, without providers. */
  resources: number;
  /** As the program reads them at the start of a run; secrets are encrypted here. */
  held: Held[];
  /** Entra's own GUID of the tenant, by the application's service principal; an output of 1.0.0 could be a domain. */
  tenantId?: string;
  /** The RandomUuid that is written on the application as a tag. */
  mark?: string;
  application?: { objectId: string; clientId: string };
  /** Object id of the application's service principal. */
  principal?: string;
  managementApi: boolean;
  /** Client secrets, the newest last. */
  keys: HeldKey[];
  /** App role assignments: the role that each grants, and its id. */
  grants: { role: string; id: string }[];
  /** Names of what the state holds in clear although it is secret. */
  inClear: string[];
}

export function stateOf(exported: Exported): StackState {
  const { resources, pending, secretsProvider } = exported;
  const named = (logical: string) => resources.find(({ name }) => name === logical)?.outputs ?? {};
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const stack = ofType(TYPES.stack)[0]?.outputs ?? {};
  // By name: the pipeline's identity is an application too, with a grant of its own.
  const ofEsia = (type: string, logical: string) => ofType(type).filter(({ name }) => name.startsWith(logical));
  const application = ofEsia(TYPES.application, NAMES.application)[0]?.outputs;
  const grants = ofEsia(TYPES.grant, NAMES.grant);
  const keys = ofType(TYPES.secret);
  return {
    held: heldIn(exported),
    resources: resources.filter(({ type }) => !type.startsWith("pulumi:providers:")).length,
    ...text("tenantId", named(NAMES.principal)["applicationTenantId"] ?? stack["tenantId"]),
    ...text("mark", named(NAMES.mark)["result"]),
    ...(application && {
      application: { objectId: textIn(application["objectId"]), clientId: textIn(application["clientId"]) },
    }),
    ...text("principal", named(NAMES.principal)["objectId"]),
    managementApi: resources.some(({ name }) => name === NAMES.managementApi),
    keys: keys
      .map(({ name, outputs }) => ({
        number: Number(name.slice(NAMES.secret.length)),
        keyId: textIn(outputs["keyId"]),
        end: instant(outputs["endDate"]),
      }))
      .sort((one, other) => one.number - other.number),
    grants: grants.map(({ name, outputs }) => ({
      role: name.slice(NAMES.grant.length),
      id: textIn(outputs["id"]).replace(/^.*\//, ""),
    })),
    pending,
    ...(secretsProvider && { secretsProvider }),
    inClear: [
      ...("clientSecret" in stack && !isEncrypted(stack["clientSecret"]) ? ["the output clientSecret"] : []),
      ...keys.filter(({ outputs }) => !isEncrypted(outputs["value"])).map(({ name }) => name),
    ],
  };
}

function instant(value: unknown): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(textIn(value));
  } catch {
    return undefined;
  }
}

function text<Name extends string>(name: Name, value: unknown): { [key in Name]?: string } {
  return (typeof value === "string" ? { [name]: value } : {}) as { [key in Name]?: string };
}
