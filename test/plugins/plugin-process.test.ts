import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Properties } from "../../dev/stand-ins/providers/property-values.ts";
import { fromStruct, toStruct } from "../../dev/stand-ins/providers/wire.ts";
import { startTenant, type Tenant } from "../../dev/tenant/server.ts";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

let folder: string;
let tenant: Tenant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "esia-plugin-"));
  tenant = await startTenant({ folder });
});

afterAll(async () => {
  await tenant.close();
  await rm(folder, { recursive: true, force: true });
});

/** A plugin as the engine starts it, and all that it has written. */
class Running {
  readonly child: ChildProcess;
  readonly client: InstanceType<typeof services.ResourceProviderClient>;
  readonly output: { stdout: string; stderr: string };

  private constructor(child: ChildProcess, port: string, output: { stdout: string; stderr: string }) {
    this.child = child;
    this.client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    this.output = output;
  }

  static async start(plugin: string, environment: Record<string, string>): Promise<Running> {
    const file = join(import.meta.dirname, "../../dev/stand-ins/providers", plugin);
    const child = spawn(process.execPath, [file, "127.0.0.1:1"], {
      env: { PATH: process.env["PATH"], ...environment },
    });
    const output = { stdout: "", stderr: "" };
    child.stderr.on("data", (data) => {
      output.stderr += data;
    });
    await new Promise<void>((ready, fail) => {
      child.once("exit", () => fail(new Error(`${plugin} ended: ${output.stderr}`)));
      child.stdout.on("data", (data) => {
        output.stdout += data;
        if (output.stdout.includes("\n")) ready();
      });
    });
    return new Running(child, output.stdout.trim(), output);
  }

  /** Makes one call; a refusal rejects with its sentence alone. */
  async call<Answer>(make: (done: (error: ServiceError | null, answer: Answer) => void) => void): Promise<Answer> {
    return new Promise((resolve, reject) =>
      make((error, answer) => (error ? reject(new Error(error.details)) : resolve(answer))),
    );
  }

  async configure(settings: Properties): Promise<void> {
    const request = new pb.ConfigureRequest();
    request.setArgs(toStruct(settings));
    await this.call((done) => this.client.configure(request, done));
  }

  async create(type: string, inputs: Properties): Promise<Properties> {
    const request = new pb.CreateRequest();
    request.setUrn(`urn:pulumi:dev::esia::${type}::one`);
    request.setProperties(toStruct(inputs));
    return fromStruct(
      (
        await this.call((done: (e: ServiceError | null, a: InstanceType<typeof pb.CreateResponse>) => void) =>
          this.client.create(request, done),
        )
      ).getProperties(),
    );
  }

  async stop(): Promise<void> {
    this.client.close();
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await ended;
  }
}

describe("the azuread plugin", () => {
  it("signs in to the embedded tenant, marks a new secret on the wire and writes nothing but its port", async () => {
    const plugin = await Running.start("azuread.ts", tenant.environment);
    try {
      await plugin.configure({ metadataHost: tenant.metadataHost });
      const application = await plugin.create("azuread:index/application:Application", {
        displayName: "esia",
        signInAudience: "AzureADMyOrg",
      });
      const password = await plugin.create("azuread:index/applicationPassword:ApplicationPassword", {
        applicationId: application["id"] ?? "",
        displayName: "1",
      });
      expect(password["value"]).toEqual({ ...SECRET, value: expect.stringMatching(/.{20,}/) });
      expect(tenant.strictRefusals).toEqual([]);
    } finally {
      await plugin.stop();
    }
    expect(plugin.output).toEqual({ stdout: expect.stringMatching(/^\d+\n$/), stderr: "" });
  });

  it.each([
    ["another host", { metadataHost: "management.azure.com" }, "the metadata host is https://management.azure.com"],
    ["no host", {}, "neither azuread:metadataHost nor ARM_METADATA_HOSTNAME names it"],
  ])("refuses %s, in a sentence and without a stack trace", async (_, settings, because) => {
    const { ARM_METADATA_HOSTNAME: _host, ...environment } = tenant.environment;
    const plugin = await Running.start("azuread.ts", environment);
    try {
      await expect(plugin.configure(settings)).rejects.toThrow(
        `This stand-in for the azuread provider serves only the embedded tenant on this machine, and ${because}: for ` +
          "any other tenant install the real provider (pulumi plugin install resource azuread 6.9.1).",
      );
    } finally {
      await plugin.stop();
    }
    expect(plugin.output.stderr).toBe("");
  });

  it("refuses a tenant whose certificate it has not been told to trust", async () => {
    const { NODE_EXTRA_CA_CERTS: _, ...environment } = tenant.environment;
    const plugin = await Running.start("azuread.ts", environment);
    try {
      await expect(plugin.configure({ metadataHost: tenant.metadataHost })).rejects.toThrow(
        `The certificate of https://${tenant.metadataHost} is not trusted`,
      );
    } finally {
      await plugin.stop();
    }
  });

  it("refuses a wrong secret with Entra's code, and does not show it", async () => {
    const plugin = await Running.start("azuread.ts", { ...tenant.environment, ARM_CLIENT_SECRET: "not-the-secret" });
    try {
      const refused = await plugin.configure({ metadataHost: tenant.metadataHost }).catch((thrown: Error) => thrown);
      expect(String(refused)).toMatch(/received HTTP status 401 with response: .*AADSTS7000215: /);
      expect(String(refused)).not.toContain("not-the-secret");
    } finally {
      await plugin.stop();
    }
    expect(plugin.output.stderr).toBe("");
  });

  it("does nothing before it has been configured", async () => {
    const plugin = await Running.start("azuread.ts", tenant.environment);
    try {
      const inputs = { displayName: "esia", signInAudience: "AzureADMyOrg" };
      await expect(plugin.create("azuread:index/application:Application", inputs)).rejects.toThrow(
        "The azuread provider has not been configured.",
      );
    } finally {
      await plugin.stop();
    }
  });
});

describe("the random plugin", () => {
  it("makes a UUID and writes nothing but its port", async () => {
    const plugin = await Running.start("random.ts", {});
    try {
      await plugin.configure({});
      const { result } = await plugin.create("random:index/randomUuid:RandomUuid", {});
      expect(result).toMatch(/^[0-9a-f-]{36}$/);
    } finally {
      await plugin.stop();
    }
    expect(plugin.output).toEqual({ stdout: expect.stringMatching(/^\d+\n$/), stderr: "" });
  });
});
