import pb from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import { describe, expect, it } from "vitest";
import { PartlyMade } from "../../dev/stand-ins/providers/failures.ts";
import { secret } from "../../dev/stand-ins/providers/property-values.ts";
import {
  diffResponse,
  errorResponse,
  fromStruct,
  questionOf,
  settingsOf,
  toStruct,
  typeOf,
} from "../../dev/stand-ins/providers/wire.ts";

const URN = "urn:pulumi:dev::esia::esia:index:Access$azuread:index/application:Application::app";

describe("on the wire", () => {
  it("a resource inside a component keeps its own type", () => {
    expect(typeOf(URN)).toBe("azuread:index/application:Application");
  });

  it("a diff names what replaces", () => {
    const { DIFF_SOME } = pb.DiffResponse.DiffChanges;
    const { UPDATE_REPLACE, DELETE } = pb.PropertyDiff.Kind;
    expect(diffResponse({ endDate: "update-replace", notes: "delete" }).toObject()).toMatchObject({
      changes: DIFF_SOME,
      diffsList: ["endDate", "notes"],
      replacesList: ["endDate"],
      hasdetaileddiff: true,
      detaileddiffMap: [
        ["endDate", { kind: UPDATE_REPLACE }],
        ["notes", { kind: DELETE }],
      ],
    });
  });

  it("no change is said to be none, not left open", () => {
    expect(diffResponse({}).getChanges()).toBe(pb.DiffResponse.DiffChanges.DIFF_NONE);
  });

  it("a read's properties are the state, a create's are the inputs", () => {
    const read = new pb.ReadRequest();
    read.setUrn(URN);
    read.setId("/applications/a");
    read.setProperties(toStruct({ objectId: "a" }));
    read.setInputs(toStruct({ displayName: "esia" }));
    expect(questionOf(read, "state")).toMatchObject({
      id: "/applications/a",
      state: { objectId: "a" },
      inputs: { displayName: "esia" },
    });
    const create = new pb.CreateRequest();
    create.setUrn(URN);
    create.setPreview(true);
    create.setProperties(toStruct({ displayName: "esia" }));
    expect(questionOf(create, "inputs")).toEqual({
      type: "azuread:index/application:Application",
      id: "",
      state: {},
      inputs: { displayName: "esia" },
      ignored: [],
      preview: true,
    });
  });

  it("a resource that exists half-made takes its id and properties with the error", () => {
    const made = { id: "/applications/a", properties: { displayName: "esia" } };
    const { details, metadata } = errorResponse(new PartlyMade(made, "its maker cannot leave"));
    expect(details).toBe("its maker cannot leave");
    const [packed] = metadata.get("grpc-status-details-bin");
    const [detail] = statuses.Status.deserializeBinary(packed as Buffer).getDetailsList();
    expect(detail?.getTypeUrl()).toBe("type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
    const failed = pb.ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
    expect(failed.getId()).toBe("/applications/a");
    expect(failed.getReasonsList()).toEqual(["its maker cannot leave"]);
    expect(fromStruct(failed.getProperties())).toEqual({ displayName: "esia" });
  });

  it("a provider's settings may hold secrets", () => {
    const request = new pb.ConfigureRequest();
    request.setArgs(toStruct({ clientId: "a", clientSecret: secret("b") }));
    expect(settingsOf(request)).toEqual({ clientId: "a", clientSecret: "b" });
  });

  it("any other failure is its sentence, without details", () => {
    const { details, metadata } = errorResponse(new Error("400 Request_BadRequest: no"));
    expect(details).toBe("400 Request_BadRequest: no");
    expect(metadata.getMap()).toEqual({});
  });
});
