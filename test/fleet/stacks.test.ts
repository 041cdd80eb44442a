import { describe, expect, it } from "vitest";
import { listStacks, matches } from "../../commands/fleet/stacks.ts";
import type { AskPulumi } from "../../commands/stack/ask.ts";

const LISTED = [
  { name: "contoso", current: true, lastUpdate: "2026-11-25T08:00:00.000Z", resourceCount: 19 },
  { name: "acme/fabrikam", current: false, lastUpdate: "in progress" },
  { name: "new", current: false },
];

function pulumi(ended: { code?: number; stdout?: string; stderr?: string }): { ask: AskPulumi; asked: string[] } {
  const asked: string[] = [];
  const ask: AskPulumi = async (args) => {
    asked.push(args.join(" "));
    return { code: 0, stdout: "", stderr: "", ...ended };
  };
  return { ask, asked };
}

describe("the stacks of a backend", () => {
  it("are those of this project, with the time of their last run where there is one", async () => {
    const { ask, asked } = pulumi({ stdout: JSON.stringify(LISTED) });
    const stacks = await listStacks(ask, undefined);
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
    await expect(listStacks(pulumi(ended).ask, undefined)).rejects.toThrow(said);
  });

  it("that fit no pattern end it too: looking at none would say that all is well", async () => {
    const { ask } = pulumi({ stdout: JSON.stringify(LISTED) });
    expect((await listStacks(ask, "*a*")).map(({ name }) => name)).toEqual(["acme/fabrikam"]);
    await expect(listStacks(ask, "globex")).rejects.toThrow("None of the 3 stacks fits --only globex.");
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
