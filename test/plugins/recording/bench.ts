import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MICROSOFT_GRAPH_APP_ID } from "../../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../../dev/tenant/seed.ts";
import { startTenant, type Tenant } from "../../../dev/tenant/server.ts";
import { ask, type Outcome, type Point, prepare } from "./case.ts";
import type { Harm } from "./harms.ts";
import type { Step, World } from "./life.ts";
import type { WireClient } from "./wire-client.ts";

/** Starts a provider for a tenant. */
export type StartProvider = (tenant: Tenant) => Promise<{ client: WireClient; stop(): void }>;

/** A tenant with a provider, where one step is tried again and again from the same beginning. */
export class Bench {
  private readonly start: StartProvider;
  private readonly limit: number;
  private ready: { step: Step; world: World; restore(): void; close(): Promise<void> } | undefined;

  /** @param limit milliseconds after which a provider that still waits is left alone */
  constructor(start: StartProvider, limit: number) {
    this.start = start;
    this.limit = limit;
  }

  /** Asks a step, one of its requests harmed or none. */
  async run(step: Step, harmed?: { point: Point; harm: Harm }): Promise<Outcome> {
    // A provider signs in once: each sign-in takes a new one.
    if (this.ready?.step !== step || step.name === "sign in") await this.prepare(step);
    if (!this.ready) throw new Error(`Nothing is ready for ${step.name}.`);
    this.ready.restore();
    const outcome = await ask(this.ready.world, step, this.limit, harmed);
    // A provider that waits goes on asking: nothing of it may reach the next case.
    if (outcome.ended === "waits") await this.close();
    return outcome;
  }

  async close(): Promise<void> {
    await this.ready?.close();
    this.ready = undefined;
  }

  private async prepare(step: Step): Promise<void> {
    await this.close();
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    const tenant = await startTenant({ folder });
    // What naming a further owner takes besides, of an operator that is an application itself.
    grantRole(tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, "Directory.Read.All", tenant.clock.now());
    const { client, stop } = await this.start(tenant);
    const world: World = { provider: client, tenant, held: new Map() };
    await prepare(world, step);
    const directory = structuredClone(tenant.directory);
    const held = structuredClone(world.held);
    this.ready = {
      step,
      world,
      restore() {
        Object.assign(tenant.directory, structuredClone(directory));
        world.held = structuredClone(held);
      },
      async close() {
        stop();
        await tenant.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
}
