// Runs this project's program for the Pulumi engine where the official `pulumi-language-nodejs` is not to be had: an
// engine built from Go modules comes without one. The engine starts this with its address, reads the port from standard
// output and calls the service LanguageRuntime (pulumi/proto/language.proto). What is left out answers UNIMPLEMENTED,
// which the engine takes for "nothing": the plugins are set up before it starts.
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import rpc, { type ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages, { type RunRequest } from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { ENGINE_VERSION } from "../../../machine/versions.ts";
import { programStart, runOutcome } from "./program-start.ts";

const running = new Set<ChildProcess>();
/** The last argument; flags like --tracing can come before it. */
const engineAddress = process.argv.at(-1) ?? "";

const service: Partial<ILanguageRuntimeServer> = {
  async run(call, done) {
    call.on("cancelled", stopPrograms);
    const outcome = await runProgramFor(call.request).catch(({ message }) => ({ error: message, bail: false }));
    const response = new messages.RunResponse();
    response.setError(outcome.error);
    response.setBail(outcome.bail);
    done(null, response);
  },

  getPluginInfo(_call, done) {
    const response = new plugin.PluginInfo();
    response.setVersion(ENGINE_VERSION);
    done(null, response);
  },

  cancel(call, done) {
    stopPrograms();
    done(null, call.request);
  },
};

/** Runs a program to its end, with its own SDK. `node` comes from PATH, as with the official host. */
async function runProgramFor(request: RunRequest): Promise<ReturnType<typeof runOutcome>> {
  const program = join(request.getInfo()?.getProgramDirectory() ?? "", "program.js");
  const sdk = createRequire(program).resolve("@pulumi/pulumi/cmd/run");
  const { args, env } = programStart(request, engineAddress, sdk);
  // The engine reads this process's own output, so the program writes straight to it.
  const child = spawn("node", args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    windowsHide: true,
  });
  running.add(child);
  try {
    return runOutcome(
      await new Promise((resolve, reject) => child.on("error", reject).on("close", (code) => resolve(code))),
    );
  } finally {
    running.delete(child);
  }
}

function stopPrograms(): void {
  for (const child of running) child.kill("SIGINT");
}

const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(rpc.LanguageRuntimeService, service as UntypedServiceImplementation);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});

// The engine ends a plugin with SIGINT; when it dies itself, standard input ends.
const end = () => {
  stopPrograms();
  process.exit(0);
};
process.on("SIGINT", end).on("SIGTERM", end);
process.stdin.resume().on("end", end);
