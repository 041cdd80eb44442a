/**
 * Records how the azuread provider on PATH takes each failure of each of its requests, into
 * test/recorded/azuread-<version>-failures.json: `node test/plugins/recording/record.ts VERSION [STEP …]`. It takes
 * some minutes, most of them waiting.
 */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { Bench, type StartProvider } from "./bench.ts";
import { type Point, points } from "./case.ts";
import { type Harm, harmsOf } from "./harms.ts";
import { LIFE, type Step } from "./life.ts";
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

const start: StartProvider = async (tenant) => {
  const plugin = await startPlugin(COMMAND, { PATH: process.env["PATH"] ?? "", HOME: tmpdir(), ...tenant.environment });
  const client = new WireClient(plugin.port);
  return {
    client,
    stop() {
      client.close();
      plugin.stop();
    },
  };
};

const steps = LIFE.filter(({ name }) => only.length === 0 || only.includes(name));
const recorded: RecordedStep[] = steps.map(({ name }) => ({ name, unharmed: undefined as never, cases: [] }));
const cases: Case[] = [];

async function work(jobs: ((bench: Bench) => Promise<void>)[]): Promise<void> {
  const next = jobs.values();
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const bench = new Bench(start, LIMIT);
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
    for (const harm of harmsOf(point)) cases.push({ step, point, harm });
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
