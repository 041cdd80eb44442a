import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";

interface Updates {
  "package-ecosystem": string;
  directory?: string;
  directories?: string[];
  groups: Record<string, { patterns: string[] }>;
}
const text = readFileSync(join(PROJECT_FOLDER, ".github", "dependabot.yml"), "utf8");
const { updates } = parse(text) as { updates: Updates[] };

it("updates are proposed for each place that pins anything, and nowhere else", () => {
  const files: Record<string, string> = {
    npm: "package-lock.json",
    gomod: "go.sum",
    "github-actions": ".github/workflows",
  };
  const places = updates.flatMap((of) =>
    (of.directories ?? [of.directory ?? ""]).map((folder) => join(folder, files[of["package-ecosystem"]] ?? "none")),
  );
  expect(places).toEqual([
    "/package-lock.json",
    "/machine/node/package-lock.json",
    "/dev/engine/go.sum",
    "/test/workflows/actionlint/go.sum",
    "/.github/workflows",
  ]);
  for (const place of places) expect(existsSync(join(PROJECT_FOLDER, place))).toBe(true);
});

it("whatever Pulumi publishes is proposed together", () => {
  expect(updates[0]?.groups["pulumi"]).toEqual({ patterns: ["@pulumi/*"] });
});
