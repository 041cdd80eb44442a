/** Lets a failing run explain itself, where Pulumi lets the program speak: in look-ups and in failed operations. */
import * as pulumi from "@pulumi/pulumi";
import { type Context, explain, paragraph } from "./explain.ts";

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
 * @throws RunError with the failure in plain words, or with the provider's own where it is not known; no stack trace
 */
export async function answered<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (failure) {
    const text = (failure as Error).message.replace(/^invocation of \S+ returned an error: (invoking \S+: )?/, "");
    const known = explain(text, pulumi.getStack(), stackContext()).map(paragraph);
    throw new pulumi.RunError([text, ...known].join("\n\n"));
  }
}

/**
 * A hook for resources: says once what a failed create, update or delete means, and never has it tried again. A
 * `pulumi destroy` does not run the program, so there docs/failures.md and `npm run doctor` speak.
 */
export function explaining(): pulumi.ErrorHook {
  const said = new Set<string>();
  return new pulumi.ErrorHook("explain", async ({ name, errors }) => {
    for (const explanation of explain(`${name}: ${errors.join("\n")}`, pulumi.getStack(), stackContext())) {
      if (said.has(explanation.id)) continue;
      said.add(explanation.id);
      await pulumi.log.error(paragraph(explanation));
    }
    return false;
  });
}

/** What the stack's configuration tells an explanation: the tenant, for the command that signs in there. */
function stackContext(): Context {
  const tenantId = new pulumi.Config("azuread").get("tenantId");
  return tenantId ? { tenantId } : {};
}
