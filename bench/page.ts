/** The measurements as bench/README.md. Pure. */
import { STEPS, type Step } from "./life.ts";
import type { Took } from "./measured.ts";
import type { Measured } from "./slow-tenant.ts";
import { figures } from "./statistics.ts";
import type { TerraformStep } from "./terraform.ts";

export interface Benched {
  /** The line that says which engine and providers served. */
  served: string;
  /** What machine it was, and how busy. */
  machine: string;
  day: string;
  /** By milliseconds of latency. */
  lives: ReadonlyMap<number, readonly Record<Step, Measured>[]>;
  empty: readonly Took[];
  /** By milliseconds of latency; undefined where Terraform or its provider is not installed. */
  terraform: ReadonlyMap<number, readonly Record<TerraformStep, Measured>[]> | undefined;
  fleet: readonly (Took & { stacks: number; bytes: number })[];
}

export function page({ served, machine, day, lives, empty, terraform, fleet }: Benched): string {
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
      ...table(found, floor, terraform?.get(latency)),
    ]),
    "",
    "Waits: the longest chain of answers of which none was asked for before the one before it came.",
    terraform
      ? "Terraform, with its azuread provider from PATH, declares the same in bench/terraform. Its renewal also removes the older\n" +
        "key, after the newer one is made; a stack keeps that key until it is told that ESIA has the newer one (retirement)."
      : "Terraform and its azuread provider were not on PATH, so nothing is beside these figures.",
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

function table(
  found: readonly Record<Step, Measured>[],
  floor: number,
  terraform: readonly Record<TerraformStep, Measured>[] | undefined,
): string[] {
  const heads = ["step", "wall, s", "of the floor", "processor, s", "memory, MB", "requests", "waits"];
  const beside = terraform ? ["Terraform, s", "requests", "waits"] : [];
  const rows = STEPS.map((step) => {
    const own = found.map((life) => life[step]);
    const times = figures(own.map(({ wall }) => wall)).median / floor;
    const other = terraform?.flatMap((life) => (step in life ? [life[step as TerraformStep]] : []));
    return [
      step,
      walls(own),
      times.toFixed(1),
      spread(own.map(({ cpu }) => cpu)),
      spread(
        own.map(({ memory }) => memory),
        0,
      ),
      ...asked(own),
      ...(other ? (other.length > 0 ? [walls(other), ...asked(other)] : beside.map(() => "")) : []),
    ];
  });
  const all = [[...heads, ...beside], [...heads, ...beside].map(() => "---"), ...rows];
  return all.map((cells) => `| ${cells.join(" | ")} |`);
}

const walls = (of: readonly Took[]) => spread(of.map(({ wall }) => wall));

/** Requests and waits. */
const asked = (of: readonly Measured[]) => [
  spread(
    of.map(({ requests }) => requests),
    0,
  ),
  of.some(({ chain }) => chain === undefined)
    ? ""
    : spread(
        of.map(({ chain }) => chain),
        0,
      ),
];

function spread(values: readonly (number | undefined)[], digits = 2): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return "not told";
  const { median, least, most } = figures(known);
  const text = (value: number) => value.toFixed(digits);
  return text(least) === text(most) ? text(median) : `${text(median)} (${text(least)} to ${text(most)})`;
}
