/** Lets a failing run explain itself, where Pulumi lets the program speak: in look-ups and in failed operations. */
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { printed } from "../machine/printed.mjs";
import { refusal, say } from "../stack/say.ts";
import { unlessEnded, wordsOf } from "./ended-by-pulumi.ts";
import { type Context, explain, paragraph } from "./explain.ts";
import { explainedInTheRun, leaveUnanswered } from "./last-word.ts";
import { onError } from "./on-error.ts";
import { type Known, runContext } from "./run-context.ts";

/** Characters of the provider's own words: what they mean is said behind them, and must not be lost. */
const MOST_OF_IT = 4000;

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

/**
 * Waits for an answer of the tenant.
 * @param known what the program knows of this run
 * @throws RunError with the provider's words and the failure in plain ones; no stack trace
 */
export async function answered<Answer>(asked: Promise<Answer>, known?: Known): Promise<Answer> {
  try {
    return await unlessEnded(asked, () => leaveUnanswered(known));
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
      explainedInTheRun();
      return say({ severity: "error", text });
    },
    pause: setTimeout,
  });
  return new pulumi.ErrorHook("explain", react);
}

function context(known?: Known): Context {
  return runContext({ env: process.env, config: pulumi.runtime.allConfig() }, known);
}
