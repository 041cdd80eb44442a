/** Lets a failing run explain itself, where Pulumi lets the program speak: in look-ups and in failed operations. */
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { type Context, explain, paragraph } from "./explain.ts";
import { messageOf } from "./message.ts";
import { onError } from "./on-error.ts";
import { type Known, runContext } from "./run-context.ts";

/**
 * Takes a pure decision.
 * @throws RunError with the decision's refusal: a sentence for the operator, without a stack trace
 */
export function decide<Result>(decision: () => Result): Result {
  try {
    return decision();
  } catch (refusal) {
    throw new pulumi.RunError((refusal as Error).message);
  }
}

/**
 * Waits for a decision that looks something up itself, and whose refusal is this project's own sentence.
 * @throws RunError with it, without a stack trace
 */
export async function decided<Result>(decision: Promise<Result>): Promise<Result> {
  return decision.catch((refusal: Error) => {
    throw new pulumi.RunError(refusal.message);
  });
}

/**
 * Takes a pure decision that this run does not rest on.
 * @returns undefined when it is refused; that is said as a warning, a line each
 */
export async function decideOrWarn<Result>(
  decision: () => Result,
  warning: (refusal: string) => string,
): Promise<Result | undefined> {
  try {
    return decision();
  } catch (refusal) {
    for (const line of (refusal as Error).message.split("\n")) await pulumi.log.warn(warning(line));
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
    return await asked;
  } catch (failure) {
    const text = messageOf(failure).replace(/^invocation of \S+ returned an error: (invoking \S+: )?/, "");
    const explained = explain(text, pulumi.getStack(), context(known)).map(paragraph);
    throw new pulumi.RunError([text, ...explained].join("\n\n"));
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
    info: (line) => pulumi.log.info(line),
    error: (explanation) => pulumi.log.error(explanation),
    pause: setTimeout,
  });
  return new pulumi.ErrorHook("explain", react);
}

function context(known?: Known): Context {
  return runContext({ env: process.env, config: pulumi.runtime.allConfig() }, known);
}
