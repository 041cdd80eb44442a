import { describe, expect, it } from "vitest";
import { HELP, readArguments } from "../../commands/plugin/arguments.ts";
import { HELP as BUILD_HELP } from "../../commands/plugin/build-help.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

describe("the plugin's command line", () => {
  it("is 60 and 14 days, half a minute and the environment unless it says otherwise", () => {
    expect(readArguments([])).toMatchObject({
      file: undefined,
      cloud: undefined,
      gcc: false,
      thresholds: { warning: { text: "60:" }, critical: { text: "14:" } },
      timeout: 30_000,
    });
    expect(HELP).toContain("--warning 60: ");
    expect(HELP).toContain("--critical 14: ");
  });

  it("has the letters that plugins share", () => {
    expect(readArguments(["-f", "values", "-w", "30:", "-c", "7:", "-t", "10"])).toMatchObject({
      file: "values",
      thresholds: { warning: { text: "30:" }, critical: { text: "7:" } },
      timeout: 10_000,
    });
    expect(readArguments(["--cloud=china", "--timeout", "2m"])).toMatchObject({ cloud: "china", timeout: 120_000 });
    expect(readArguments(["--gcc", "--timeout", "90s"])).toMatchObject({ gcc: true, timeout: 90_000 });
  });

  it.each([
    [["--warning", "soon"], "--warning takes a range of days such as 14: (alarm below 14), 10, ~:5 or @1:5"],
    [["--critical", ""], "--critical takes a range of days such as 14: (alarm below 14), 10, ~:5 or @1:5"],
    [["--timeout", "0"], "--timeout takes seconds such as 30, or 90s, or 2m"],
    [["--fix"], "see --help: --fix is not used like that, and the key never stands on a command line"],
    [["--file"], "see --help: --file is not used like that, and the key never stands on a command line"],
  ])("refuses %j", (args, message) => {
    expect(() => readArguments(args)).toThrow(new CannotRun(message));
  });

  it.each([
    [["abc8Q~a-key"]],
    [["--key=abc8Q~a-key"]],
    [["--abc8Q~a-key"]],
    [["-w", "abc8Q~a-key"]],
    [["-t", "abc8Q~a-key"]],
  ])("refuses a key on it, as in %j, without repeating the key", (args) => {
    expect(() => readArguments(args)).toThrow(CannotRun);
    expect(() => readArguments(args)).not.toThrow(/8Q~/);
  });

  it.each([HELP, BUILD_HELP])("is explained within 90 columns", (help) => {
    expect(help.split("\n").filter((line) => line.length > 90)).toEqual([]);
  });
});
