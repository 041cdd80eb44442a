import { describe, expect, it } from "vitest";
import { runEvent } from "../../dev/stack/run-events.ts";
import { done, proved } from "../../dev/stack/summary.ts";

const event = (more: object) => JSON.stringify({ sequence: 1, timestamp: 1, ...more });
const outputs = (op: string, type: string, name: string) =>
  event({ resOutputsEvent: { metadata: { op, urn: `urn:pulumi:dev::esia::${type}::${name}`, type } } });

describe("a run tells in a line each", () => {
  it.each([
    ["create", "azuread:index/application:Application", "application", "  + made: the application"],
    ["create", "azuread:index/applicationPassword:ApplicationPassword", "secret-2", "  + made: key 2"],
    [
      "delete",
      "azuread:index/appRoleAssignment:AppRoleAssignment",
      "grant-User.Read.All",
      "  - taken away: permission User.Read.All",
    ],
    [
      "update",
      "azuread:index/servicePrincipal:ServicePrincipal",
      "service-principal",
      "  ~ changed: its service principal",
    ],
    ["create", "pulumi:pulumi:Stack", "esia-dev", "  + made: the stack"],
    ["same", "random:index/randomUuid:RandomUuid", "mark", undefined],
  ])("%s of %s", (op, type, name, line) => {
    expect(runEvent(outputs(op, type, name)).line).toBe(line);
  });

  it("what it says itself, a warning and an error marked, without the engine's colours", () => {
    const said = (severity: string, prefix: string, message: string) =>
      runEvent(event({ diagnosticEvent: { severity, prefix, message } })).line;
    expect(said("info", "", "Key 1 is made in this run.\n")).toBe("Key 1 is made in this run.");
    expect(said("error", "error: ", "<{%fg 1%}>refused<{%reset%}>\n")).toBe("error: refused");
    expect(said("debug", "debug: ", "Registering resource")).toBeUndefined();
  });

  it("and at the end what it changed", () => {
    const resourceChanges = { create: 16, same: 1 };
    expect(runEvent(event({ summaryEvent: { resourceChanges } }))).toEqual({
      changes: { create: 16 },
    });
  });

  it.each(["", "Updating (dev):", "[]", "null"])("nothing of %j, which is no event", (line) => {
    expect(runEvent(line)).toEqual({});
  });
});

describe("the result", () => {
  it("says what was done", () => {
    expect(done({})).toBe("Nothing had to be done.");
    expect(done({ create: 1, delete: 2, import: 3 })).toBe("Done: 1 made, 2 taken away, 3 import.");
  });

  it("says whether the three values work", () => {
    const row = (result: "pass" | "fail" | "warn") => ({ check: "x", result, detail: "" });
    expect(proved([row("pass"), row("warn")])).toBe("Tried as ESIA would: the three values work.");
    expect(proved([row("pass"), row("fail")])).toBe("Tried as ESIA would: 1 of 2 checks fail.");
  });
});
