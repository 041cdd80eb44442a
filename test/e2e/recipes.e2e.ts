import { expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { type TestStack, withStack } from "../support/stack.ts";

/** Pastes what an output prints, a command after the other, into a shell as a person would. */
async function paste(stack: TestStack, output: "renewNow" | "cutOff" | "retireOlder"): Promise<Record<string, number>> {
  const commands = JSON.parse(await stack.succeed("stack", "output", output)) as string[];
  for (const command of commands) {
    const [pulumi, ...words] = command.split(" ");
    expect(pulumi).toBe("pulumi");
    await stack.succeed(...words, ...(words[0] === "up" ? ["--yes", "--skip-preview"] : []));
  }
  return stack.changes();
}

const live = (stack: TestStack) =>
  stack.tenant.directory.applications
    .flatMap(({ graph }) => graph.passwordCredentials)
    .map(({ displayName }) => /^ESIA key (\d+)/.exec(displayName ?? "")?.[1])
    .filter((number) => number !== undefined)
    .sort();

/** What verify says of the keys, by the rows' ids. */
async function said(stack: TestStack): Promise<Record<string, string>> {
  const { stdout, text } = await stack.command("verify", ["--stack", stack.name, "--json"]);
  const { rows, exitCode } = JSON.parse(stdout) as Report;
  expect(exitCode, text).toBe(0);
  return Object.fromEntries(
    rows.filter(({ id }) => ["key-life", "key-use"].includes(id)).map(({ id, detail }) => [id, detail]),
  );
}

it("the commands that a run prints for this stack do what they are for, pasted in any state of it", async () => {
  await withStack(async (stack) => {
    await stack.up();
    expect(await said(stack)).toEqual({ "key-life": expect.stringMatching(/^Key 1 works for/) });
    await stack.signIn(await stack.threeValues(), GRAPH_ROOT);
    expect(await paste(stack, "renewNow")).toEqual({ create: 1 });
    expect(live(stack)).toEqual(["1", "2"]);
    // ESIA signed in with key 1 a moment ago; three days later it has not since.
    expect(await said(stack)).toEqual({
      "key-life": expect.stringMatching(/^Key 2 works for/),
      "key-use": expect.stringMatching(/^Key 1 last used/),
    });
    const now = Date.now();
    stack.tenant.clock.set(() => new Date(now + 3 * 86_400_000));
    expect((await said(stack))["key-use"]).toMatch(/^Nothing has signed in with key 1 since .*: it can be retired\.$/);
    stack.tenant.clock.set(() => new Date());
    // No third key while two work; the older one is retired first.
    expect(await stack.outputs()).not.toHaveProperty("renewNow");
    expect(await paste(stack, "retireOlder")).toEqual({ delete: 1 });
    expect(live(stack)).toEqual(["2"]);
    expect(await stack.outputs()).not.toHaveProperty("retireOlder");
    expect(await paste(stack, "cutOff")).toEqual({ create: 1, delete: 1 });
    expect(live(stack)).toEqual(["3"]);
    expect(await paste(stack, "renewNow")).toEqual({ create: 1 });
    // Leaked while two work: both go.
    expect(await paste(stack, "cutOff")).toEqual({ create: 1, delete: 2 });
    expect(live(stack)).toEqual(["5"]);
    expect(await stack.up()).toEqual({});
    expect(await said(stack)).toEqual({ "key-life": expect.stringMatching(/^Key 5 works for/) });

    // Another stack in the same tenant has keys, and numbers, of its own.
    await stack.succeed("stack", "init", "twin");
    stack.name = "twin";
    await stack.set("esia:displayName", "twin");
    await stack.up();
    expect(await said(stack)).toEqual({ "key-life": expect.stringMatching(/^Key 1 works for/) });
    expect(live(stack)).toEqual(["1", "5"]);
  });
});
