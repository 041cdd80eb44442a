import { promisify } from "node:util";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb, { type CheckRequest, type ConfigureRequest, type InvokeRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import empty, { type Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { type Asked, framed, oneError } from "./failures.ts";
import { type Provider, ProviderPlugin, type ResourceQuestion } from "./provider-plugin.ts";
import { type AnyRequest, diffResponse, errorResponse, fromStruct, questionOf, settingsOf, toStruct } from "./wire.ts";

/** How often the server looks whether the engine that started it still lives, in milliseconds. */
const WATCH = 1000;

/**
 * Serves a provider to the engine that started this process: listens on a free loopback port and prints the port, which
 * is all that ever goes to stdout.
 *
 * `provider.main` of @pulumi/pulumi/provider is not used: it hands neither settings nor `ignoreChanges` nor the
 * difference between preview and run to a provider, and prints stack traces to stderr.
 *
 * @param provider what to serve
 */
export async function serve<Context>(provider: Provider<Context>): Promise<void> {
  const { port } = await listen(provider);
  process.stdout.write(`${port}\n`);
  endWithParent();
}

/**
 * Serves a provider on a free loopback port, within this process.
 *
 * @param provider what to serve
 * @returns the port, and how to stop
 */
export async function listen<Context>(provider: Provider<Context>): Promise<{ port: number; stop: () => void }> {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(services.ResourceProviderService, handlers(new ProviderPlugin(provider)));
  const bind = promisify(server.bindAsync).bind(server);
  const port = await bind("127.0.0.1:0", ServerCredentials.createInsecure());
  return { port, stop: () => server.forceShutdown() };
}

/**
 * The methods of a provider that the engine needs of these. What is left out it is told to be unimplemented, and does
 * itself: settings are taken as they are, and a change of theirs replaces nothing.
 */
function handlers<Context>(served: ProviderPlugin<Context>) {
  const { name, version } = served.provider;
  return {
    getPluginInfo: unary<Empty>(async () => new plugin.PluginInfo().setVersion(version)),
    getSchema: unary(async () => new pb.GetSchemaResponse().setSchema(JSON.stringify({ name, version }))),
    // What is under way goes on to its end, as azuread lets it (seen with 6.9.1): so the state learns of what was made.
    cancel: unary<Empty>(async () => new empty.Empty()),
    configure: unary<ConfigureRequest>(async (request) => {
      await served.configure(settingsOf(request)).catch((thrown: unknown) => {
        throw new Error(oneError(thrown));
      });
      return new pb.ConfigureResponse().setSupportspreview(true);
    }),
    check: unary<CheckRequest>(async (request) => {
      const { inputs, failures } = served.check(questionOf(request, "inputs"));
      const refusals = failures.map(({ property, reason }) =>
        new pb.CheckFailure().setProperty(property).setReason(reason),
      );
      return new pb.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(refusals);
    }),
    diff: aboutResource("updating", "inputs", async (question) => diffResponse(await served.diff(question))),
    create: aboutResource("creating", "inputs", async (question) => {
      const { id, properties } = await served.create(question);
      return new pb.CreateResponse().setId(id).setProperties(toStruct(properties));
    }),
    read: aboutResource("refreshing", "state", async (question) => {
      const found = await served.read(question);
      const response = new pb.ReadResponse();
      if (!found) return response;
      return response.setId(found.id).setProperties(toStruct(found.properties)).setInputs(toStruct(found.inputs));
    }),
    update: aboutResource("updating", "inputs", async (question) =>
      new pb.UpdateResponse().setProperties(toStruct(await served.update(question))),
    ),
    delete: aboutResource("deleting", "state", async (question) => {
      await served.delete(question);
      return new empty.Empty();
    }),
    invoke: unary<InvokeRequest>(async (request) => {
      const result = await served.invoke(request.getTok(), fromStruct(request.getArgs())).catch((thrown: unknown) => {
        throw new Error(`invoking ${request.getTok()}: ${oneError(thrown)}`);
      });
      return new pb.InvokeResponse().setReturn(toStruct(result));
    }),
  };
}

/** A method that asks something of a resource; what is thrown gets its frame. */
function aboutResource(
  asked: Asked,
  propertiesAre: "inputs" | "state",
  answer: (question: ResourceQuestion) => Promise<unknown>,
) {
  return unary<AnyRequest>((request) =>
    answer(questionOf(request, propertiesAre)).catch((thrown: unknown) => {
      throw framed(asked, request.getUrn(), thrown);
    }),
  );
}

/** A method that takes one request and gives one answer; whatever it throws becomes an error of the call, never output. */
function unary<Request>(answer: (request: Request) => Promise<unknown>) {
  return (call: ServerUnaryCall<Request, unknown>, done: sendUnaryData<unknown>): void => {
    answer(call.request).then(
      (response) => done(null, response),
      (thrown: unknown) => done(errorResponse(thrown)),
    );
  };
}

/** Ends this process when its parent has died: an engine that was killed cannot ask its plugins to leave. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, WATCH).unref();
}
