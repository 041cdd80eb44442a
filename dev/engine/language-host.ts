// Runs Node programs for the Pulumi engine where the official `pulumi-language-nodejs` is not to be had: an engine built
// from Go modules comes without one. The engine starts this with its address, reads the port from standard output and
// calls the service LanguageRuntime (pulumi/proto/language.proto). What is left out here answers UNIMPLEMENTED.
import { Server, ServerCredentials, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import rpc, { type ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { programDependencies } from "./host/dependencies.ts";
import { runProgramFor, stopPrograms } from "./host/program.ts";
import { ENGINE_VERSION } from "./version.ts";

/** The engine's address is the last argument; flags like --tracing can come before it. */
let engineAddress = process.argv.slice(2).findLast((word) => !word.startsWith("-")) ?? "";

const service: Partial<ILanguageRuntimeServer> = {
  handshake(call, done) {
    engineAddress = call.request.getEngineAddress();
    done(null, new messages.LanguageHandshakeResponse());
  },

  /** None: the plugins are set up before the engine starts, and nothing is to be fetched during a run. */
  getRequiredPackages(_call, done) {
    done(null, new messages.GetRequiredPackagesResponse());
  },

  async run(call, done) {
    call.on("cancelled", stopPrograms);
    const request = call.request;
    const info = request.getInfo();
    const outcome = await runProgramFor({
      monitorAddress: request.getMonitorAddress(),
      engineAddress,
      organization: request.getOrganization(),
      project: request.getProject(),
      stack: request.getStack(),
      rootDirectory: info?.getRootDirectory() ?? "",
      programDirectory: info?.getProgramDirectory() ?? request.getPwd(),
      entryPoint: info?.getEntryPoint() ?? request.getProgram(),
      args: request.getArgsList(),
      dryRun: request.getDryrun(),
      parallel: request.getParallel(),
      config: Object.fromEntries(request.getConfigMap().toArray()),
      configSecretKeys: request.getConfigsecretkeysList(),
      options: (info?.getOptions()?.toJavaScript() ?? {}) as Record<string, unknown>,
    });
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

  about(_call, done) {
    const response = new messages.AboutResponse();
    response.setExecutable(process.execPath);
    response.setVersion(process.version);
    done(null, response);
  },

  async getProgramDependencies(call, done) {
    const response = new messages.GetProgramDependenciesResponse();
    const list = await programDependencies(call.request.getInfo()?.getProgramDirectory() ?? "");
    response.setDependenciesList(
      list.map(({ name, version }) => {
        const dependency = new messages.DependencyInfo();
        dependency.setName(name);
        dependency.setVersion(version);
        return dependency;
      }),
    );
    done(null, response);
  },

  /** `pulumi install` changes what is installed; that is npm's business here, and its lock file's. */
  installDependencies(call) {
    const details = "run npm ci: this project's packages are pinned by package-lock.json";
    call.emit("error", { code: status.UNIMPLEMENTED, details });
  },

  cancel(call, done) {
    stopPrograms();
    done(null, call.request);
  },
};

const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(rpc.LanguageRuntimeService, service as UntypedServiceImplementation);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    process.stderr.write(`The language host cannot listen: ${error.message}\n`);
    process.exit(1);
  }
  process.stdout.write(`${port}\n`);
});

// The engine ends a plugin with SIGINT; when it dies itself, standard input ends.
const end = () => {
  stopPrograms();
  process.exit(0);
};
process.on("SIGINT", end);
process.on("SIGTERM", end);
process.stdin.resume();
process.stdin.on("end", end);
