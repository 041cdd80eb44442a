import { expect, it } from "vitest";
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

it("the commands that a run prints for this stack do what they are for, pasted in any state of it", async () => {
  await withStack(async (stack) => {
    await stack.up();
    expect(await paste(stack, "renewNow")).toEqual({ create: 1 });
    expect(live(stack)).toEqual(["1", "2"]);
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
  });
});
