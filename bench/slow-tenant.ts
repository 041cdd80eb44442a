/** An embedded tenant that takes its time, and tells what it was asked. */
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startTenant, type Tenant } from "../dev/tenant/server.ts";
import { type Span, waits } from "./chain.ts";
import type { Took } from "./measured.ts";

export interface Measured extends Took {
  /** Requests that the tenant answered. */
  requests: number;
  /** The longest chain of answers of which none was asked for before the one before it came; undefined without latency. */
  chain: number | undefined;
}

export interface SlowTenant {
  tenant: Tenant;
  /** @returns what was measured, and what the tenant was asked meanwhile */
  step(work: () => Promise<Took>): Promise<Measured>;
}

/** When each life begins. */
export const START = Date.parse("2026-11-23T10:00:00Z");

/** @param folder of its own @param latency milliseconds that each answer takes more */
export async function slowTenant(folder: string, latency: number): Promise<SlowTenant> {
  const tenant = await startTenant({ folder: join(folder, "tenant"), now: () => new Date(START) });
  const spans: Span[] = [];
  const before = async () => {
    const from = performance.now();
    await setTimeout(latency);
    spans.push([from, performance.now()]);
  };
  for (const method of latency > 0 ? ["GET", "POST", "PATCH", "DELETE"] : []) {
    tenant.faults.add({ method, path: /./, times: Infinity, action: { before } });
  }
  return {
    tenant,
    step: async (work) => {
      tenant.requests.splice(0);
      spans.splice(0);
      const took = await work();
      return { ...took, requests: tenant.requests.length, chain: latency > 0 ? waits(spans) : undefined };
    },
  };
}
