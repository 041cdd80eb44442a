import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What may be imported from where: the later may import the earlier. Within a line, or a folder, all may. */
const ORDER = [
  ["stack/names.ts", "stack/command.ts", "stack/say.ts", "stack/text-in.ts", "machine/printed.mjs", "microsoft/"],
  ["permissions.ts"],
  ["keys/"],
  ["pipeline/"],
  ["stack/adopting.ts"],
  ["settings.ts"],
  ["operator/"],
  ["reports/"],
  ["stack/"],
  ["failures/"],
  ["apis.ts", "next-steps.ts"],
  ["index.ts"],
  ["machine/", "require-node.mjs"],
  ["commands/"],
  ["dev/"],
  ["bench/"],
];
/** The one way from a command into the dev stack. */
const DOOR = "commands/stack/surroundings.ts → dev/stack/dev-stack.ts";

function sources(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ["node_modules", "test", ".dev", ".git"].includes(entry.name) ? [] : sources(path);
    }
    return /\.(ts|mjs)$/.test(entry.name) && entry.name !== "vitest.config.ts" ? [path] : [];
  });
}

/** Files that a file imports, types and dynamic imports too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8").replace(/`[^`]*`/g, "");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g)]
    .map(([, target = ""]) => normalize(join(dirname(file), target)))
    .filter((target) => statSync(join(ROOT, target), { throwIfNoEntry: false })?.isFile());
}

function rank(file: string): number {
  // The longest name wins: a file by itself before its folder.
  const places = ORDER.flatMap((names, at) => names.map((name) => ({ name, at })));
  const found = places.filter(({ name }) => file === name || (name.endsWith("/") && file.startsWith(name)));
  return found.sort((one, other) => other.name.length - one.name.length)[0]?.at ?? -1;
}

const graph = new Map(sources().map((file) => [file, importsOf(file)]));
const arrows = [...graph].flatMap(([from, targets]) => targets.map((to) => ({ from, to, arrow: `${from} → ${to}` })));

describe("the house", () => {
  it("has a place for every source file", () => {
    expect([...graph.keys()].filter((file) => rank(file) < 0)).toEqual([]);
  });

  it("imports downwards only, and dev/ through one door", () => {
    const upwards = arrows.filter(({ from, to }) => rank(to) > rank(from)).map(({ arrow }) => arrow);
    expect(upwards).toEqual([DOOR]);
  });

  it("has no circle of imports", () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (file: string, path: string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (done.has(file) || path.includes(file)) return;
      for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) walk(file, []);
    expect(circles).toEqual([]);
  });

  it("keeps at the top what a reader opens first, and no more", () => {
    const top = [...graph.keys()].filter((file) => !file.includes("/"));
    expect(top.sort()).toEqual([
      "apis.ts",
      "index.ts",
      "next-steps.ts",
      "permissions.ts",
      "require-node.mjs",
      "settings.ts",
    ]);
  });

  it("speaks through Pulumi in one place, which makes harmless what it is given", () => {
    const speaking = /\bpulumi\.log\b|\bRunError\(/;
    const files = [...graph.keys()].filter(
      (file) => !file.startsWith("dev/") && speaking.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(files).toEqual(["stack/say.ts"]);
  });

  it("writes each name of the state and each tag once", () => {
    const twice = /azuread:index\/\w+:|"esia-(stack|shows-names|wants-names|names-were)/;
    const holding = [...graph.keys()].filter(
      (file) =>
        !file.startsWith("dev/") &&
        twice.test(readFileSync(join(ROOT, file), "utf8").replace(/^ *(\/?\*|\/\/).*$/gm, "")),
    );
    expect(holding).toEqual(["stack/names.ts"]);
  });
});
