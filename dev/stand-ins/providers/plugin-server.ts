import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb, {
  type CheckRequest,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb.js";
import empty, { type Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { type Asked, framed, oneError } from "./frames.ts";
import { canonical } from "./property-values.ts";
import { type Provider, ProviderPlugin } from "./provider-plugin.ts";
import { diffResponse, errorResponse, fromStruct, questionOf, settingsOf, toStruct } from "./wire.ts";

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
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { port, stop: () => server.forceShutdown() };
}

function handlers<Context>(served: ProviderPlugin<Context>) {
  const { provider } = served;
  return {
    getPluginInfo: unary<Empty>(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(provider.version);
      return info;
    }),
    getSchema: unary(async () => {
      const schema = new pb.GetSchemaResponse();
      schema.setSchema(JSON.stringify({ name: provider.name, version: provider.version }));
      return schema;
    }),
    attach: unary<Empty>(async () => new empty.Empty()),
    cancel: unary<Empty>(async () => {
      served.cancel();
      return new empty.Empty();
    }),
    checkConfig: unary<CheckRequest>(async (request) => {
      const response = new pb.CheckResponse();
      response.setInputs(toStruct(fromStruct(request.getNews())));
      return response;
    }),
    diffConfig: unary<DiffRequest>(async (request) => {
      // A new address of the tenant is a new setting of the same provider: nothing is replaced because of it.
      const [olds, news] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
      const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
      const changed = names.filter((name) => canonical(olds[name] ?? null) !== canonical(news[name] ?? null));
      return diffResponse(Object.fromEntries(changed.map((name) => [name, "update"])));
    }),
    configure: unary<ConfigureRequest>(async (request) => {
      await served.configure(settingsOf(request)).catch((thrown: unknown) => {
        throw new Error(oneError(thrown));
      });
      const response = new pb.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    check: unary<CheckRequest>(async (request) => {
      const { inputs, failures } = served.check(questionOf(request, "inputs"));
      const response = new pb.CheckResponse();
      response.setInputs(toStruct(inputs));
      response.setFailuresList(
        failures.map(({ property, reason }) => {
          const failure = new pb.CheckFailure();
          failure.setProperty(property);
          failure.setReason(reason);
          return failure;
        }),
      );
      return response;
    }),
    diff: unary<DiffRequest>(async (request) =>
      diffResponse(await inFrame("updating", request, () => served.diff(questionOf(request, "inputs")))),
    ),
    create: unary<CreateRequest>(async (request) => {
      const { id, properties } = await inFrame("creating", request, () => served.create(questionOf(request, "inputs")));
      const response = new pb.CreateResponse();
      response.setId(id);
      response.setProperties(toStruct(properties));
      return response;
    }),
    read: unary<ReadRequest>(async (request) => {
      const found = await inFrame("refreshing", request, () => served.read(questionOf(request, "state")));
      const response = new pb.ReadResponse();
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(toStruct(found.properties));
      response.setInputs(toStruct(found.inputs));
      return response;
    }),
    update: unary<UpdateRequest>(async (request) => {
      const response = new pb.UpdateResponse();
      const properties = await inFrame("updating", request, () => served.update(questionOf(request, "inputs")));
      response.setProperties(toStruct(properties));
      return response;
    }),
    delete: unary<DeleteRequest>(async (request) => {
      await inFrame("deleting", request, () => served.delete(questionOf(request, "state")));
      return new empty.Empty();
    }),
    invoke: unary<InvokeRequest>(async (request) => {
      const response = new pb.InvokeResponse();
      const result = await served.invoke(request.getTok(), fromStruct(request.getArgs())).catch((thrown: unknown) => {
        throw new Error(`invoking ${request.getTok()}: ${oneError(thrown)}`);
      });
      response.setReturn(toStruct(result));
      return response;
    }),
  };
}

/** Does what the engine asked of a resource; what is thrown gets its frame. */
async function inFrame<Answer>(
  asked: Asked,
  request: { getUrn(): string },
  answer: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer();
  } catch (thrown) {
    throw framed(asked, request.getUrn(), thrown);
  }
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
