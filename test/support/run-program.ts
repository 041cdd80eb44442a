/** Runs index.ts against mocks that know one tenant and throw on anything else. */
import * as pulumi from "@pulumi/pulumi";
import { vi } from "vitest";
import { answer, GRAPH, MANAGEMENT, type MockApi, make, TENANT_ID } from "./mock-tenant.ts";
import { configuration } from "./project-config.ts";

export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** The id by which it is taken over; absent where it is made. */
  importId?: string;
}

export interface Run {
  resources: Registered[];
  /** The program's outputs, resolved. */
  outputs: Record<string, unknown>;
  /** Names of the outputs that are secret. */
  secretOutputs: string[];
  /** Every line logged, e.g. "warning: …". */
  log: string[];
}

export interface Circumstances {
  /** Settings as in the stack's file. */
  config?: Record<string, unknown>;
  /** Environment variables. */
  environment?: Record<string, string>;
  preview?: boolean;
  /** What the state holds: logical name → outputs. */
  held?: Record<string, Record<string, unknown>>;
  /** The stack that the state's resources name. */
  heldBy?: string;
  apis?: MockApi[];
  /** What azuread has for the tenant's id. */
  configuredTenant?: string;
  /** Object id of who is signed in. */
  operator?: string;
  /** Whether the log keeps the line on the made-up day. */
  saysDay?: boolean;
}

/** Lines that were logged before a run was refused. */
export class Refused extends Error {
  readonly log: string[];
  constructor(message: string, log: string[]) {
    super(message);
    this.log = log;
  }
}

/** @throws Refused with what the program throws */
export async function runProgram(circumstances: Circumstances = {}): Promise<Run> {
  const {
    config = {},
    environment = {},
    preview = false,
    held = {},
    heldBy = "test",
    apis = [GRAPH, MANAGEMENT],
    configuredTenant = TENANT_ID,
    operator = "operator",
    saysDay = false,
  } = circumstances;
  const resources: Registered[] = [];
  const log: string[] = [];
  // All these runs are on a made-up day, and say so in the same line.
  const hear = (line: string) => {
    if (saysDay || !line.includes("ESIA_AS_OF is set: this run takes")) log.push(line);
  };
  vi.resetModules();
  for (const [key, value] of Object.entries({
    ESIA_AS_OF: "2026-11-23",
    ARM_METADATA_HOSTNAME: "localhost:1",
    ...environment,
  }))
    vi.stubEnv(key, value);
  for (const [method, word] of [
    ["info", "info"],
    ["log", "info"],
    ["warn", "warning"],
    ["error", "error"],
  ] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => hear(line.replace(/^\w+: \[runtime\]/, `${word}:`)));
  try {
    await pulumi.runtime.setMocks(
      {
        call: (args) => answer(args.token, args.inputs, apis, held, heldBy, configuredTenant, operator),
        newResource: (args) => {
          const { type, name, inputs, id } = args;
          resources.push({ type, name, inputs, ...(id && { importId: id }) });
          return make(args);
        },
      },
      "esia",
      "test",
      preview,
      "organization",
    );
    // The SDK's mock monitor knows no error hooks; that they speak, the end-to-end tests show.
    const monitor = pulumi.runtime.getMonitor() as unknown as Record<string, unknown>;
    monitor["registerErrorHook"] = (_: unknown, done: (error: null, answer: object) => void) => done(null, {});
    pulumi.runtime.setAllConfig(configuration({ "azuread:tenantId": TENANT_ID, ...config }));
    const { default: program } = await import("../../index.ts");
    const exported = Object.entries(program);
    const details = await Promise.all(
      exported.map(async ([name, value]) => {
        const output: pulumi.Output<unknown> = pulumi.output(value as unknown);
        return [name, await new Promise((resolve) => output.apply(resolve)), await pulumi.isSecret(output)] as const;
      }),
    );
    // Registrations go on after the import: this waits until every one of them was answered.
    await pulumi.runtime.disconnect();
    return {
      resources,
      outputs: Object.fromEntries(
        details.filter(([, value]) => value !== undefined).map(([name, value]) => [name, value]),
      ),
      secretOutputs: details.filter(([, , secret]) => secret).map(([name]) => name),
      log,
    };
  } catch (error) {
    throw new Refused((error as Error).message, log);
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
}
