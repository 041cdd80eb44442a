import { describe, expect, it } from "vitest";
import { readRange } from "../../commands/plugin/range.ts";

describe("a threshold, as the Monitoring Plugins write it,", () => {
  it.each([
    ["14:", [13, -1], [14, 15, 512]],
    ["10", [-1, 11], [0, 5, 10]],
    ["~:5", [6], [-100, 0, 5]],
    ["10:20", [9, 21], [10, 15, 20]],
    ["@1:5", [1, 3, 5], [0, 6]],
    ["@10", [0, 10], [-1, 11]],
    ["-5:-2", [-6, -1, 0], [-5, -2]],
    ["1.5:2", [1.4, 2.1], [1.5, 2]],
    ["~:", [], [-1, 0, 1]],
  ])("%s fires at %j and not at %j", (text, firing, quiet) => {
    const range = readRange(text);
    expect(range?.text).toBe(text);
    expect([...firing, ...quiet].filter((value) => range?.fires(value))).toEqual(firing);
  });

  it.each(["", ":", "@", "@:", "~", "20:10", "soon", "14;", "14: ", "0x10:", "1:2:3", "١٤:", "|", "9".repeat(400)])(
    "is none as %j",
    (text) => {
      expect(readRange(text)).toBeUndefined();
    },
  );
});
