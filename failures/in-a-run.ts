/** Lets a failing run explain itself, where Pulumi lets the program speak: in look-ups and in failed operations. */
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { printed } from "../machine/printed.mjs";
import { refusal, say } from "../stack/say.ts";
import { onceEnded, unlessEnded, wordsOf } from "./ended-by-pulumi.ts";
import { type Context, explain, paragraph } from "./explain.ts";
import { onError, outputsStay } from "./on-error.ts";
import { type Known, runContext } from "./run-context.ts";

/** Characters of the provider's own words: what they mean is said behind them, and must not be lost. */
const MOST_OF_IT = 4000;

/** The exit code of Pulumi's SDK for "the user has been told" (`@pulumi/pulumi/cmd/run`): the engine adds nothing. */
const TOLD = 32;

/**
 * Takes a pure decision.
 * @throws RunError with the decision's refusal: a sentence for the operator, without a stack trace
 */
export function decide<Result>(decision: () => Result): Result {
  try {
    return decision();
  } catch (refused) {
    throw refusal((refused as Error).message);
  }
}

/**
 * Waits for a decision that looks something up itself, and whose refusal is this project's own sentence.
 * @throws RunError with it, without a stack trace
 */
export async function decided<Result>(decision: Promise<Result>): Promise<Result> {
  return decision.catch((refused: Error) => {
    throw refusal(refused.message);
  });
}

/**
 * Takes a pure decision that this run does not rest on.
 * @returns undefined when it is refused; that is said as a warning, a line each
 */
export async function decideOrWarn<Result>(
  decision: () => Result,
  warning: (refused: string) => string,
): Promise<Result | undefined> {
  try {
    return decision();
  } catch (refused) {
    for (const line of (refused as Error).message.split("\n")) await say({ severity: "warn", text: warning(line) });
    return undefined;
  }
}

/** Whether this run has said what a failure means: then nothing is left to say of it when the engine ends the run. */
let explained = false;

/** What is declared and not answered for. */
const pending = new Set<pulumi.Resource>();

/** A resource is told of before it has a URN, which it gets when the engine answers. */
function awaits(resource: pulumi.Resource): undefined {
  pending.add(resource);
  queueMicrotask(() => resource.urn.apply(() => pending.delete(resource)));
}

/** Says by the only way left, once the engine has ended the run, where a failure is explained that nothing here hears of. */
function sayWhoExplains(end: string, rest = ""): void {
  explained = true;
  console.error(
    `${end}: 'npm run -s explain -- --stack ${pulumi.getStack()}' says what the error that it prints means and what to do, ` +
      `with that error's text as its input.${rest}`,
  );
}

/** Ends while the tenant has not answered yet: anything else would print stack traces of Pulumi's. */
function ended(known?: Known): never {
  sayWhoExplains("Pulumi ended the run before the tenant had answered", " Nothing was changed in the tenant.");
  if (known?.made === false && !pulumi.runtime.isDryRun()) console.error(outputsStay(pulumi.getStack()));
  process.exit(TOLD);
}

/**
 * Has a run that the engine ends say which command explains it, unless that was explained: of a failure to compare, or to read
 * what is taken over, no hook hears. No stack trace of Pulumi's (ended-by-pulumi.ts).
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
 * Waits for an answer of the tenant.
 * @param known what the program knows of this run
 * @throws RunError with the provider's words and the failure in plain ones; no stack trace
 */
export async function answered<Answer>(asked: Promise<Answer>, known?: Known): Promise<Answer> {
  try {
    return await unlessEnded(asked, () => ended(known));
  } catch (failure) {
    const text = wordsOf(failure).replace(/^invocation of \S+ returned an error: (invoking \S+: )?/, "");
    const explained = explain(text, pulumi.getStack(), context(known)).map(paragraph);
    throw refusal([printed(text, MOST_OF_IT), ...explained].join("\n\n"));
  }
}

/**
 * A hook for resources: has what Graph refused whole for a moment tried again, at most three times (another-try.ts), and says
 * once what any other failed create, update or delete means. States hold its name: a later run finds it by that. A
 * `pulumi destroy` does not run the program, so there docs/failures.md and `npm run explain` speak.
 * @param known what the program knows of this run
 */
export function explaining(known: Known & { made: boolean }): pulumi.ErrorHook {
  const react = onError({
    isPreview: pulumi.runtime.isDryRun(),
    stack: pulumi.getStack(),
    context: () => context(known),
    made: known.made,
    info: (text) => say({ severity: "info", text }),
    error: (text) => {
      explained = true;
      return say({ severity: "error", text });
    },
    pause: setTimeout,
  });
  return new pulumi.ErrorHook("explain", react);
}

function context(known?: Known): Context {
  return runContext({ env: process.env, config: pulumi.runtime.allConfig() }, known);
}
