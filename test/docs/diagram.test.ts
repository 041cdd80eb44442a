import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { runEvent } from "../../dev/stack/run-events.ts";
import { APIS, PERMISSIONS } from "../../permissions.ts";
import { grantName, NAMES } from "../../stack/names.ts";
import { type Registered, runProgram } from "../support/run-program.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [, diagram = ""] = /```mermaid\n([\s\S]*?)```/.exec(readme) ?? [];
/** Id of each node → what it is called; what stands below that explains it. */
const nodes = new Map(
  diagram
    .split("\n")
    .filter((line) => !line.includes("subgraph"))
    .flatMap((line) => [...line.matchAll(/(\w+)\["([^"<]+)/g)])
    .map(([, id = "", name = ""]) => [id, name] as const),
);
const arrows = [...diagram.matchAll(/(\w+) (?:-->|-\.->)\|[^|]+\| (\w+)/g)].map(
  ([, from = "", to = ""]) => `${nodes.get(from)} → ${nodes.get(to)}`,
);

/** As a run calls it; the permissions of an API are one. */
function called({ name }: Registered): string {
  for (const [api, { name: title }] of Object.entries(APIS)) {
    const roles = PERMISSIONS.filter((permission) => permission.api === api);
    if (roles.some(({ role }) => grantName(role) === name)) return `${roles.length} permissions of ${title}`;
  }
  const { line = "" } = runEvent(
    JSON.stringify({ resOutputsEvent: { metadata: { op: "create", urn: `x::${name}` } } }),
  );
  return line.replace("  + made: ", "");
}

/** Ids that the mock tenant gives, by which a resource's inputs name another. */
const IDS: Record<string, string> = {
  [NAMES.mark]: "c0000000-0000-4000-8000-000000000001",
  [NAMES.application]: "/applications/d1|e0000000-0000-4000-8000-000000000001",
  [NAMES.principal]: '"principalObjectId":"d2"',
};

describe("the README's diagram", () => {
  let resources: Registered[];
  beforeAll(async () => {
    ({ resources } = await runProgram());
    resources = resources.filter(({ type }) => !type.startsWith("pulumi:"));
  });

  it("shows what a first run makes, and besides only ESIA's node", () => {
    const made = new Set(resources.map(called));
    expect([...nodes.values()].sort()).toEqual([...made, "node of type Microsoft 365"].sort());
  });

  it("has an arrow from each thing to what rests on it, and a person's from the key", () => {
    const rests = resources.flatMap((resource) =>
      resources
        .filter(({ name }) => IDS[name] && new RegExp(IDS[name]).test(JSON.stringify(resource.inputs)))
        .map((ground) => `${called(ground)} → ${called(resource)}`),
    );
    expect(arrows.sort()).toEqual([...new Set(rests), "key 1 → node of type Microsoft 365"].sort());
  });
});
