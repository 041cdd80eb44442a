/** What the steps of a run left behind, in files and in their outcomes. What is not there is undefined: each reader says what that means. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../rows/report.ts";

/** As the workflow's expression \`steps.ID.outcome\` tells it; "" of a step that this run does not have. */
export type StepOutcome = "success" | "failure" | "cancelled" | "skipped" | "";

export interface Results {
  /** By the step's id. */
  steps: Readonly<Record<"up" | "preview" | "doctor" | "verify", StepOutcome>>;
  /** `pulumi stack output --json`, without secrets. */
  outputs: Readonly<Record<string, unknown>> | undefined;
  /** What the last update did, by Pulumi's words; of `pulumi stack history --json`. */
  changes: Readonly<Record<string, number>> | undefined;
  doctor: Report | undefined;
  verify: Report | undefined;
}

/**
 * @param folder where the steps wrote
 * @param env holds the outcomes: UP, PREVIEW, DOCTOR, VERIFY
 */
export function readResults(folder: string, env: NodeJS.ProcessEnv): Results {
  const step = (name: string) => (env[name] ?? "") as StepOutcome;
  const [last] = (json(folder, "history.json") as { resourceChanges?: Record<string, number> }[] | undefined) ?? [];
  return {
    steps: { up: step("UP"), preview: step("PREVIEW"), doctor: step("DOCTOR"), verify: step("VERIFY") },
    outputs: json(folder, "outputs.json") as Results["outputs"],
    changes: last?.resourceChanges,
    doctor: report(json(folder, "doctor.json")),
    verify: report(json(folder, "verify.json")),
  };
}

function json(folder: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    // A step that failed before it wrote, or half-way: the report says so.
    return undefined;
  }
}

function report(value: unknown): Report | undefined {
  const found = value as Partial<Report> | undefined;
  return found?.version === 1 && Array.isArray(found.rows) ? (found as Report) : undefined;
}
