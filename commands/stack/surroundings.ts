/** In what surroundings a stack is read: the user's own, or the dev stack's, with its engine and the embedded tenant. */
import { runProgram } from "../../machine/run-program.mjs";
import { DEV_STACK } from "../../stack/command.ts";
import { type AskPulumi, patient, type Surroundings } from "./ask.ts";

/** @throws CannotRun when the dev stack's engine or tenant is not to be had */
export async function surroundingsOf(stack: string | undefined): Promise<Surroundings> {
  if (stack !== DEV_STACK) {
    const ask: AskPulumi = (args) => runProgram("pulumi", args);
    return { env: process.env, ask: patient(ask), close: async () => {} };
  }
  // The only way from a command to dev/, which needs more packages than a real tenant's commands do.
  const { devSurroundings } = await import("../../dev/stack/dev-stack.ts");
  const dev = await devSurroundings();
  return { ...dev, ask: patient(dev.ask) };
}
