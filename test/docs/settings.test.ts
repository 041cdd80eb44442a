import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GRAPH, MANAGEMENT, TENANT_ID } from "../support/mock-tenant.ts";
import { projectFile } from "../support/project-config.ts";
import { runProgram } from "../support/run-program.ts";

const page = readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8");

/** The first cells of a section's table, each name in it by itself, with the second cell. */
function rows(title: string): [string, string][] {
  const section = page.slice(page.indexOf(`## ${title}`)).split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line): [string, string][] => {
      const [, names = "", second = ""] = line.split(" | ").join("|").split("|");
      return [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => [name, second.trim().replaceAll("`", "")]);
    });
}

describe("the page of settings and outputs", () => {
  it("has a row for each setting of Pulumi.yaml, with its default", () => {
    const declared = Object.entries(projectFile.config).map(([key, { default: value }]) => [
      key.replace("esia:", ""),
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]);
    expect(rows("Settings")).toEqual(declared);
  });

  it("has a row for each output of the program, and no other", async () => {
    const secret = { keyId: "k1", startDate: "2026-11-23T09:30:00Z", endDate: "2028-11-22T00:00:00Z" };
    const held = {
      "secret-1": secret,
      "service-principal": { applicationTenantId: TENANT_ID },
      application: { displayName: "esia" },
      pipeline: { displayName: "esia pipeline" },
    };
    const pipeline = { github: "contoso/esia", environment: "production" };
    const config = { "esia:grantConsent": false, "esia:pipeline": pipeline };
    const environment = { ESIA_AS_OF: "2028-08-25" };
    const { outputs: renewed } = await runProgram({ held, config, environment, apis: [GRAPH, MANAGEMENT] });
    const outputs = { ...renewed, ...(await runProgram({ config })).outputs };
    expect(
      rows("Outputs")
        .map(([name]) => name)
        .sort(),
    ).toEqual(Object.keys(outputs).sort());
  });
});
