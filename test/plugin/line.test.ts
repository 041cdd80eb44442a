import { describe, expect, it } from "vitest";
import { pluginLine } from "../../machine/plugin-line.mjs";

describe("a monitor's line", () => {
  it("names the state by its exit code, and puts the performance data behind a pipe", () => {
    expect([0, 1, 2, 3].map((exit) => pluginLine(exit, "x", "days=5;60:;14:;"))).toEqual([
      "ESIA M365 OK: x | days=5;60:;14:;",
      "ESIA M365 WARNING: x | days=5;60:;14:;",
      "ESIA M365 CRITICAL: x | days=5;60:;14:;",
      "ESIA M365 UNKNOWN: x | days=5;60:;14:;",
    ]);
    expect(pluginLine(3, "x")).toBe("ESIA M365 UNKNOWN: x");
  });

  it("stays one line without a pipe in its text, whatever somebody named a key", () => {
    const named = 'the key "a|b=1\n\u001b[31mred\u2028\u202e  \tx"';
    expect(pluginLine(0, named)).toBe('ESIA M365 OK: the key "a/b=1 red x"');
  });

  it("has an end, at a word, and keeps what matters first", () => {
    const line = pluginLine(2, `update ESIA's node ${"and so on ".repeat(100)}`, "days=5;60:;14:;");
    expect(line).toMatch(
      /^ESIA M365 CRITICAL: update ESIA's node (and so on )+(and )?(so )?\.\.\. \| days=5;60:;14:;$/,
    );
    expect(line.length).toBeLessThan(360);
    expect(pluginLine(2, "x".repeat(1000))).toHaveLength("ESIA M365 CRITICAL: ".length + 300);
  });
});
