import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDER = join(import.meta.dirname, "..", "..");
const { dependencies } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));

it("microsoft/ rests on nothing of this project but itself and what makes words harmless, and on no package that a --omit=dev install lacks", () => {
  const imported = readdirSync(join(FOLDER, "microsoft")).flatMap((file) => {
    const source = readFileSync(join(FOLDER, "microsoft", file), "utf8");
    return [...source.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, name = ""]) => name);
  });
  const foreign = imported.filter(
    (name) => !/^(\.\/[^/]+|\.\.\/machine\/printed\.mjs|node:.+)$/.test(name) && !Object.hasOwn(dependencies, name),
  );
  expect(foreign).toEqual([]);
  expect(imported).toContain("@azure/core-rest-pipeline");
});
