/** Before the end-to-end tests: engine and plugins are found, or the run fails and says what is missing. */
import type { TestProject } from "vitest/node";
import { enginesEnvironment } from "../../dev/stack/dev-stack.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The environment for `pulumi`, without tenant, state and passphrase. */
    engines: Record<string, string>;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  try {
    project.provide("engines", await enginesEnvironment());
  } catch (error) {
    // An expected failure is a sentence; a stack trace would hide it.
    if (error instanceof CannotRun) error.stack = error.message;
    throw error;
  }
}
