import { describe, expect, it } from "vitest";
import { programStart, type RunRequest, runOutcome } from "../../dev/engine/host/program-start.ts";
import { shellWords } from "../../dev/engine/host/shell-words.ts";

const REQUEST: RunRequest = {
  monitorAddress: "127.0.0.1:1",
  engineAddress: "127.0.0.1:2",
  organization: "organization",
  project: "esia",
  stack: "dev",
  rootDirectory: "/esia",
  programDirectory: "/esia",
  entryPoint: ".",
  args: [],
  dryRun: true,
  parallel: 16,
  config: { "esia:displayName": "esia", "azuread:config:tenantId": "t" },
  configSecretKeys: ["esia:key"],
  options: { typescript: false, nodeargs: "--import ./require-node.mjs" },
};

describe("a program's start", () => {
  it("is what the official host starts", () => {
    expect(programStart(REQUEST, "/sdk/run")).toEqual({
      args: [
        "--import",
        "./require-node.mjs",
        "/sdk/run",
        "--monitor",
        "127.0.0.1:1",
        "--engine",
        "127.0.0.1:2",
        "--organization",
        "organization",
        "--project",
        "esia",
        "--root-directory",
        "/esia",
        "--stack",
        "dev",
        "--pwd",
        "/esia",
        "--dry-run",
        "--parallel",
        "16",
        ".",
      ],
      env: {
        PULUMI_CONFIG: '{"esia:config:displayName":"esia","azuread:config:tenantId":"t"}',
        PULUMI_CONFIG_SECRET_KEYS: '["esia:key"]',
      },
    });
  });

  it("leaves out what the engine left empty, and ends with the program's own arguments", () => {
    const request = {
      ...REQUEST,
      engineAddress: "",
      organization: "",
      dryRun: false,
      args: ["--dry-run"],
      options: {},
    };
    expect(programStart(request, "run").args).toEqual(
      "run --monitor 127.0.0.1:1 --project esia --root-directory /esia --stack dev --pwd /esia --parallel 16 . --dry-run".split(
        " ",
      ),
    );
  });

  it("loads TypeScript through the SDK unless Pulumi.yaml says otherwise", () => {
    expect(programStart({ ...REQUEST, options: { tsconfig: "t.json" } }, "run").env).toMatchObject({
      PULUMI_NODEJS_TYPESCRIPT: "true",
      PULUMI_NODEJS_TSCONFIG_PATH: "t.json",
    });
  });

  it.each([
    [{ typescript: "false" }, "typescript option must be a boolean"],
    [{ nodeargs: ["--import"] }, "nodeargs option must be a string"],
    [{ tsconfig: true }, "tsconfigpath option must be a string"],
    [{ nodeargs: "--import 'x" }, "nodeargs has a ' that is never closed"],
  ])("is refused with the options %j", (options, message) => {
    expect(() => programStart({ ...REQUEST, options }, "run")).toThrow(message);
  });
});

describe("the words of nodeargs", () => {
  it.each([
    ["", []],
    ["  a\t b\n", ["a", "b"]],
    ["--import './a b.mjs'", ["--import", "./a b.mjs"]],
    [`a"b c"'d e'f`, ["ab cd ef"]],
    [`'' ""`, ["", ""]],
    [String.raw`a\ b "c\"d" 'e\f'`, ["a b", 'c"d', "e\\f"]],
    ["a#b # a comment\nc", ["a#b", "c"]],
  ])("of %j are %j", (line, words) => {
    expect(shellWords(line)).toEqual(words);
  });

  it.each(['"a', "'", "a\\", '"a\\'])("are refused for %j", (line) => {
    expect(() => shellWords(line)).toThrow("nodeargs");
  });
});

describe("a program's end", () => {
  it("is a success for 0", () => {
    expect(runOutcome(0)).toEqual({ error: "", bail: false });
  });

  it("is no error of ours for 32: the SDK has told the reader", () => {
    expect(runOutcome(32)).toEqual({ error: "", bail: true });
  });

  it.each([
    [1, "Program exited with non-zero exit code: 1"],
    [null, "Program exited with non-zero exit code: -1"],
  ])("is an error for %s", (code, error) => {
    expect(runOutcome(code)).toEqual({ error, bail: false });
  });
});
