/** A stack of its own in a tenant of its own, driven by the real engine through the plain `pulumi` command. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { parse, stringify } from "yaml";
import { stateAddress } from "../../dev/engine/environment.ts";
import { startTenant, type Tenant } from "../../dev/tenant/server.ts";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { signIn, type ThreeValues } from "./esia.ts";
import { killWithAllBelow } from "./processes.ts";

export interface Ended {
  code: number;
  /** Both streams, as they came. */
  text: string;
  stdout: string;
}

export interface Started {
  ended: Promise<Ended>;
  /** Ends the engine and the program, as a person's `kill -9` does: plugins have process groups of their own and go on. */
  kill(): void;
  /** Ends engine, program and every plugin at once, as a power cut does. */
  cutPower(): void;
  /** Ctrl-C in a terminal, which reaches the engine and whoever shares its process group. */
  interrupt(): void;
}

export class TestStack {
  readonly folder: string;
  readonly tenant: Tenant;
  readonly env: Record<string, string>;
  name = "test";
  /** All that was printed so far, to search it. */
  printed = "";

  constructor(folder: string, tenant: Tenant) {
    this.folder = folder;
    this.tenant = tenant;
    this.env = {
      ...inject("engines"),
      ...tenant.environment,
      PULUMI_BACKEND_URL: stateAddress(join(folder, "state")),
      PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("base64"),
    };
  }

  /** Starts `pulumi` in the stack's project folder. */
  start(args: readonly string[], env: Record<string, string> = {}): Started {
    return this.#spawn("pulumi", args, env);
  }

  /** Runs a command of the project as npm would, in the stack's folder and with the operator's environment. */
  command(
    word: "adopt" | "doctor" | "fleet" | "verify",
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<Ended> {
    return this.#spawn(process.execPath, [join(PROJECT_FOLDER, "commands", `${word}.ts`), ...args], env).ended;
  }

  #spawn(command: string, args: readonly string[], env: Record<string, string>): Started {
    const child = spawn(command, args, {
      cwd: join(this.folder, "project"),
      env: { ...this.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      stdout += part;
    });
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    const ended = new Promise<Ended>((done, fail) => {
      child.on("error", fail);
      child.on("close", (code) => {
        this.printed += text;
        done({ code: code ?? 1, text, stdout });
      });
    });
    const pid = child.pid as number;
    return {
      ended,
      kill: () => process.kill(-pid, "SIGKILL"),
      cutPower: () => killWithAllBelow(pid),
      interrupt: () => process.kill(-pid, "SIGINT"),
    };
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  /** Runs and expects success. @returns what was printed on standard output */
  async succeed(...args: string[]): Promise<string> {
    const { code, text, stdout } = await this.run(...args);
    expect(code, text).toBe(0);
    return stdout;
  }

  /** `pulumi up` on a day. @returns how many resources were created, updated, deleted …, unchanged ones left out */
  async up(options: { asOf?: string; args?: string[] } = {}): Promise<Record<string, number>> {
    const { asOf, args = [] } = options;
    const { code, text } = await this.start(
      ["up", "--yes", "--skip-preview", ...args],
      asOf ? { ESIA_AS_OF: asOf } : {},
    ).ended;
    expect(code, text).toBe(0);
    return this.changes();
  }

  /** `pulumi preview` on a day. */
  async preview(asOf?: string): Promise<{ changes: Record<string, number>; text: string }> {
    const { code, text } = await this.start(["preview"], asOf ? { ESIA_AS_OF: asOf } : {}).ended;
    expect(code, text).toBe(0);
    const json = await this.start(["preview", "--json"], asOf ? { ESIA_AS_OF: asOf } : {}).ended;
    return { changes: withoutSame(JSON.parse(json.stdout).changeSummary), text };
  }

  async destroy(): Promise<Record<string, number>> {
    await this.succeed("destroy", "--yes", "--skip-preview");
    return this.changes();
  }

  /** What the last update did, as the backend's history has it. */
  async changes(): Promise<Record<string, number>> {
    const [last] = JSON.parse(await this.succeed("stack", "history", "--json", "--page-size", "1"));
    return withoutSame(last.resourceChanges);
  }

  async set(key: string, value: string): Promise<void> {
    await this.succeed("config", "set", ...(/[[.]\w/.test(key.slice("esia:".length)) ? ["--path"] : []), key, value);
  }

  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.succeed("stack", "output", "--json"));
  }

  /** The three values as a person would type them into ESIA now. */
  async threeValues(): Promise<ThreeValues> {
    const { stdout } = await this.run("stack", "output", "--json", "--show-secrets");
    this.printed = this.printed.replace(stdout, "");
    const { tenantId, clientId, clientSecret } = JSON.parse(stdout);
    return { tenantId, clientId, key: clientSecret };
  }

  /** Signs in with three values as ESIA does. */
  signIn(values: ThreeValues, root: string) {
    return signIn(this.tenant, values, root);
  }

  async export(): Promise<string> {
    return this.succeed("stack", "export");
  }

  /** Requests since the last call, as "METHOD path" without ids. */
  requests(): string[] {
    return this.tenant.requests
      .splice(0)
      .map(({ method, path }) => `${method} ${path.replace(/\?.*/, "").replace(/[0-9a-f-]{36}/g, "{id}")}`);
  }
}

function withoutSame(changes: Record<string, number> = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(changes).filter(([kind]) => kind !== "same"));
}

/**
 * Lives a life with a stack and a tenant of its own, and cleans up. The life has failed when the tenant was asked anything
 * it does not know.
 * @param now the tenant's clock at the start
 */
export async function withStack(life: (stack: TestStack) => Promise<void>, now?: () => Date): Promise<void> {
  const begin = async (stack: TestStack) => {
    await stack.succeed("stack", "init", stack.name);
    await life(stack);
  };
  await withTenant(begin, { ...(now && { now }) });
}

/**
 * The same with no stack yet: the life begins with making one.
 * @param fill puts what is to be there at the start into the folder, which holds `project`, `state` and `tenant`
 */
export async function withTenant(
  life: (stack: TestStack) => Promise<void>,
  { now, fill }: { now?: () => Date; fill?: (folder: string) => void },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "esia-e2e-"));
  for (const name of ["project", "state", "tenant"]) mkdirSync(join(folder, name));
  const project = parse(readFileSync(join(PROJECT_FOLDER, "Pulumi.yaml"), "utf8"));
  writeFileSync(join(folder, "project", "Pulumi.yaml"), stringify({ ...project, main: PROJECT_FOLDER }));
  fill?.(folder);
  const tenant = await startTenant({ folder: join(folder, "tenant"), ...(now && { now }) });
  try {
    await life(new TestStack(folder, tenant));
    expect(tenant.strictRefusals).toEqual([]);
  } finally {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
