/** The configuration as Pulumi hands it to the program: Pulumi.yaml's defaults, and what a stack sets. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface ProjectFile {
  config: Record<string, { type: string; description: string; default: unknown }>;
}

export const projectFile: ProjectFile = parse(readFileSync(new URL("../../Pulumi.yaml", import.meta.url), "utf8"));

/** @param set full keys ("esia:omit") with values as in a stack's YAML file */
export function configuration(set: Record<string, unknown> = {}): Record<string, string> {
  const defaults = Object.entries(projectFile.config).map(([key, declared]) => [key, declared.default] as const);
  return Object.fromEntries(
    [...defaults, ...Object.entries(set)].map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}
