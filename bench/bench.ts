/** `npm run bench`: measures the lives of a stack on the embedded tenant, and writes bench/README.md. */
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findEngine } from "../dev/engine/find-engine.ts";
import { findPlugins } from "../dev/engine/find-plugins.ts";
import { enginesEnvironment, servedBy } from "../dev/stack/dev-stack.ts";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { say } from "../machine/progress.mjs";
import { fleetStatus } from "./fleet.ts";
import { emptyProgram, life } from "./life.ts";
import { type Benched, page } from "./page.ts";
import { findTerraform, terraformLife } from "./terraform.ts";

const HELP = `npm run bench [-- options]

Measures create, nothing to do, renewal, retirement, doctor, verify and destroy on the
embedded tenant, an empty program on the same engine, the same with Terraform where
terraform and terraform-provider-azuread are on PATH, and fleet status; some twenty
minutes, forty with Terraform. Let nothing else run meanwhile.

  --runs 5                 of each
  --latency 0,60           milliseconds that each answer takes more
  --stacks 1,10,100,500    of fleet status
  --out bench/README.md    where the tables go; - for standard output`;

async function main(args: readonly string[]): Promise<number> {
  const options = read(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const busy = loadavg()[0] ?? 0;
  const engine = await findEngine();
  const served = servedBy(engine, await findPlugins(engine));
  const env = await enginesEnvironment();
  const lives: Benched["lives"] = new Map(options.latency.map((latency) => [latency, []]));
  const empty: Benched["empty"][number][] = [];
  const terraform = findTerraform(process.env);
  const others: NonNullable<Benched["terraform"]> = new Map(options.latency.map((latency) => [latency, []]));
  const fleet: Benched["fleet"][number][] = [];
  for (let run = 1; run <= options.runs; run += 1) {
    say(`Run ${run} of ${options.runs}.`);
    empty.push(await emptyProgram(env));
    for (const [latency, found] of lives) (found as unknown[]).push(await life(env, latency));
    if (!terraform) continue;
    for (const [latency, found] of others) (found as unknown[]).push(await terraformLife(terraform, latency));
  }
  for (const stacks of options.stacks) {
    say(`fleet status with ${stacks} stacks.`);
    fleet.push({ stacks, ...(await fleetStatus(env, stacks)) });
  }
  const machine = `${cpus().length} processors (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 1e9)} GB, load ${busy.toFixed(1)} at the start.`;
  const text = page({
    served,
    machine,
    day: new Date().toISOString().slice(0, 10),
    lives,
    empty,
    terraform: terraform && others,
    fleet,
  });
  if (options.out === "-") console.log(text);
  else writeFileSync(options.out, text);
  return 0;
}

function read(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        runs: { type: "string", default: "5" },
        latency: { type: "string", default: "0,60" },
        stacks: { type: "string", default: "1,10,100,500" },
        out: { type: "string", default: join(import.meta.dirname, "README.md") },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const numbers = (text: string) => text.split(",").map(Number);
    const read = {
      ...values,
      runs: Number(values.runs),
      latency: numbers(values.latency),
      stacks: numbers(values.stacks),
    };
    const all = [read.runs, ...read.latency, ...read.stacks];
    if (all.every((number) => Number.isSafeInteger(number) && number >= 0) && read.runs > 0) return read;
  } catch {
    // Said below.
  }
  throw new CannotRun(`That is not understood.\n\n${HELP}`);
}

await endWith(() => main(process.argv.slice(2)));
