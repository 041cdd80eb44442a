import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { judge } from "../../commands/schedule/judge.ts";
import type { Results } from "../../commands/schedule/results.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const OK = { up: "success", preview: "skipped", doctor: "success", verify: "success" } as const;
const report = (command: Report["command"], rows: Report["rows"] = []): Report => ({
  version: 1,
  command,
  stack: "contoso",
  exitCode: 0,
  rows,
});
const use = (number: number, result: Report["rows"][number]["result"], next?: string) => ({
  id: "key-use",
  check: `Use of key ${number}`,
  result,
  detail: "…",
  ...(next !== undefined && { next }),
});
const ONE = {
  tenantId: "t",
  clientId: "c",
  clientSecret: "[secret]",
  secretNumber: 1,
  secretExpires: "2028-11-22T00:00:00Z",
};
const TWO = {
  ...ONE,
  secretNumber: 2,
  secretExpires: "2030-08-24T00:00:00Z",
  olderSecrets: [{ number: 1, keyId: "k1", expires: "2028-11-22T00:00:00Z" }],
};
const results = (outputs: Results["outputs"], rows: Report["rows"] = []): Results => ({
  steps: OK,
  outputs,
  changes: {},
  doctor: report("doctor"),
  verify: report("verify", rows),
});
const command = (words: string) => `'pulumi ${words} --stack acme'`;
const judged = (found: Results, today: string, strict = false) => judge(found, { today: day(today), strict, command });

describe("a run", () => {
  it("with one key that works for long is green, and nobody is told", () => {
    expect(judged(results(ONE), "2027-06-01")).toEqual({
      keys: [{ number: 1, until: "2028-11-22", days: 540, use: "newest" }],
      handOver: undefined,
      failures: [],
    });
  });

  it("that made a key is green, and a person is told what to type in and by when", () => {
    expect(judged(results(TWO), "2028-09-01")).toEqual({
      keys: [
        { number: 2, until: "2030-08-24", days: 722, use: "newest" },
        { number: 1, until: "2028-11-22", days: 82, use: "unknown" },
      ],
      handOver: { number: 2, older: [1], before: "2028-11-22", tenantId: "t", clientId: "c" },
      failures: [],
    });
  });

  it("tells nobody once the older key is silent, however soon it ends", () => {
    const silent = results(TWO, [use(1, "pass", "'pulumi config set esia:retireUpTo 1'")]);
    expect(judged(silent, "2028-11-20", true)).toMatchObject({ handOver: undefined, failures: [] });
  });

  it.each([
    ["is in use", [use(1, "pass")], "is in use"],
    ["is in use, which verify warns of", [use(1, "warn", "Type key 2 into ESIA.")], "is in use"],
    ["may be in use, because the report does not name it", [use(1, "unknown")], "may be in use"],
    ["may be in use, because nobody could look", [], "may be in use"],
  ])("fails with less than 30 days left on an older key that %s", (_, rows, words) => {
    expect(judged(results(TWO, rows), "2028-10-24").failures).toEqual([
      `Key 1 works for 29 more days, until 2028-11-22, and ${words}: type the newest key into ESIA before then.`,
    ]);
    expect(judged(results(TWO, rows), "2028-10-23").failures).toEqual([]);
  });

  it("fails with less than 30 days left on the newest key, whatever is known of it", () => {
    expect(judged(results(ONE), "2028-10-24").failures).toEqual([
      "Key 1 works for 29 more days, until 2028-11-22, and no newer one is there: the next 'pulumi up --stack acme' makes it.",
    ]);
  });

  it("fails when no key works, also on the very day of its end", () => {
    for (const today of ["2028-11-22", "2029-01-01"]) {
      expect(judged(results(ONE), today).failures).toEqual([
        "No key works today: ESIA sees nothing. Run 'pulumi up --stack acme', and type the new key into ESIA.",
      ]);
    }
  });

  it("does not count an older key that has ended", () => {
    expect(judged(results(TWO), "2028-11-22")).toMatchObject({
      keys: [{ number: 2 }],
      handOver: undefined,
      failures: [],
    });
  });

  it("stays red, where that is wanted, as long as an older key may be in use", () => {
    expect(judged(results(TWO), "2028-09-01", true).failures).toEqual([
      "Key 2 may not be in ESIA yet: type it in before 2028-11-22. This run is red until the older key is silent, as " +
        "ESIA_RED_UNTIL_TYPED wants it.",
    ]);
  });

  it.each(["up", "preview", "doctor", "verify"] as const)("fails when its step %s failed or was cancelled", (name) => {
    const failed = { ...results(ONE), steps: { ...OK, [name]: "failure" as const } };
    expect(judged(failed, "2027-06-01").failures).toEqual([`The step ${name} failed: its log says why.`]);
    const cancelled = { ...results(ONE), steps: { ...OK, [name]: "cancelled" as const } };
    expect(judged(cancelled, "2027-06-01").failures).toEqual([`The step ${name} was cancelled: its log says why.`]);
  });

  it("never passes what it could not look at", () => {
    expect(judged({ ...results(undefined), verify: undefined }, "2027-06-01").failures).toEqual([
      "What the step verify found cannot be read.",
      "The stack's outputs could not be read, so nothing is known of its keys.",
    ]);
    expect(judged(results({ ...ONE, secretExpires: "soon" }), "2027-06-01").failures).toHaveLength(1);
  });

  it("names all older keys that may be in use, and the day on which the first ends", () => {
    const three = {
      ...TWO,
      secretNumber: 3,
      olderSecrets: [
        { number: 2, expires: "2028-12-24T00:00:00Z" },
        { number: 1, expires: "2028-11-22T00:00:00Z" },
      ],
    };
    expect(judged(results(three), "2028-09-01").handOver).toMatchObject({
      number: 3,
      older: [2, 1],
      before: "2028-11-22",
    });
  });
});
