/** One stack's life on an embedded tenant, each step of it measured. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { stateAddress } from "../dev/engine/environment.ts";
import { COMPILED_FOLDER, PROJECT_FOLDER } from "../machine/folders.mjs";
import { inFolder } from "./folder.ts";
import { measured, type Took } from "./measured.ts";
import { type Measured, type SlowTenant, START, slowTenant } from "./slow-tenant.ts";

export const STEPS = ["create", "nothing to do", "renewal", "retirement", "doctor", "verify", "destroy"] as const;
export type Step = (typeof STEPS)[number];

/** Days after the start on which the key is due, and on which nothing is. */
const DUE = 651;

/** @param latency milliseconds that each answer of the tenant takes more */
export async function life(engines: Record<string, string>, latency: number): Promise<Record<Step, Measured>> {
  return await inFolder(async (folder) => {
    const slow = await slowTenant(folder, latency);
    try {
      return await steps(slow, folder, engines);
    } finally {
      await slow.tenant.close();
    }
  });
}

async function steps(
  { tenant, step }: SlowTenant,
  folder: string,
  engines: Record<string, string>,
): Promise<Record<Step, Measured>> {
  const project = parse(readFileSync(join(PROJECT_FOLDER, "Pulumi.yaml"), "utf8"));
  const cwd = projectIn(folder, { ...project, main: PROJECT_FOLDER });
  const env: NodeJS.ProcessEnv = { ...environmentIn(folder, engines), ...tenant.environment };
  const day = (days: number) => {
    const now = new Date(START + days * 86_400_000);
    tenant.clock.set(() => now);
    env["ESIA_AS_OF"] = now.toISOString().slice(0, 10);
  };
  const pulumi = (...args: string[]) => measured("pulumi", [...args, "--stack", "bench"], { cwd, env });
  const command = (word: string, ...args: string[]) =>
    // What they find is not measured: a tenant on another day has warnings and more for them.
    measured(process.execPath, [join(PROJECT_FOLDER, "commands", `${word}.ts`), "--stack", "bench", ...args], {
      cwd,
      // As `npm run` has it.
      env: { ...env, NODE_COMPILE_CACHE: COMPILED_FOLDER },
      codes: [0, 1],
    });
  const up = () => step(() => pulumi("up", "--yes", "--skip-preview"));
  await measured("pulumi", ["stack", "init", "bench"], { cwd, env });
  day(0);
  const create = await up();
  const nothing = await up();
  const verify = await step(() => command("verify", "--timeout", "0s"));
  const doctor = await step(() => command("doctor"));
  day(DUE);
  const renewal = await up();
  await pulumi("config", "set", "esia:retireUpTo", "1");
  const retirement = await up();
  const destroy = await step(() => pulumi("destroy", "--yes", "--skip-preview"));
  return { create, "nothing to do": nothing, renewal, retirement, doctor, verify, destroy };
}

/** A program that declares nothing, on its second run: what the engine and Node take by themselves. */
export async function emptyProgram(engines: Record<string, string>): Promise<Took> {
  return await inFolder(async (folder) => {
    const runtime = { name: "nodejs", options: { typescript: false } };
    const cwd = projectIn(folder, { name: "empty", runtime, main: join(import.meta.dirname, "empty") });
    const env = environmentIn(folder, engines);
    await measured("pulumi", ["stack", "init", "bench"], { cwd, env });
    const up = () => measured("pulumi", ["up", "--yes", "--skip-preview", "--stack", "bench"], { cwd, env });
    await up();
    return await up();
  });
}

function projectIn(folder: string, project: object): string {
  writeFileSync(join(folder, "project", "Pulumi.yaml"), stringify(project));
  return join(folder, "project");
}

function environmentIn(folder: string, engines: Record<string, string>): NodeJS.ProcessEnv {
  // What `npm run` lets Node keep is not every engine's floor; the program sees to it by itself.
  const { NODE_COMPILE_CACHE: _, ...own } = engines;
  return {
    ...own,
    PULUMI_BACKEND_URL: stateAddress(join(folder, "state")),
    PULUMI_CONFIG_PASSPHRASE: "guards an invented tenant",
  };
}
