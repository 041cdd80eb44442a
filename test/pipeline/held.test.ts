import { describe, expect, it } from "vitest";
import { heldPipeline, isPipeline } from "../../pipeline/held.ts";
import { ownership } from "../../pipeline/ownership.ts";

const ID = "d0000000-0000-4000-8000-000000000004";
const SOMEBODY = "aa000000-0000-4000-8000-000000000001";
const held = (outputs: Record<string, Record<string, unknown>>) =>
  Object.entries(outputs).map(([name, values]) => ({ name, outputs: values }));
const WHOLE = {
  application: { owners: [ID] },
  pipeline: { displayName: "esia pipeline", clientId: "c" },
  "pipeline-principal": { objectId: ID },
  "pipeline-credential": { issuer: "https://a.example", subject: "s", audiences: ["a"] },
  "pipeline-right": { appRoleId: "r", resourceObjectId: "g" },
};

describe("the pipeline that a state holds", () => {
  it("is none in a state without one, whoever is signed in", () => {
    expect(heldPipeline(held({ application: {} }))).toBeUndefined();
    expect(isPipeline(ID, held({ application: { owners: [ID] } }))).toBe(false);
    expect(isPipeline("", held({}))).toBe(false);
    expect(isPipeline("", held({ pipeline: {}, "pipeline-principal": { objectId: "" } }))).toBe(false);
  });

  it("is read whole", () => {
    expect(heldPipeline(held(WHOLE))).toEqual({
      parts: new Set(["pipeline", "pipeline-principal", "pipeline-credential", "pipeline-right"]),
      objectId: ID,
      displayName: "esia pipeline",
      clientId: "c",
      federation: { issuer: "https://a.example", subject: "s", audience: "a" },
      appRoleId: "r",
      resourceObjectId: "g",
    });
  });

  it("is known by its service principal's object id, in capitals or not, and by nothing else", () => {
    expect(isPipeline(ID.toUpperCase(), held(WHOLE))).toBe(true);
    expect(isPipeline(SOMEBODY, held(WHOLE))).toBe(false);
  });

  it("can be half, where a first run was cut off", () => {
    expect(heldPipeline(held({ pipeline: { displayName: "x" } }))).toMatchObject({
      objectId: undefined,
      federation: undefined,
    });
  });
});

describe("the pipeline owns ESIA's application", () => {
  it("named among the owners where this run makes the application: nobody else can be there", () => {
    expect(ownership([], held({}))).toEqual({ how: "named", takesOthersAway: false });
    expect(ownership([SOMEBODY], held({}))).toEqual({ how: "named", takesOthersAway: false });
  });

  it("beside the owners of an application that is there already: none is taken away", () => {
    const before = held({ application: { owners: [SOMEBODY] } });
    expect(ownership([], before)).toEqual({ how: "beside", takesOthersAway: false });
  });

  it("beside them from then on, also when a refresh saw it among the owners", () => {
    const beside = { ...WHOLE, "pipeline-ownership": {} };
    expect(ownership([], held(beside))).toEqual({ how: "beside", takesOthersAway: false });
    expect(ownership([], held({ ...beside, application: { owners: null } }))).toEqual({
      how: "beside",
      takesOthersAway: false,
    });
  });

  it("named from then on where it was named first", () => {
    expect(ownership([], held(WHOLE))).toEqual({ how: "named", takesOthersAway: false });
  });

  it("named where the operator declares the owners anyway, which takes away those added by hand", () => {
    const before = held({ application: { owners: [SOMEBODY] } });
    expect(ownership([SOMEBODY], before)).toEqual({ how: "named", takesOthersAway: true });
    expect(ownership([SOMEBODY], held(WHOLE))).toEqual({ how: "named", takesOthersAway: false });
  });
});
