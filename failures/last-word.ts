/** What is left to say once the engine has ended a run: of a failure to compare or to read, or of Ctrl-C, no hook hears. */
import * as pulumi from "@pulumi/pulumi";
import { onceEnded } from "./ended-by-pulumi.ts";
import { outputsStay } from "./on-error.ts";
import type { Known } from "./run-context.ts";

/** The exit code of Pulumi's SDK for "the user has been told" (`@pulumi/pulumi/cmd/run`): the engine adds nothing. */
const TOLD = 32;

/** Whether this run has said what a failure means. */
let explained = false;

/** What is declared and not answered for. */
const pending = new Set<pulumi.Resource>();

/** Notes that a failure was explained: then nothing is left to say when the engine ends the run for it. */
export function explainedInTheRun(): void {
  explained = true;
}

/**
 * Has a run that the engine ends say which command explains it, unless it was explained. No stack trace of Pulumi's
 * (ended-by-pulumi.ts).
 */
export function explainedOnceEnded(): void {
  // Not there where the engine is played.
  if (pulumi.runtime.getStackResource()) pulumi.runtime.registerStackTransformation(({ resource }) => awaits(resource));
  onceEnded({
    end: () => process.exit(TOLD),
    isPending: () => pending.size > 0,
    lastWord: () => {
      if (!explained) sayWhoExplains("Pulumi ended the run");
    },
  });
}

/**
 * Ends while the tenant has not answered yet: anything else would print stack traces of Pulumi's.
 * @param known what the program knows of this run
 */
export function leaveUnanswered(known?: Known): never {
  sayWhoExplains("Pulumi ended the run before the tenant had answered", " Nothing was changed in the tenant.");
  if (known?.made === false && !pulumi.runtime.isDryRun()) console.error(outputsStay(pulumi.getStack()));
  process.exit(TOLD);
}

/** A resource is told of before it has a URN, which it gets when the engine answers. */
function awaits(resource: pulumi.Resource): undefined {
  pending.add(resource);
  queueMicrotask(() => resource.urn.apply(() => pending.delete(resource)));
}

/** By the only way left. */
function sayWhoExplains(end: string, rest = ""): void {
  explained = true;
  console.error(
    `${end}: 'npm run -s explain -- --stack ${pulumi.getStack()}' says what the error that it prints means and what to do, ` +
      `with that error's text as its input.${rest}`,
  );
}
