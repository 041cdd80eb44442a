/** What the state holds, read where the file backend keeps it: quicker than `pulumi stack export`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Exported, readExport } from "../../stack/exported.ts";
import type { TestStack } from "./stack.ts";

export interface Kept extends Exported {
  /** By logical name. */
  ids: Readonly<Record<string, string>>;
}

export function readState(stack: TestStack): Kept {
  const file = join(stack.folder, "state", ".pulumi", "stacks", "esia", `${stack.name}.json`);
  const none = { resources: [] };
  const deployment = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).checkpoint.latest ?? none) : none;
  const resources = (deployment.resources ?? []) as { urn: string; id?: string }[];
  return {
    ...readExport(JSON.stringify({ deployment })),
    ids: Object.fromEntries(resources.map(({ urn, id }) => [urn.split("::").at(-1) ?? "", id ?? ""])),
  };
}
