import { type ChildProcess, spawn } from "node:child_process";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

/** A provider plugin that runs as a process of its own. */
export interface RunningPlugin {
  readonly port: number;
  stop(): void;
}

/**
 * Starts a provider plugin as the engine would, with an engine beside it that only listens to what it says.
 *
 * @param command the executable, looked for on PATH
 * @param environment its environment, complete
 * @throws Error when it ends before it has said where it listens
 */
export async function startPlugin(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
): Promise<RunningPlugin> {
  const engine = new Server();
  const quiet = (_call: unknown, done: (error: null, answer: unknown) => void) => done(null, new empty.Empty());
  engine.addService(services.EngineService, { log: quiet, getRootResource: quiet, setRootResource: quiet } as never);
  const engineAt = await new Promise<number>((resolve, reject) =>
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
  const [file, ...args] = command;
  const child = spawn(file, [...args, `127.0.0.1:${engineAt}`], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => {
    child.kill("SIGKILL");
    engine.forceShutdown();
  };
  return { port: await portOf(child, file), stop };
}

function portOf(child: ChildProcess, file: string): Promise<number> {
  let said = "";
  let complained = "";
  child.stderr?.on("data", (part) => {
    complained += part;
  });
  return new Promise((ready, fail) => {
    child.once("error", fail);
    child.once("exit", () => fail(new Error(`${file} ended: ${complained}`)));
    child.stdout?.on("data", (part) => {
      said += part;
      if (said.includes("\n")) ready(Number(said.trim()));
    });
  });
}
