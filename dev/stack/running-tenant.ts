/** The dev stack's tenant as a process: started here, or met where another process of this clone runs it already. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { DEV_FOLDER, PROJECT_FOLDER } from "../../machine/folders.mjs";
import { startTenant } from "../tenant/server.ts";
import { settingsFile } from "./settings-file.ts";

const FOLDER = join(DEV_FOLDER, "tenant");
/** Where the process that runs the tenant leaves what others need to reach it; removed when it ends. */
const NOTE = join(FOLDER, "running.json");

export interface RunningTenant {
  environment: Record<string, string>;
  /** For a user of the tenant in place of its operator; undefined where another process runs it. */
  user?: { environment: Record<string, string>; password: string };
  /** Ends it where this process started it. */
  close(): Promise<void>;
}

/**
 * Reaches the embedded tenant at the dev stack's address.
 * @throws CannotRun saying what to do when another program holds the port
 */
export async function runningTenant(port: number): Promise<RunningTenant> {
  try {
    const tenant = await startTenant({ folder: FOLDER, port });
    // Only the owner may read it: the operator's secret is in it, though it opens nothing but the invented tenant.
    writeFileSync(NOTE, JSON.stringify(tenant.environment), { mode: 0o600 });
    return {
      environment: tenant.environment,
      user: tenant.azureCli,
      close: async () => {
        rmSync(NOTE, { force: true });
        await tenant.close();
      },
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return { environment: note(port), close: async () => {} };
  }
}

function note(port: number): Record<string, string> {
  try {
    return JSON.parse(readFileSync(NOTE, "utf8"));
  } catch {
    throw new CannotRun(portTaken(port, settingsFile()));
  }
}

/** @param settings the file that the port is read from */
export function portTaken(port: number, settings: string): string {
  return (
    `Port ${port}, where the embedded tenant of this folder listens, is taken by another program. Stop that program, or ` +
    `write another port in ${relative(PROJECT_FOLDER, settings)} (azuread:metadataHost), then run the command again.`
  );
}
