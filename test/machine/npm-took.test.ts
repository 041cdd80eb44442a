import { describe, expect, it } from "vitest";
import { USAGE as DOCTOR } from "../../commands/doctor/arguments.ts";
import { USAGE as EXPLAIN } from "../../commands/explain/arguments.ts";
import { USAGE as FLEET } from "../../commands/fleet/arguments.ts";
import { HELP as PLUGIN } from "../../commands/plugin/build-help.ts";
import { HELP as VERIFY } from "../../commands/verify/arguments.ts";
import { HELP as START } from "../../dev/stack/start-arguments.ts";
import { OPTIONS, tookByNpm } from "../../machine/npm-took.mjs";

const WHY =
  "options of a command follow --, and PowerShell takes that away unless it is quoted. Nothing was done. Type:";

describe("options that npm kept, as PowerShell hands them over, end in a sentence", () => {
  it.each([
    ["doctor", ["contoso"], { npm_config_stack: "true" }, "--stack", "npm run doctor '--' --stack …"],
    ["start", [], { npm_config_call: "esia:omit=x" }, "-c", "npm start '--' -c …"],
    [
      "verify",
      ["contoso"],
      { npm_config_json: "true", npm_config_stack: "true" },
      "--json, --stack",
      "npm run verify '--' --json … --stack …",
    ],
    ["start", ["preview"], { npm_config_preview_only: "true" }, "--preview-only", "npm start '--' --preview-only …"],
  ])("%s %j", (word, args, env, lost, command) => {
    expect(tookByNpm(word, args, env)).toBe(`npm kept ${lost} for itself: ${WHY}\n\n  ${command}`);
  });

  it.each([
    ["what came through", ["--stack", "contoso", "--json"], { npm_config_stack: "" }],
    ["a setting of npm's own file that the command was given too", ["--json"], { npm_config_json: "true" }],
    ["other settings of npm's", [], { npm_config_loglevel: "silent", npm_config_yes: "" }],
  ])("but not for %s", (_, args, env) => {
    expect(tookByNpm("doctor", args, env)).toBeUndefined();
  });

  it("for every option that a command's help names", () => {
    const named = [DOCTOR, EXPLAIN, FLEET, PLUGIN, VERIFY, START].flatMap((help) =>
      [...help.matchAll(/--([a-z]+(?:-[a-z]+)*)/g)].map(([, option]) => option),
    );
    expect([...new Set(named)].filter((option) => option !== "help" && !OPTIONS.includes(option as string))).toEqual(
      [],
    );
  });
});
