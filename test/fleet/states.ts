/** States of earlier versions, as `pulumi stack export` gives them, under other stacks' names and with other days. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Exported, readExport } from "../../stack/exported.ts";

const FOLDER = join(import.meta.dirname, "..", "states", "1.0.0");

/** The export as text. The state of "one-key" has one that ends on 2028-11-24 and is renewed from 2028-08-26. */
export function exportOf(kept: "one-key" | "two-keys", stack: string): string {
  const text = readFileSync(join(FOLDER, kept, "stack.json"), "utf8");
  return text.replaceAll("urn:pulumi:test::", `urn:pulumi:${stack}::`).replaceAll('::esia-test"', `::esia-${stack}"`);
}

export function stateOf(kept: "one-key" | "two-keys", stack: string): Exported {
  return readExport(exportOf(kept, stack));
}
