/** A stack's settings, written into its file as an editor would: quicker than `pulumi config set`, where a life sets many. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { TestStack } from "./stack.ts";

/** @param settings by full key; undefined takes one away */
export function writeSettings(stack: TestStack, settings: Readonly<Record<string, unknown>>): void {
  const file = join(stack.folder, "project", `Pulumi.${stack.name}.yaml`);
  const { config, ...rest } = parse(readFileSync(file, "utf8")) ?? {};
  const merged = Object.entries({ ...config, ...settings }).filter(([, value]) => value !== undefined);
  writeFileSync(file, stringify({ ...rest, config: Object.fromEntries(merged) }));
}

/** esia:secretMonths as the stack's file has it; undefined for the project's own. */
export function secretMonths(stack: TestStack): number | undefined {
  const file = join(stack.folder, "project", `Pulumi.${stack.name}.yaml`);
  const months = parse(readFileSync(file, "utf8"))?.config?.["esia:secretMonths"];
  return months === undefined ? undefined : Number(months);
}
