/** What `pulumi stack export` says of a stack: one reader for every command. Pure. */
import type { Held } from "./held.ts";

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

interface Written {
  urn: string;
  type: string;
  outputs?: Record<string, unknown>;
  delete?: boolean;
}

/** Pulumi's mark of a secret value (pulumi/pulumi, sdk/go/common/resource/sig/sig.go). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** @throws Error when it is not an export of a stack */
export function readExport(exported: string): Exported {
  const { deployment } = JSON.parse(exported) as { deployment?: Record<string, unknown> };
  if (!deployment) throw new Error("no deployment in the export");
  const written = (deployment["resources"] ?? []) as Written[];
  const operations = (deployment["pending_operations"] ?? []) as { type: string; resource: Written }[];
  const secretsProvider = deployment["secrets_providers"] as Exported["secretsProvider"];
  return {
    resources: written.map(({ urn, type, outputs = {}, delete: toDelete }) => ({
      urn,
      type,
      name: logicalName(urn),
      outputs,
      toDelete: toDelete === true,
    })),
    pending: operations.map(({ type, resource }) => ({ doing: type, name: logicalName(resource.urn) })),
    ...(secretsProvider && { secretsProvider }),
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
  const text: unknown = JSON.parse(String(value.plaintext));
  return typeof text === "string" ? text : undefined;
}
