/** One stack's life on an embedded tenant, each step of it measured. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { stateAddress } from "../dev/engine/environment.ts";
import { startTenant, type Tenant } from "../dev/tenant/server.ts";
import { PROJECT_FOLDER } from "../machine/folders.mjs";
import { measured, type Took } from "./measured.ts";

export const STEPS = ["create", "nothing to do", "renewal", "retirement", "doctor", "verify", "destroy"] as const;
export type Step = (typeof STEPS)[number];

export interface Measured extends Took {
  /** Requests that the tenant answered. */
  requests: number;
}

const START = Date.parse("2026-11-23T10:00:00Z");
/** Days after the start on which the key is due, and on which nothing is. */
const DUE = 651;

/** @param latency milliseconds that each answer of the tenant takes more */
export async function life(engines: Record<string, string>, latency: number): Promise<Record<Step, Measured>> {
  return await inFolder(async (folder) => {
    const tenant = await startTenant({ folder: join(folder, "tenant"), now: () => new Date(START) });
    try {
      for (const method of latency > 0 ? ["GET", "POST", "PATCH", "DELETE"] : []) {
        tenant.faults.add({ method, path: /./, times: Infinity, action: { before: () => setTimeout(latency) } });
      }
      return await steps(tenant, folder, engines);
    } finally {
      await tenant.close();
    }
  });
}

async function steps(tenant: Tenant, folder: string, engines: Record<string, string>): Promise<Record<Step, Measured>> {
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
      env,
      codes: [0, 1],
    });
  const step = async (work: Promise<Took>): Promise<Measured> => {
    tenant.requests.splice(0);
    const took = await work;
    return { ...took, requests: tenant.requests.length };
  };
  const up = () => pulumi("up", "--yes", "--skip-preview");
  await measured("pulumi", ["stack", "init", "bench"], { cwd, env });
  day(0);
  const create = await step(up());
  const nothing = await step(up());
  const verify = await step(command("verify", "--timeout", "0s"));
  const doctor = await step(command("doctor"));
  day(DUE);
  const renewal = await step(up());
  await pulumi("config", "set", "esia:retireUpTo", "1");
  const retirement = await step(up());
  const destroy = await step(pulumi("destroy", "--yes", "--skip-preview"));
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

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "esia-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function projectIn(folder: string, project: object): string {
  for (const name of ["project", "state", "tenant"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "project", "Pulumi.yaml"), stringify(project));
  return join(folder, "project");
}

function environmentIn(folder: string, engines: Record<string, string>): NodeJS.ProcessEnv {
  return {
    ...engines,
    PULUMI_BACKEND_URL: stateAddress(join(folder, "state")),
    PULUMI_CONFIG_PASSPHRASE: "guards an invented tenant",
  };
}
