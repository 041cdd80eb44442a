/** The dev stack's tenant as a process: started here, or met where another process of this clone runs it already. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TENANT_FOLDER, tenantPort } from "./dev-stack.ts";
import { startTenant } from "./tenant/server.ts";

/** Where the process that runs the tenant leaves what others need to reach it; removed when it ends. */
const NOTE = join(TENANT_FOLDER, "running.json");

export interface RunningTenant {
  environment: Record<string, string>;
  /** Ends it where this process started it. */
  close(): Promise<void>;
}

/**
 * Reaches the embedded tenant at the dev stack's address.
 * @throws Error saying what to do when another program holds the port
 */
export async function runningTenant(): Promise<RunningTenant> {
  const port = tenantPort();
  try {
    const tenant = await startTenant({ folder: TENANT_FOLDER, port });
    // Only the owner may read it: the operator's secret is in it, though it opens nothing but the invented tenant.
    writeFileSync(NOTE, JSON.stringify(tenant.environment), { mode: 0o600 });
    return {
      environment: tenant.environment,
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
    throw new Error(
      `Port ${port}, where the embedded tenant of this folder listens, is taken by another program. Stop that program, ` +
        "or write another port in Pulumi.dev.yaml (azuread:metadataHost), then run the command again.",
    );
  }
}
