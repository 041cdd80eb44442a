/**
 * Where the program speaks in a run, and the only place: what a tenant, a setting or a provider put into its words must not
 * steer the terminal that Pulumi prints them on, for Pulumi prints what it is given.
 */
import * as pulumi from "@pulumi/pulumi";
import { printed } from "../machine/printed.mjs";

export interface Line {
  severity: "info" | "warn" | "error";
  text: string;
}

/**
 * @param line nothing is said where there is none
 * @param about the resource beside which Pulumi shows it; without one it is shown beside the stack
 */
export async function say(line: Line | undefined, about?: pulumi.Resource): Promise<void> {
  if (line) await pulumi.log[line.severity](printed(line.text), about);
}

/** What ends a run: a sentence for the operator, which Pulumi shows without a stack trace. */
export function refusal(text: string): pulumi.RunError {
  return new pulumi.RunError(printed(text));
}
