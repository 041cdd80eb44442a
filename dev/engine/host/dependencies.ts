import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The packages that a program names in its package.json, in the versions that are installed; for `pulumi about`.
 *
 * @returns nothing where there is no package.json
 */
export async function programDependencies(folder: string): Promise<{ name: string; version: string }[]> {
  const own = await json(join(folder, "package.json"));
  const names = [...Object.keys(table(own["dependencies"])), ...Object.keys(table(own["devDependencies"]))];
  return Promise.all(
    names.map(async (name) => {
      const installed = await json(join(folder, "node_modules", name, "package.json"));
      return { name, version: String(installed["version"] ?? "") };
    }),
  );
}

async function json(file: string): Promise<Record<string, unknown>> {
  return readFile(file, "utf8").then(
    (text) => table(JSON.parse(text)),
    () => ({}),
  );
}

function table(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
