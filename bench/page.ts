/** The measurements as bench/README.md. Pure. */
import { type Measured, STEPS, type Step } from "./life.ts";
import type { Took } from "./measured.ts";
import { figures } from "./statistics.ts";

export interface Benched {
  /** The line that says which engine and providers served. */
  served: string;
  /** What machine it was, and how busy. */
  machine: string;
  day: string;
  /** By milliseconds of latency. */
  lives: ReadonlyMap<number, readonly Record<Step, Measured>[]>;
  empty: readonly Took[];
  fleet: readonly (Took & { stacks: number; bytes: number })[];
}

export function page({ served, machine, day, lives, empty, fleet }: Benched): string {
  const floor = figures(empty.map(({ wall }) => wall)).median;
  const runs = [...lives.values()][0]?.length ?? 0;
  return [
    "# Measurements",
    "",
    `Written by \`npm run bench\` on ${day}. ${served}`,
    `${machine} Each figure is the median of ${runs} ${runs === 1 ? "run" : "runs"}, with the least and the most of them.`,
    "Processor time and memory are those of `pulumi` and all that it starts; the tenant is not in them.",
    "",
    `An empty program on the same engine, on its second run (the floor): ${spread(empty.map(({ wall }) => wall))} s,`,
    `${spread(empty.map(({ cpu }) => cpu))} s of processor time.`,
    ...[...lives].flatMap(([latency, found]) => [
      "",
      `## ${latency} ms more for each answer`,
      "",
      "| step | wall, s | processor, s | memory, MB | requests | of the floor |",
      "| --- | --- | --- | --- | --- | --- |",
      ...STEPS.map((step) => {
        const of = found.map((life) => life[step]);
        const walls = of.map(({ wall }) => wall);
        const times = (figures(walls).median / floor).toFixed(1);
        return `| ${step} | ${spread(walls)} | ${spread(of.map(({ cpu }) => cpu))} | ${spread(
          of.map(({ memory }) => memory),
          0,
        )} | ${spread(
          of.map(({ requests }) => requests),
          0,
        )} | ${times} |`;
      }),
    ]),
    ...waits(lives),
    "",
    "## fleet status",
    "",
    "| stacks | wall, s | processor, s | memory, MB |",
    "| --- | --- | --- | --- |",
    ...fleet.map(
      ({ stacks, wall, cpu, memory }) =>
        `| ${stacks} | ${spread([wall])} | ${spread([cpu])} | ${spread([memory], 0)} |`,
    ),
    "",
    `One run each, on a backend of files; the state of a stack with two keys is ${Math.round((fleet[0]?.bytes ?? 0) / 1000)} kB.`,
    "",
  ].join("\n");
}

/** How many answers are waited for one after the other: what the latency adds, by the latency. */
function waits(lives: Benched["lives"]): string[] {
  const [none, slow] = [lives.get(0), [...lives].find(([latency]) => latency > 0)];
  if (!none || !slow) return [];
  const [latency, found] = slow;
  const middle = (of: readonly Record<Step, Measured>[], step: Step) =>
    figures(of.map((life) => life[step].wall)).median;
  const chains = STEPS.map((step) => {
    const chain = ((middle(found, step) - middle(none, step)) * 1000) / latency;
    const requests = figures(found.map((life) => life[step].requests)).median;
    // No chain is longer than all requests: what is more is another's work on this machine.
    return `${step} ${chain > requests + 0.5 ? "not told (this machine was busy)" : Math.max(0, Math.round(chain))}`;
  });
  return ["", `The chain of waits, by what ${latency} ms an answer add: ${chains.join(", ")}.`];
}

function spread(values: readonly (number | undefined)[], digits = 2): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return "not told";
  const { median, least, most } = figures(known);
  const text = (value: number) => value.toFixed(digits);
  return text(least) === text(most) ? text(median) : `${text(median)} (${text(least)} to ${text(most)})`;
}
