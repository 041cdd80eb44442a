/** What `pulumi stack export` says of a stack: one reader for every command. Pure. */

import { misfit, type Shaped } from "../microsoft/shape.ts";
import type { Held } from "./held.ts";
import { textIn } from "./text-in.ts";

export interface Resource extends Held {
  /** Whether an interrupted replacement has still to delete it; the engine does not count it as held. */
  toDelete: boolean;
}

export interface Exported {
  resources: Resource[];
  /** What an interrupted run was at, such as "creating". */
  pending: { doing: string; name: string }[];
  secretsProvider?: { type: string; state: Readonly<Record<string, unknown>> };
}

/** What is read of an export; the rest is Pulumi's own. "Stack state", pulumi/pulumi, sdk/go/common/apitype/core.go. */
const EXPORT = {
  deployment: {
    "resources?": [{ urn: "string", type: "string", "outputs?": {}, "delete?": "boolean" }],
    "pending_operations?": [{ type: "string", resource: { urn: "string" } }],
    "secrets_providers?": { type: "string", "state?": {} },
  },
} as const;

/** Pulumi's mark of a secret value (pulumi/pulumi, sdk/go/common/resource/sig/sig.go). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** @throws Error when it is not an export of a stack */
export function readExport(exported: string): Exported {
  const value: unknown = JSON.parse(exported);
  const wrong = misfit(value, EXPORT);
  if (wrong !== undefined) throw new Error(`no export: ${wrong}`);
  const { deployment } = value as Shaped<typeof EXPORT>;
  const { resources, pending_operations: operations, secrets_providers: provider } = deployment;
  return {
    resources: (resources ?? []).map(({ urn, type, outputs, delete: toDelete }) => ({
      urn,
      type,
      name: logicalName(urn),
      outputs: outputs ?? {},
      toDelete: toDelete === true,
    })),
    pending: (operations ?? []).map(({ type, resource }) => ({ doing: type, name: logicalName(resource.urn) })),
    ...(provider && { secretsProvider: { type: provider.type, state: provider.state ?? {} } }),
  };
}

/** The state as the program finds it at the start of a run. */
export function heldIn({ resources }: Exported): Held[] {
  return resources.filter(({ toDelete }) => !toDelete).map(({ toDelete: _, ...held }) => held);
}

/** The name that index.ts gave a resource. */
export function logicalName(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Whether a value is exported encrypted, as every secret is without `--show-secrets`. */
export function isEncrypted(value: unknown): boolean {
  const held = value as Record<string, unknown> | null | undefined;
  return held?.[SIGNATURE] === SECRET && typeof held["ciphertext"] === "string";
}

/** A text that is exported in clear, as a secret is with `--show-secrets`: an object that holds its JSON as `plaintext`. */
export function inClear(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || !("plaintext" in value)) return undefined;
  try {
    const text: unknown = JSON.parse(textIn(value.plaintext));
    return typeof text === "string" ? text : undefined;
  } catch {
    // What JSON.parse says of it would repeat the secret.
    return undefined;
  }
}
