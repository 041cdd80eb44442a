/**
 * Records how the azuread provider on PATH takes each failure of each of its requests, into
 * test/recorded/azuread-<version>-failures.json: `node test/plugins/recording/record.ts VERSION [STEP …]`. It takes a
 * quarter of an hour, most of it waiting.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant } from "../../../dev/tenant/server.ts";
import { ask, type Outcome, type Point, points, prepare } from "./case.ts";
import { HARMS, type Harm } from "./harms.ts";
import { LIFE, type Step, type World } from "./life.ts";
import { startPlugin } from "./plugin-on-path.ts";
import { type RecordedStep, recordingText } from "./recording.ts";
import { WireClient } from "./wire-client.ts";

/** How long a provider may wait before it is left alone, in milliseconds. */
const LIMIT = Number(process.env["RECORD_LIMIT_SECONDS"] ?? 360) * 1000;
/** Cases at a time: most of them sleep. */
const WORKERS = Number(process.env["RECORD_WORKERS"] ?? 6);
/** The real provider. A recording of anything else is printed, and never kept. */
const REAL = "pulumi-resource-azuread";
const COMMAND = (process.env["RECORD_COMMAND"] ?? REAL).split(" ") as [string, ...string[]];

const [version = "", ...only] = process.argv.slice(2);
if (version === "") throw new Error("Which version of azuread is on PATH? node test/plugins/recording/record.ts 6.9.1");

interface Case {
  step: Step;
  point: Point;
  harm: Harm;
}

/** A tenant and a provider of its own, with what has been prepared for one step. */
class Bench {
  private ready: { step: Step; world: World; restore(): void; close(): Promise<void> } | undefined;

  async run(step: Step, harmed?: { point: Point; harm: Harm }): Promise<Outcome> {
    if (this.ready?.step !== step || step.name === "sign in") await this.prepare(step);
    if (!this.ready) throw new Error("not ready");
    this.ready.restore();
    const outcome = await ask(this.ready.world, step, LIMIT, harmed);
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
    const folder = mkdtempSync(join(tmpdir(), "record-"));
    const tenant = await startTenant({ folder });
    const environment = { PATH: process.env["PATH"] ?? "", HOME: folder, ...tenant.environment };
    const plugin = await startPlugin(COMMAND, environment);
    const world: World = { provider: new WireClient(plugin.port), tenant, held: new Map() };
    await prepare(world, step);
    const directory = structuredClone(tenant.directory);
    const held = structuredClone(world.held);
    const restore = () => {
      Object.assign(tenant.directory, structuredClone(directory));
      world.held = structuredClone(held);
    };
    const close = async () => {
      world.provider.close();
      plugin.stop();
      await tenant.close();
      rmSync(folder, { recursive: true, force: true });
    };
    this.ready = { step, world, restore, close };
  }
}

const steps = LIFE.filter(({ name }) => only.length === 0 || only.includes(name));
const recorded: RecordedStep[] = steps.map(({ name }) => ({ name, unharmed: undefined as never, cases: [] }));
const cases: Case[] = [];

async function work(jobs: ((bench: Bench) => Promise<void>)[]): Promise<void> {
  const next = jobs.values();
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const bench = new Bench();
      for (const job of next) await job(bench);
      await bench.close();
    }),
  );
}

await work(
  steps.map((step, index) => async (bench) => {
    const unharmed = await bench.run(step);
    if (unharmed.ended !== "done") throw new Error(`${step.name}: ${JSON.stringify(unharmed)}`);
    (recorded[index] as RecordedStep).unharmed = unharmed;
  }),
);
for (const [index, step] of steps.entries()) {
  for (const point of points(recorded[index]?.unharmed.requests ?? [])) {
    for (const harm of HARMS) {
      if (harm.ofWrites && point.request.startsWith("GET")) continue;
      cases.push({ step, point, harm });
    }
  }
}
console.error(`${cases.length} cases`);
let done = 0;
await work(
  cases.map(({ step, point, harm }) => async (bench) => {
    const began = Date.now();
    const outcome = await bench.run(step, { point, harm });
    recorded.find(({ name }) => name === step.name)?.cases.push({ ...point, harm: harm.name, outcome });
    done += 1;
    const seconds = Math.round((Date.now() - began) / 1000);
    console.error(`${done} ${step.name}: ${point.request} #${point.nth}, ${harm.name}: ${outcome.ended} ${seconds} s`);
  }),
);
for (const { cases: found } of recorded) {
  found.sort((left, right) => place(left) - place(right));
}
const kept = only.length === 0 && COMMAND.join(" ") === REAL;
const text = recordingText({ provider: kept ? `pulumi-azuread ${version}` : COMMAND.join(" "), steps: recorded });
if (kept) writeFileSync(new URL(`../../recorded/azuread-${version}-failures.json`, import.meta.url), text);
else process.stdout.write(text);
process.exit(0);

function place({ request, nth, harm }: { request: string; nth: number; harm: string }): number {
  return cases.findIndex((one) => one.point.request === request && one.point.nth === nth && one.harm.name === harm);
}
