/** `npm run -s verify -- --plugin` from its door on: one line and 3, whatever keeps it from a verdict. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asksForLine, verdictOf } from "../../machine/plugin-door.mjs";
import { useTenant } from "../tenant/client.ts";
import { ended, provisionAsking, usePlugin } from "./folder.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const used = useTenant();
const plugin = usePlugin(used);

const door = (args: readonly string[], env: Record<string, string> = {}) =>
  ended(process.execPath, ["machine/run.mjs", ...args], ROOT, { ...plugin.environment(), ...env }).end;

describe("verify --plugin, through the door of the npm scripts,", () => {
  it("says the line that the plugin says, with its exit code", async () => {
    const { tenantId, clientId, clientSecret } = provisionAsking(used, "2026-10-10T00:00:00Z").target.values;
    const values = { ESIA_TENANT_ID: tenantId, ESIA_CLIENT_ID: clientId, ESIA_CLIENT_SECRET: clientSecret };
    const line = {
      code: 2,
      stdout:
        "ESIA M365 CRITICAL: run 'pulumi up --stack NAME' and type the new key into ESIA's node and the environment: key 1 ends in 9 " +
        "days, on 2026-10-10 | days=9;60:;14:;\n",
      stderr: "",
    };
    expect(await door(["verify", "--plugin"], values)).toEqual(line);
    expect(await plugin.run([], values)).toEqual(line);
    const patient = await door(["verify", "--plugin", "--warning", "8:", "--critical", "5:"], values);
    expect([patient.code, patient.stdout]).toEqual([0, expect.stringMatching(/^ESIA M365 OK: .* \| days=9;8:;5:;\n$/)]);
  });

  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    ["nothing to verify", ["verify", "--plugin"], {}, /^Nothing to verify: name a stack with --stack NAME, or give/],
    ["no pulumi", ["verify", "--plugin", "--stack", "contoso"], { PATH: "" }, /^'pulumi' could not be started/],
    ["a wrong option", ["verify", "--plugin", "--fix"], {}, /^--fix is no option of verify; see --help\.$/],
    [
      "a `--` that npm took away",
      ["verify"],
      { npm_config_plugin: "true" },
      /^npm kept --plugin for itself: .* Type: npm run/,
    ],
  ])("ends with 3 and a line for %s", async (_, args, env, said) => {
    const { code, stdout } = await door(args, env);
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^ESIA M365 UNKNOWN: [^\n|]+\n$/)]);
    expect(stdout.trimEnd().replace("ESIA M365 UNKNOWN: ", "")).toMatch(said);
  });
});

describe("the door", () => {
  it("takes what npm kept of the option for it, and no other command's", () => {
    expect(asksForLine("verify", ["--stack", "a", "--plugin"], {})).toBe(true);
    expect(asksForLine("verify", [], { npm_config_plugin: "true" })).toBe(true);
    expect(asksForLine("verify", ["--json"], {})).toBe(false);
    expect(asksForLine("doctor", ["--plugin"], {})).toBe(false);
  });

  it.each([
    [["ESIA M365 WARNING: x"], { code: 1, signal: null }, 1],
    [["npm run verify -- --stack NAME", "more"], { code: 3, signal: null }, 3],
  ])("hands on the verdict of %j", (lines, end, code) => {
    expect(verdictOf(lines, end)).toBe(code);
  });

  it.each([
    [[], { code: 1, signal: null }, "exit code 1"],
    [["half a line"], { code: 134, signal: null }, "exit code 134"],
    [["half a line"], { code: 1, signal: "SIGKILL" }, "signal SIGKILL"],
  ])("takes no verdict from %j and %j", (lines, end, how) => {
    expect(() => verdictOf(lines, end)).toThrow(
      "run it once more in a terminal and read what it says on standard error: the check ended without a verdict " +
        `(${how})`,
    );
  });
});
