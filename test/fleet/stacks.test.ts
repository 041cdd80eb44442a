import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../commands/fleet/arguments.ts";
import { namesFound } from "../../commands/fleet/names-found.ts";
import { listStacks, matches } from "../../commands/fleet/stacks.ts";
import type { AskPulumi } from "../../commands/stack/ask.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { HOSTILE, STEERING } from "../support/hostile.ts";

const LISTED = [
  { name: "contoso", current: true, lastUpdate: "2026-11-25T08:00:00.000Z", resourceCount: 19 },
  { name: "acme/fabrikam", current: false, lastUpdate: "in progress" },
  { name: "new", current: false },
];

const quiet = () => {};

function pulumi(ended: { code?: number; stdout?: string; stderr?: string }): { ask: AskPulumi; asked: string[] } {
  const asked: string[] = [];
  const ask: AskPulumi = async (args) => {
    asked.push(args.join(" "));
    return { code: 0, stdout: "", stderr: "", ...ended };
  };
  return { ask, asked };
}

describe("a pattern of somebody's making", () => {
  it("is read in linear time, however many stars it has", () => {
    expect(matches(`${"a".repeat(100)}`, `${"*a".repeat(40)}*b`)).toBe(false);
    expect(matches("a".repeat(100), "*a".repeat(40))).toBe(true);
    expect(matches("a", "*".repeat(5_000_000))).toBe(true);
    expect(matches("a".repeat(100), "a*".repeat(2_500_000))).toBe(false);
  });

  it("means letters, whatever else they mean elsewhere", () => {
    for (const text of HOSTILE) expect([text, matches("acme", text)]).toEqual([text, false]);
    expect(["ab", "a.b", "a+b"].map((name) => matches(name, "a.b"))).toEqual([false, true, false]);
    expect([matches("aba", "ab*ba"), matches("abba", "ab*ba")]).toEqual([false, true]);
  });

  it.each(HOSTILE.filter((text) => text !== ""))(
    "that no stack fits is repeated short and harmless: %j",
    async (only) => {
      const { ask } = pulumi({ stdout: JSON.stringify(LISTED) });
      const refusal = await listStacks(ask, only, quiet).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(CannotRun);
      const { message } = refusal as CannotRun;
      expect(message).toMatch(/^None of the 3 stacks fits --only "/);
      expect(message).not.toMatch(STEERING);
      expect(message.length).toBeLessThan(400);
    },
  );

  it.each([
    [["status", "--only", ""], "--only needs a stack's name, with * for any letters."],
    [["status", "--only"], "--only is not used like that."],
    [["status", "--onyl=abc8Q~key"], "--onyl is no option of fleet."],
    [["abc8Q~key"], "Say one of status, verify, matrix."],
    [["status", "abc8Q~key"], "Say one of status, verify, matrix."],
    [["verify", "--timeout", "abc8Q~key"], "--timeout needs a time such as 90s or 5m."],
    [["status", "--at-once", "1e9"], "--at-once takes a number from 1 to 999."],
    [["status", "--at-once", "\u001b[2J"], "--at-once takes a number from 1 to 999."],
  ])("or a command line that is none: %j", (args, said) => {
    let message = "";
    try {
      readArguments(args);
    } catch (refusal) {
      message = (refusal as CannotRun).message;
    }
    expect(message.split("\n\n")[0]).toBe(said);
    expect(message).not.toContain("8Q~");
  });
});

describe("the stacks of a backend", () => {
  it("are those of this project, with the time of their last run where there is one", async () => {
    const { ask, asked } = pulumi({ stdout: JSON.stringify(LISTED) });
    const stacks = await listStacks(ask, undefined, quiet);
    expect(stacks.map(({ name, lastRun, resources }) => [name, lastRun?.toString(), resources])).toEqual([
      ["contoso", "2026-11-25T08:00:00Z", 19],
      ["acme/fabrikam", undefined, undefined],
      ["new", undefined, 0],
    ]);
    expect(asked).toEqual(["stack ls --json --non-interactive"]);
  });

  it.each([
    ["without pulumi", { code: -1, stderr: "spawn pulumi ENOENT" }, "'pulumi' could not be started"],
    ["without a login", { code: 1, stderr: "error: PULUMI_ACCESS_TOKEN must be set" }, "Pulumi is not logged in"],
    ["with what is no list", { stdout: '{"name":"x"}' }, "cannot be understood"],
    ["with a list of something else", { stdout: "[null]" }, "cannot be understood"],
    ["without any stack", { stdout: "[]" }, "There is no stack of this project"],
  ])("end the command %s", async (_, ended, said) => {
    await expect(listStacks(pulumi(ended).ask, undefined, quiet)).rejects.toThrow(said);
  });

  it.each([
    ["a damaged state", "error: place 1: unexpected end of JSON input", "unexpected end of JSON input"],
    ["an empty note beside a state", "error: EOF", "A note that Pulumi keeps beside the stack's state is empty"],
  ])("are found by their files where %s ends Pulumi's own list", async (_, stderr, said) => {
    const folder = mkdtempSync(join(tmpdir(), "fleet-"));
    const states = join(folder, ".pulumi", "stacks", "esia");
    mkdirSync(states, { recursive: true });
    for (const name of ["contoso.json", "contoso.json.bak", "contoso.json.attrs", "fab.eu.json.gz"]) {
      writeFileSync(join(states, name), "{");
    }
    const ask: AskPulumi = async ([word]) =>
      word === "whoami"
        ? { code: 0, stdout: JSON.stringify({ url: `file://${folder}` }), stderr: "" }
        : { code: 1, stdout: "", stderr };
    const heard: string[] = [];
    const stacks = await listStacks(ask, undefined, (line) => heard.push(line));
    expect(stacks.map(({ name }) => name).sort()).toEqual(["contoso", "fab.eu"]);
    expect(stacks[0]?.lastRun?.epochMilliseconds).toBeGreaterThan(Date.now() - 60_000);
    expect(heard).toEqual([
      "'pulumi stack ls' lists none, because a state is damaged. Stacks are found by their files.",
    ]);
    rmSync(join(folder), { recursive: true });
    await expect(listStacks(ask, undefined, quiet)).rejects.toThrow(said);
  });

  it("are found by their settings files where the states are no files of this machine", async () => {
    const clone = mkdtempSync(join(tmpdir(), "fleet-"));
    for (const name of ["", ".dev", ".contoso"]) writeFileSync(join(clone, `Pulumi${name}.yaml`), "");
    const found = await namesFound(pulumi({ stdout: '{"url":"s3://states"}' }).ask, clone);
    rmSync(clone, { recursive: true });
    expect(found).toEqual({
      stacks: [{ name: "contoso", lastRun: undefined }],
      where: "this folder's settings files (Pulumi.NAME.yaml)",
    });
  });

  it("that fit no pattern end it too: looking at none would say that all is well", async () => {
    const { ask } = pulumi({ stdout: JSON.stringify(LISTED) });
    expect((await listStacks(ask, "*a*", quiet)).map(({ name }) => name)).toEqual(["acme/fabrikam"]);
    await expect(listStacks(ask, "globex", quiet)).rejects.toThrow('None of the 3 stacks fits --only "globex".');
  });

  it.each([
    ["contoso", "contoso", true],
    ["contoso", "conto", false],
    ["contoso", "conto*", true],
    ["contoso", "*oso", true],
    ["contoso", "c.ntoso", false],
    ["contoso.eu", "*.eu", true],
    ["acme/contoso", "contoso", true],
    ["acme/contoso", "acme/*", true],
    ["acme/contoso", "acme", false],
  ])("named %s fit %s: %s", (name, pattern, fits) => {
    expect(matches(name, pattern)).toBe(fits);
  });
});
