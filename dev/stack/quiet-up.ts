/** `pulumi up` in few lines: what the run says itself and what it makes, as it goes; a failure in full. */
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { handOver } from "../../machine/hand-over.mjs";
import { say } from "../../machine/progress.mjs";
import { type RunEvent, runEvent } from "./run-events.ts";

/** @returns the engine's exit code, and of a run that succeeded how many resources it changed, by kind */
export async function quietUp(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; changes: Required<RunEvent>["changes"] }> {
  let changes: Required<RunEvent>["changes"] = {};
  const { code } = await handOver(
    "pulumi",
    [...args, "--json", "--skip-preview"],
    { cwd: PROJECT_FOLDER, env },
    (line) => {
      const event = runEvent(line);
      if (event.line !== undefined) say(event.line);
      changes = event.changes ?? changes;
    },
  );
  return { code, changes };
}
