import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exitCode, type Row, renderTable, reportJson } from "../../commands/rows/report.ts";

const ROWS: Row[] = [
  { check: "Key", result: "pass", detail: "Entra accepts it: number 1, until 2028-11-22." },
  { check: "ActivityFeed.ReadDlp", result: "unknown", detail: "Granted; not provable by a read." },
  { check: "Names in reports", result: "warn", detail: "Concealed.", next: "Nothing, if hashes will do." },
  {
    check: "Reports.Read.All",
    result: "fail",
    detail:
      "Not in the token for Microsoft Graph. Purpose: reads usage reports of Exchange, SharePoint, OneDrive and Teams.",
    next: "Grant it, as said at Admin consent.",
  },
];

describe("the table", () => {
  it("reads like this in 80 columns", () => {
    expect(renderTable(ROWS, 80)).toBe(
      `
CHECK                 RESULT        FOUND, AND WHAT TO DO NEXT
Key                   ok            Entra accepts it: number 1, until
                                    2028-11-22.
ActivityFeed.ReadDlp  not provable  Granted; not provable by a read.
Names in reports      warning       Concealed.
                                    Next: Nothing, if hashes will do.
Reports.Read.All      FAILS         Not in the token for Microsoft Graph.
                                    Purpose: reads usage reports of Exchange,
                                    SharePoint, OneDrive and Teams.
                                    Next: Grant it, as said at Admin consent.

1 ok, 1 warning, 1 failing, 1 not provable`.trimStart(),
    );
  });

  it.each([60, 80, 100, 300])("stays within %d columns, and within 120", (columns) => {
    const long = { check: "c".repeat(70), result: "fail", detail: "d".repeat(400), next: "word ".repeat(60) } as const;
    const widths = renderTable([...ROWS, long], columns)
      .split("\n")
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(Math.min(columns, 120));
  });

  it.each([
    [0, 80],
    [1, 40],
  ])("takes a terminal that says %d columns for one of %d", (columns, taken) => {
    expect(renderTable(ROWS, columns)).toBe(renderTable(ROWS, taken));
  });

  it("cuts nothing: a word too long for a line goes on in the next", () => {
    const address = `https://login.example.com/${"a".repeat(60)}`;
    const text = renderTable([{ check: "x", result: "pass", detail: address }], 80).replace(/\s/g, "");
    expect(text).toContain(address);
  });

  it("keeps the columns apart where a name is in wide characters, and cuts none of it", () => {
    const name = "株式会社".repeat(20);
    const text = renderTable([{ check: name, result: "pass", detail: `${name}✅` }], 80);
    expect(text).not.toContain("…");
    expect(text.replace(/[^株式会社✅]/gu, "")).toHaveLength(161);
  });

  it.each([
    ["a word of 10,000 characters", "x".repeat(10_000)],
    ["10,000 words", "x ".repeat(10_000)],
    ["10,000 lines", "x\n".repeat(10_000)],
  ])("is there at once, and no longer than a screen or two: %s", (_, text) => {
    const started = performance.now();
    const table = renderTable([{ check: text, result: "fail", detail: text, next: text }], 80);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(table.split("\n").length).toBeLessThan(2500);
  });

  it("lets no name of the tenant's steer the terminal, or turn the rest of its line around", () => {
    const name = "\u001b[2J\u0007\r\u009b\u202e\u2066\u200fname";
    const table = renderTable([{ check: name, result: "pass", detail: name, next: name }], 80);
    expect(table).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(table).toContain("name");
  });
});

describe("the JSON", () => {
  const schema = z.strictObject({
    version: z.literal(1),
    command: z.enum(["verify", "doctor"]),
    stack: z.string().nullable(),
    exitCode: z.union([z.literal(0), z.literal(1)]),
    rows: z.array(
      z.strictObject({
        id: z.string(),
        check: z.string(),
        result: z.enum(["pass", "warn", "fail", "unknown"]),
        detail: z.string(),
        next: z.string().optional(),
      }),
    ),
  });

  it("has the documented shape, and nothing else", () => {
    const ids = ["key", "role-ActivityFeed.ReadDlp", "names-in-reports", "role-Reports.Read.All"];
    const withIds = ROWS.map((row, at) => ({ id: ids[at], ...row }));
    const report = schema.parse(JSON.parse(reportJson("verify", "contoso", ROWS)));
    expect(report).toEqual({ version: 1, command: "verify", stack: "contoso", exitCode: 1, rows: withIds });
  });

  it("says what it holds to a program, and steers no terminal", () => {
    const detail = "a\u202e\u009b\u001b[2Jb";
    const json = reportJson("doctor", "contoso", [{ check: "x", result: "pass", detail }]);
    expect(json).toContain('"a\\u202e\\u009b\\u001b[2Jb"');
    expect(schema.parse(JSON.parse(json)).rows[0]?.detail).toBe(detail);
  });

  it("has null where there is no stack", () => {
    expect(schema.parse(JSON.parse(reportJson("verify", undefined, []))).stack).toBeNull();
  });
});

describe("the exit code", () => {
  it("is 1 when a row fails", () => expect(exitCode(ROWS)).toBe(1));
  it("is 0 for warnings and what is not provable", () => expect(exitCode(ROWS.slice(0, 3))).toBe(0));
});
