import { describe, expect, it } from "vitest";
import { HELP, readArguments } from "../../commands/verify/arguments.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

describe("verify's command line", () => {
  it("is a stack, five minutes of patience and a table unless it says otherwise", () => {
    expect(readArguments(["--stack", "contoso"])).toEqual({
      help: false,
      stack: "contoso",
      json: false,
      timeout: 300_000,
      previous: false,
      key: undefined,
      warnDays: 60,
      stdin: false,
      gcc: false,
      plugin: undefined,
    });
  });

  it.each([
    [["--plugin"], "60:", "14:", 30_000],
    [["--plugin", "--warn-days", "30", "--timeout", "90s"], "30:", "14:", 90_000],
    [["--plugin", "--warning", "~:5", "--critical", "@1:5"], "~:5", "@1:5", 30_000],
  ])("asks for a monitor's line by %j", (args, warning, critical, timeout) => {
    expect(readArguments(["--stack=a", ...args]).plugin).toMatchObject({
      thresholds: { warning: { text: warning }, critical: { text: critical } },
      timeout,
    });
  });

  it.each([
    ["0s", 0],
    ["90s", 90_000],
    ["10m", 600_000],
  ])("takes a limit of %s", (text, milliseconds) => {
    expect(readArguments(["--stack=a", "--timeout", text]).timeout).toBe(milliseconds);
  });

  it("takes a key's number and days", () => {
    expect(readArguments(["--stack=a", "--key", "2", "--warn-days=14"])).toMatchObject({ key: 2, warnDays: 14 });
  });

  it.each([
    [["--stack=a", "--key", "0"], "--key takes a key's number, such as 2, never the key."],
    [["--stack=a", "--warn-days", "-1"], "--warn-days is not used like that; see --help."],
    [["--stack=a", "--warn-days", "two"], "--warn-days needs a number of days such as 60."],
    [["--previous", "--key", "1"], "--previous and --key ask for one key each: leave out one of them."],
    [["--warning", "60:"], "--warning and --critical go with --plugin."],
    [["--plugin", "--json"], "--plugin and --json print different things: leave out one of them."],
    [
      ["--plugin", "--critical", "soon"],
      "--critical takes a range of days such as 14: (alarm below 14), 10, ~:5 or @1:5",
    ],
    [["--wait"], "--wait is no option of verify; see --help."],
    [["--stack"], "--stack is not used like that; see --help."],
    [["--json=yes"], "--json is not used like that; see --help."],
    [["--stack", ""], "--stack needs the stack's name, as 'pulumi stack ls' lists it."],
    [["--timeout", "5"], "--timeout needs a time such as 90s or 5m."],
    [["--timeout", "5 minutes"], "--timeout needs a time such as 90s or 5m."],
  ])("refuses %j", (args, message) => {
    expect(() => readArguments(args)).toThrow(new CannotRun(message));
  });

  it.each([[["abc8Q~a-key"]], [["--key", "abc8Q~a-key"]], [["--key=abc8Q~a-key"]], [["--abc8Q~a-key"]]])(
    "refuses a key on it, as in %j, without repeating the key",
    (args) => {
      expect(() => readArguments(args)).toThrow(CannotRun);
      expect(() => readArguments(args)).not.toThrow(/8Q~/);
    },
  );

  it("is explained within 80 columns", () => {
    expect(HELP.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});
