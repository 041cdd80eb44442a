import { Metadata, status } from "@grpc/grpc-js";
import pb, { type ConfigureRequest, type DiffResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import struct, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { PartlyMade, reason } from "./failures.ts";
import type { Change } from "./input-rules.ts";
import { type Properties, revealed } from "./property-values.ts";
import type { ResourceQuestion } from "./provider-plugin.ts";

/** The parts that the engine's requests about resources have in common; each request has some of them. */
export interface AnyRequest {
  getUrn(): string;
  getId?(): string;
  getOlds?(): Struct | undefined;
  getNews?(): Struct | undefined;
  getProperties?(): Struct | undefined;
  getInputs?(): Struct | undefined;
  getPreview?(): boolean;
  getIgnorechangesList?(): string[];
}

/** Reads a protobuf struct; a missing one has no properties. */
export function fromStruct(value: Struct | undefined): Properties {
  return (value?.toJavaScript() ?? {}) as Properties;
}

/** Writes properties as a protobuf struct. */
export function toStruct(properties: Properties): Struct {
  return struct.Struct.fromJavaScript(properties as Parameters<typeof struct.Struct.fromJavaScript>[0]);
}

/** The type token in a resource's name: `azuread:index/application:Application` of `urn:pulumi:dev::esia::…::name`. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/**
 * Brings a request about a resource into one form. What the wire calls `properties` is the new inputs of a create and the
 * state of a read or a delete, so the caller says which.
 */
export function questionOf(request: AnyRequest, propertiesAre: "inputs" | "state"): ResourceQuestion {
  const properties = fromStruct(request.getProperties?.());
  const isInputs = propertiesAre === "inputs";
  return {
    type: typeOf(request.getUrn()),
    id: request.getId?.() ?? "",
    state: request.getOlds ? fromStruct(request.getOlds()) : isInputs ? {} : properties,
    inputs: request.getNews ? fromStruct(request.getNews()) : isInputs ? properties : fromStruct(request.getInputs?.()),
    ignored: request.getIgnorechangesList?.() ?? [],
    preview: request.getPreview?.() ?? false,
  };
}

/** The provider's settings: what the program or the stack's `azuread:…` configuration set. */
export function settingsOf(request: ConfigureRequest): Properties {
  return revealed(fromStruct(request.getArgs()));
}

/** Writes the changed properties of a resource as the engine wants to hear them. */
export function diffResponse(changes: Readonly<Record<string, Change>>): DiffResponse {
  const names = Object.keys(changes);
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  const response = new pb.DiffResponse()
    .setChanges(names.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(names)
    .setReplacesList(names.filter((name) => changes[name]?.endsWith("-replace")))
    .setHasdetaileddiff(true);
  for (const [name, change] of Object.entries(changes)) {
    const kind = change.toUpperCase().replace("-", "_") as keyof typeof pb.PropertyDiff.Kind;
    response.getDetaileddiffMap().set(name, new pb.PropertyDiff().setKind(pb.PropertyDiff.Kind[kind]));
  }
  return response;
}

/** Turns whatever was thrown into a gRPC error; of a resource that exists half-made, with what the state must keep. */
export function errorResponse(thrown: unknown): { code: status; details: string; metadata: Metadata } {
  const details = reason(thrown);
  const metadata = new Metadata();
  if (thrown instanceof PartlyMade) {
    const { id, properties } = thrown.made;
    const failed = new pb.ErrorResourceInitFailed()
      .setId(id)
      .setProperties(toStruct(properties))
      .setReasonsList([details]);
    const packed = new any.Any();
    packed.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const whole = new statuses.Status().setCode(status.UNKNOWN).setMessage(details).setDetailsList([packed]);
    metadata.add("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  }
  return { code: status.UNKNOWN, details, metadata };
}
