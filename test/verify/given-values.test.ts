import { describe, expect, it } from "vitest";
import { decoded, fromEnvironment, fromStandardInput, isWhole } from "../../commands/verify/given-values.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

const VALUES = { tenantId: "T", clientId: "C", clientSecret: "abc8Q~K" };

describe("values from the environment", () => {
  it("are the three variables", () => {
    const env = { ESIA_TENANT_ID: "T", ESIA_CLIENT_ID: "C", ESIA_CLIENT_SECRET: "abc8Q~K", OTHER: "x" };
    expect(fromEnvironment(env)).toEqual({ values: VALUES, note: undefined });
  });

  it("are none when no variable is set, or all are empty", () => {
    expect(fromEnvironment({})).toBeUndefined();
    expect(fromEnvironment({ ESIA_TENANT_ID: "", ESIA_CLIENT_ID: "", ESIA_CLIENT_SECRET: "" })).toBeUndefined();
  });

  it("are taken without blanks around them, and it is said which had some", () => {
    const env = { ESIA_TENANT_ID: "T", ESIA_CLIENT_ID: "C ", ESIA_CLIENT_SECRET: "\u00a0abc8Q~K\t" };
    expect(fromEnvironment(env)).toEqual({
      values: VALUES,
      note: "Left out the blanks around Client ID and key: see that ESIA's fields have none either.",
    });
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
    expect(fromStandardInput(text)).toEqual({ values: VALUES, note: undefined });
  });

  it.each([
    ["lines with trailing blanks", "T\nC\nabc8Q~K \t\n", "key"],
    ["lines with blank ones between", " T\n  \nC\nabc8Q~K\n \n", "Tenant ID"],
    ["JSON with blanks in its texts", '{"tenantId": "T", "clientId": "C", "clientSecret": "abc8Q~K\\n"}', "key"],
    ["lines with what a web page leaves", "T\nC\n\u200babc8Q~K\ufeff", "key"],
  ])("are taken without blanks: %s", (_, text, field) => {
    expect(fromStandardInput(text)).toEqual({
      values: VALUES,
      note: `Left out the blanks around ${field}: see that ESIA's fields have none either.`,
    });
  });

  const lines = "T\r\nC\r\nabc8Q~K\r\n";
  const json = JSON.stringify(VALUES);
  const big = (text: string) => Buffer.from(text, "utf16le").swap16();
  it.each<[string, Buffer]>([
    ["UTF-8", Buffer.from(lines)],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${lines}`)],
    ["UTF-16 as PowerShell's > writes it", Buffer.from(`\ufeff${lines}`, "utf16le")],
    ["UTF-16 without a mark", Buffer.from(lines, "utf16le")],
    ["UTF-16 with the big end first", big(`\ufeff${lines}`)],
    ["the same without a mark", big(lines)],
    ["JSON in UTF-16", Buffer.from(`\ufeff${json}`, "utf16le")],
  ])("are read from %s", (_, bytes) => {
    expect(fromStandardInput(decoded(bytes))).toEqual({ values: VALUES, note: undefined });
  });

  it.each([
    ["T\nC", false],
    ["T\nC\nK", true],
    ["T\n\nC\n \nK", true],
    ["{", false],
    [json.slice(0, -1), false],
    [json, true],
    ["", false],
  ])("are whole or not: %j", (text, whole) => {
    expect(isWhole(text)).toBe(whole);
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
