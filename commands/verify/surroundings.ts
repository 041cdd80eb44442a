/** In what surroundings a stack is read: the user's own, or the dev stack's, with its engine and the embedded tenant. */
import { readFileSync } from "node:fs";
import { NoEngine } from "../../dev/engine/engine.ts";
import { runProgram } from "../../dev/engine/run-program.ts";
import { CannotRun } from "../report/report.ts";
import { DEV_STACK } from "./command.ts";
import type { AskPulumi } from "./stack.ts";

export interface Surroundings {
  env: NodeJS.ProcessEnv;
  ask: AskPulumi;
  /** The embedded tenant's certificate (PEM), which Node learns of only when a process starts. */
  ca?: string;
  close(): Promise<void>;
}

/** @throws CannotRun when the dev stack has no engine to be read by */
export async function surroundingsOf(stack: string | undefined): Promise<Surroundings> {
  if (stack !== DEV_STACK) {
    const ask: AskPulumi = (args) => runProgram("pulumi", args);
    return { env: process.env, ask, close: async () => {} };
  }
  try {
    const [{ enginesEnvironment, PROJECT_FOLDER }, { runningTenant }] = await Promise.all([
      import("../../dev/dev-stack.ts"),
      import("../../dev/running-tenant.ts"),
    ]);
    const engines = await enginesEnvironment();
    const tenant = await runningTenant();
    const env = { ...engines, ...tenant.environment };
    return {
      env,
      ask: (args) => runProgram("pulumi", args, { cwd: PROJECT_FOLDER, env }),
      ca: readFileSync(env["NODE_EXTRA_CA_CERTS"] as string, "utf8"),
      close: () => tenant.close(),
    };
  } catch (error) {
    if (error instanceof NoEngine) throw new CannotRun(error.message);
    throw error;
  }
}
