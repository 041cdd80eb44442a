import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Stack, stackFindings } from "../../commands/doctor/stack.ts";
import { PROJECT } from "../../stack/names.ts";
import { configuration } from "../support/project-config.ts";
import { NEW } from "./given.ts";

const mark = (stack: string) => ({
  urn: `urn:pulumi:${stack}::esia::random:index/randomUuid:RandomUuid::mark`,
  type: "random:index/randomUuid:RandomUuid",
  name: "mark",
  outputs: {},
});

function findings(stack: Partial<Stack> & { set?: Record<string, unknown> } = {}, env: NodeJS.ProcessEnv = {}) {
  const { set = {}, ...more } = stack;
  return stackFindings(
    { name: "acme", state: NEW, config: configuration(set), isSecret: () => false, ...more },
    { now: Temporal.Instant.from("2026-11-25T12:00:00Z"), env, passphrase: "fits", lock: [] },
  );
}
const failing = (...given: Parameters<typeof findings>) =>
  findings(...given).rows.filter(({ result }) => result === "fail");

describe("what a stack itself says", () => {
  it("is nothing wanting before a first run", () => {
    expect(failing()).toEqual([]);
  });

  it("a state that was imported under another stack's name fails, as the run refuses it", () => {
    const state = { ...NEW, held: [mark("old")] };
    expect(failing({ state })).toMatchObject([
      {
        check: "Stack",
        detail: expect.stringContaining("The state of stack acme was imported from stack old"),
        next: expect.stringContaining("'pulumi stack init old'"),
      },
    ]);
    expect(failing({ state: { ...NEW, held: [mark("acme")] } })).toEqual([]);
    expect(failing({ name: "org/esia/acme", state: { ...NEW, held: [mark("acme")] } })).toEqual([]);
  });

  it("the project is called in states as in Pulumi.yaml", () => {
    expect(parse(readFileSync("Pulumi.yaml", "utf8")).name).toBe(PROJECT);
  });

  it("a credential of the operator's in clear fails, and Pulumi's secret does not", () => {
    const set = { "azuread:clientSecret": "abc8Q~0123456789" };
    const [row, ...others] = failing({ set });
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      check: "Credentials",
      detail: expect.stringMatching(/^azuread:clientSecret is in clear in the stack's configuration/),
      next: expect.stringContaining("'pulumi config set --secret azuread:clientSecret --stack acme'"),
    });
    expect(JSON.stringify(row)).not.toContain("abc8Q~");
    expect(failing({ set, isSecret: (key) => key === "azuread:clientSecret" })).toEqual([]);
  });

  it.each([
    [{ "esia:secretMonths": 25 }, {}, "Settings", "esia:secretMonths must be a whole number"],
    [{ "azuread:environment": "moon" }, {}, "Settings", "azuread:environment is"],
    [
      { "esia:showNamesInReports": "true", "azuread:environment": "china" },
      {},
      "Settings",
      "works in Microsoft's global cloud only",
    ],
    [{}, { ESIA_AS_OF: "2028-10-01" }, "Date", "it goes with 'pulumi preview --stack acme' only"],
  ])("fails where the run refuses it: %j %j", (set, env, check, detail) => {
    expect(failing({ set }, env)).toMatchObject([{ check, detail: expect.stringContaining(detail) }]);
  });
});
