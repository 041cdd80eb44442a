/** The stack's pipeline: what it leaves to an administrator, where it is the one who is signed in. Pure. */
import { heldPipeline, isPipeline } from "../../pipeline/held.ts";
import type { Settings } from "../../settings.ts";
import { pulumiCommand } from "../../stack/command.ts";
import { leftToAdministrator } from "../../stack/left-to-administrator.ts";
import type { Row } from "../rows/report.ts";
import type { StackState } from "./stack-state.ts";

/** The pipeline as an owner of the stack's application: its object id, "new" before a run has made it, or undefined. */
export function owningPipeline({ pipeline }: Pick<Settings, "pipeline">, held: StackState["held"]): string | undefined {
  return pipeline && (heldPipeline(held)?.objectId ?? "new");
}

/**
 * @param objectId of the principal that is signed in
 * @returns undefined where that is not the stack's pipeline; else a row, which fails until somebody else has run
 */
export function pipelineRow(
  objectId: string,
  settings: Settings,
  held: StackState["held"],
  stack: string,
): Row | undefined {
  if (!isPipeline(objectId, held)) return undefined;
  const check = "Left to an administrator";
  const left = leftToAdministrator(settings, held);
  if (left.length === 0) {
    return { check, result: "pass", detail: "Nothing: the state has all that the settings ask for. Enough to renew." };
  }
  return {
    check,
    result: "fail",
    detail: `Signed in as the stack's pipeline, which may not do it: ${left.join("; ")}. Keys are made all the same.`,
    next: `Sign in with the rights of a first run (docs/rights.md), then ${pulumiCommand("up", stack)}.`,
  };
}
