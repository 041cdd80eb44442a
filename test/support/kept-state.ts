/** Stacks that an earlier version left, each with the tenant it was left in: test/states/README.md. */
import { copyFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestStack, withTenant } from "./stack.ts";

export const STATES_FOLDER = join(import.meta.dirname, "..", "states");

interface Kept {
  /** The stack's name, which is in every resource's URN. */
  stack: string;
  /** The day (UTC) of the last run: the tenant's clock begins there. */
  lastRun: string;
  throwAwayPassphrase: string;
}

/**
 * Brings a kept stack and its tenant back to life in folders of their own, as they were after their last run, and cleans up.
 * The life has failed when the tenant was asked anything it does not know.
 * @param state version and situation: a folder below test/states
 */
export async function withKeptState(state: string, life: (stack: TestStack) => Promise<void>): Promise<void> {
  const kept = join(STATES_FOLDER, state);
  const { stack: name, lastRun, throwAwayPassphrase }: Kept = JSON.parse(readFileSync(join(kept, "kept.json"), "utf8"));
  const settings = `Pulumi.${name}.yaml`;
  const begin = async (stack: TestStack) => {
    stack.name = name;
    stack.env["PULUMI_CONFIG_PASSPHRASE"] = throwAwayPassphrase;
    await stack.succeed("stack", "init", name);
    await stack.succeed("stack", "import", "--file", join(kept, "stack.json"));
    await life(stack);
  };
  await withTenant(begin, {
    now: () => new Date(`${lastRun}T08:00:00Z`),
    fill: (folder) => {
      cpSync(join(kept, "tenant"), join(folder, "tenant"), { recursive: true });
      copyFileSync(join(kept, settings), join(folder, "project", settings));
    },
  });
}
