import { credentials, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import type { Properties } from "../../../dev/stand-ins/providers/property-values.ts";
import { fromStruct, toStruct } from "../../../dev/stand-ins/providers/wire.ts";

/** A resource as the engine would write it into the state. */
export interface Held {
  type: string;
  id: string;
  properties: Properties;
  inputs: Properties;
}

/** A provider's refusal, in its own words; with what the engine keeps in the state all the same, if it does. */
export class Refused extends Error {
  readonly held: { id: string; properties: Properties } | undefined;

  constructor(message: string, held?: { id: string; properties: Properties }) {
    super(message);
    this.held = held;
  }
}

/** Asks a provider plugin what the engine would ask it, one resource at a time. */
export class WireClient {
  private readonly client: InstanceType<typeof services.ResourceProviderClient>;

  /** @param port where the plugin listens on this machine */
  constructor(port: number) {
    this.client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  close(): void {
    this.client.close();
  }

  /** Hands over settings, which signs in. @throws Refused */
  async configure(settings: Properties): Promise<void> {
    const request = new pb.ConfigureRequest();
    request.setArgs(toStruct(settings));
    for (const [name, value] of Object.entries(settings)) {
      request.getVariablesMap().set(`azuread:config:${name}`, String(value));
    }
    await call((done) => this.client.configure(request, done));
  }

  /** Calls a function of the provider. @throws Refused */
  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new pb.InvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(args));
    const response = await call<InstanceType<typeof pb.InvokeResponse>>((done) => this.client.invoke(request, done));
    const failure = response.getFailuresList()[0];
    if (failure) throw new Refused(failure.getReason());
    return fromStruct(response.getReturn());
  }

  /** Makes a resource. @throws Refused */
  async create(type: string, wanted: Properties): Promise<Held> {
    const inputs = await this.check(type, {}, wanted);
    const request = new pb.CreateRequest();
    request.setUrn(urn(type));
    request.setProperties(toStruct(inputs));
    const response = await call<InstanceType<typeof pb.CreateResponse>>((done) => this.client.create(request, done));
    return { type, id: response.getId(), properties: fromStruct(response.getProperties()), inputs };
  }

  /** Reads a resource that is in the state. @returns nothing when the provider says that it is gone @throws Refused */
  async read(held: Held): Promise<Held | undefined> {
    const request = new pb.ReadRequest();
    request.setUrn(urn(held.type));
    request.setId(held.id);
    request.setProperties(toStruct(held.properties));
    request.setInputs(toStruct(held.inputs));
    const response = await call<InstanceType<typeof pb.ReadResponse>>((done) => this.client.read(request, done));
    return response.getId() === ""
      ? undefined
      : { ...held, id: response.getId(), properties: fromStruct(response.getProperties()) };
  }

  /** Changes a resource that is in the state, the difference asked for first. @throws Refused */
  async update(held: Held, wanted: Properties): Promise<Held> {
    const inputs = await this.check(held.type, held.inputs, wanted);
    const diff = new pb.DiffRequest();
    diff.setUrn(urn(held.type));
    diff.setId(held.id);
    diff.setOlds(toStruct(held.properties));
    diff.setOldInputs(toStruct(held.inputs));
    diff.setNews(toStruct(inputs));
    await call((done) => this.client.diff(diff, done));
    const request = new pb.UpdateRequest();
    request.setUrn(urn(held.type));
    request.setId(held.id);
    request.setOlds(toStruct(held.properties));
    request.setOldInputs(toStruct(held.inputs));
    request.setNews(toStruct(inputs));
    const response = await call<InstanceType<typeof pb.UpdateResponse>>((done) => this.client.update(request, done));
    return { ...held, properties: fromStruct(response.getProperties()), inputs };
  }

  /** Deletes a resource that is in the state. @throws Refused */
  async delete(held: Held): Promise<void> {
    const request = new pb.DeleteRequest();
    request.setUrn(urn(held.type));
    request.setId(held.id);
    request.setProperties(toStruct(held.properties));
    request.setOldInputs(toStruct(held.inputs));
    await call((done) => this.client.delete(request, done));
  }

  private async check(type: string, before: Properties, wanted: Properties): Promise<Properties> {
    const request = new pb.CheckRequest();
    request.setUrn(urn(type));
    request.setOlds(toStruct(before));
    request.setNews(toStruct(wanted));
    request.setRandomseed(Buffer.alloc(32, 7));
    const response = await call<InstanceType<typeof pb.CheckResponse>>((done) => this.client.check(request, done));
    const failure = response.getFailuresList()[0];
    if (failure) throw new Refused(failure.getReason());
    return fromStruct(response.getInputs());
  }
}

function urn(type: string): string {
  return `urn:pulumi:dev::esia::azuread:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}::one`;
}

function call<Answer>(make: (done: (error: ServiceError | null, answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve, reject) =>
    make((error, answer) => (error ? reject(new Refused(error.details, heldBy(error))) : resolve(answer))),
  );
}

/** What an error says of a resource that exists although its making failed (`ErrorResourceInitFailed`). */
function heldBy(error: ServiceError): { id: string; properties: Properties } | undefined {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) return undefined;
  const details = statuses.Status.deserializeBinary(packed).getDetailsList();
  const failed = details.find((one) => one.getTypeUrl().endsWith("ErrorResourceInitFailed"));
  if (!failed) return undefined;
  const { ErrorResourceInitFailed } = pb;
  const read = ErrorResourceInitFailed.deserializeBinary(failed.getValue_asU8());
  return { id: read.getId(), properties: fromStruct(read.getProperties()) };
}
