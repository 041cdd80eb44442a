import { describe, expect, it } from "vitest";
import { fromEnvironment, fromStandardInput } from "../../commands/verify/given-values.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

const VALUES = { tenantId: "T", clientId: "C", clientSecret: "abc8Q~K" };

describe("values from the environment", () => {
  it("are the three variables", () => {
    const env = { ESIA_TENANT_ID: "T", ESIA_CLIENT_ID: "C", ESIA_CLIENT_SECRET: "abc8Q~K", OTHER: "x" };
    expect(fromEnvironment(env)).toEqual(VALUES);
  });

  it("are none when no variable is set, or all are empty", () => {
    expect(fromEnvironment({})).toBeUndefined();
    expect(fromEnvironment({ ESIA_TENANT_ID: "", ESIA_CLIENT_ID: "", ESIA_CLIENT_SECRET: "" })).toBeUndefined();
  });

  it("are refused in part, with what is missing and without the key", () => {
    const refused = () => fromEnvironment({ ESIA_CLIENT_SECRET: "abc8Q~K" });
    expect(refused).toThrow("ESIA_TENANT_ID and ESIA_CLIENT_ID are missing.");
    expect(refused).not.toThrow(/8Q~/);
  });
});

describe("values from standard input", () => {
  it.each([
    ["three lines in ESIA's order", "T\nC\nabc8Q~K\n"],
    ["lines as Windows ends them", "T\r\nC\r\nabc8Q~K\r\n"],
    ["a stack's outputs as JSON", '{"tenantId": "T", "clientId": "C", "clientSecret": "abc8Q~K", "secretNumber": 1}'],
  ])("are %s", (_, text) => {
    expect(fromStandardInput(text)).toEqual(VALUES);
  });

  it.each([
    ["nothing", ""],
    ["two lines", "T\nabc8Q~K"],
    ["four lines", "T\nC\nabc8Q~K\nabc8Q~K"],
    ["broken JSON", '{"clientSecret": "abc8Q~K"'],
    ["JSON without a value", '{"tenantId": "T", "clientSecret": "abc8Q~K"}'],
    ["JSON with another type", '{"tenantId": "T", "clientId": 1, "clientSecret": "abc8Q~K"}'],
  ])("are refused as %s, and nothing of it is repeated", (_, text) => {
    expect(() => fromStandardInput(text)).toThrow(CannotRun);
    expect(() => fromStandardInput(text)).not.toThrow(/8Q~/);
  });
});
