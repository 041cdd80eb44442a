/** What the hook does with a failed operation: asks for another try, or says what it means. Imports no Pulumi. */

import { pulumiCommand } from "../stack/command.ts";
import { anotherTry, type FailedOperation } from "./another-try.ts";
import { type Context, explain, paragraph } from "./explain.ts";

/** Where it speaks and waits; tests put their own here. */
export interface Surroundings {
  isPreview: boolean;
  stack: string;
  /** Asked only when something is to be explained. */
  context: () => Context;
  /** Whether the state at the start held no application. */
  made: boolean;
  info: (line: string) => Promise<unknown>;
  error: (paragraph: string) => Promise<unknown>;
  /** @param ms milliseconds */
  pause: (ms: number) => Promise<unknown>;
}

/** Between operations that wait at the same time, milliseconds: grants are made side by side, and would only meet again. */
const APART = 300;

/**
 * @returns a function that takes a failed operation and gives whether it is to be tried again. A try is announced in a line
 *   and comes after a pause; what stands is explained, each kind of failure once a run.
 */
export function onError(surroundings: Surroundings): (failed: FailedOperation) => Promise<boolean> {
  const { isPreview, made, stack, context, info, error, pause } = surroundings;
  const said = new Set<string>();
  let waiting = 0;
  let toldOfOutputs = false;
  return async (failed) => {
    const again = anotherTry(failed, { isPreview, made });
    if (again) {
      await info(again.line);
      waiting += 1;
      await pause(again.pause + (waiting - 1) * APART);
      waiting -= 1;
      return true;
    }
    const updating = failed.failedOperation === "update";
    const told = { ...context(), updating };
    for (const explanation of explain(`${failed.name}: ${failed.errors[0] ?? ""}`, stack, told)) {
      // After a failed change another run is advised, which does for the others too: it is said, whatever was said before.
      const changing = `${explanation.id}, changing`;
      if (said.has(changing) || (said.has(explanation.id) && !updating)) continue;
      said.add(updating ? changing : explanation.id);
      await error(paragraph(explanation));
    }
    // The engine has no outputs of a program whose operation failed, and shows those of the state as if this run took them.
    if (!isPreview && !made && !toldOfOutputs) {
      toldOfOutputs = true;
      await info(outputsStay(stack));
    }
    return false;
  };
}

/** Where the engine shows the outputs as if they were gone: it does so when a run fails and they were there before it. */
export function outputsStay(stack: string): string {
  return (
    "The outputs that Pulumi lists with a minus are not gone: the state keeps them until a run comes to its end, and " +
    `${pulumiCommand("stack output", stack)} prints them.`
  );
}
