import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";

const LIMIT_MS = 10_000;

/**
 * Asks a provider plugin for its version: starts it as the engine does and calls GetPluginInfo (about 0.2 s).
 *
 * @param command the plugin's executable
 * @returns for example 6.9.1; undefined when it does not tell within ten seconds
 */
export async function pluginVersion(command: string): Promise<string | undefined> {
  let child: ChildProcess | undefined;
  let limit: NodeJS.Timeout | undefined;
  try {
    const started = spawn(command, [], { stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
    child = started;
    limit = setTimeout(() => started.kill("SIGKILL"), LIMIT_MS);
    const port = await new Promise<number | undefined>((resolve) => {
      createInterface({ input: started.stdout }).once("line", (line) => resolve(Number(line)));
      started.once("error", () => resolve(undefined));
      started.once("close", () => resolve(undefined));
    });
    return port ? await ask(port) : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(limit);
    child?.kill("SIGKILL"); // nothing is under way in it
  }
}

async function ask(port: number): Promise<string | undefined> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(
        "/pulumirpc.ResourceProvider/GetPluginInfo",
        () => Buffer.alloc(0), // google.protobuf.Empty
        (bytes: Buffer) => plugin.PluginInfo.deserializeBinary(bytes),
        null,
        new Metadata(),
        { deadline: Date.now() + LIMIT_MS },
        (error, info) => resolve(error ? undefined : info?.getVersion().replace(/^v/, "") || undefined),
      );
    });
  } finally {
    client.close();
  }
}
