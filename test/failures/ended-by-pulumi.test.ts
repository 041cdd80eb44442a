import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import { type Process, silentOnceEnded, unlessEnded } from "../../failures/ended-by-pulumi.ts";

let here: EventEmitter & Process;
let ends: number;
beforeEach(() => {
  here = new EventEmitter() as EventEmitter & Process;
  ends = 0;
});

/** Ends the process: what comes after it is never reached. */
const end = (): never => {
  ends += 1;
  throw new Error("the process is gone");
};
const never = new Promise<never>(() => {});
const failing = (message: string, more: object = {}) =>
  unlessEnded(Promise.reject(Object.assign(new Error(message), more)), end, here);

describe("a look-up", () => {
  it.each([
    ["Resource monitor is terminating", { code: 14, details: "resource monitor shut down" }],
    ["Resource monitor is terminating", { code: 1, details: "Invoke: getProviderFromSource: context canceled" }],
    ["14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1", { code: 14 }],
    ["Channel has been shut down", {}],
    ["The channel has been closed", {}],
  ])("ends the run when the engine has refused it: %s", async (message, more) => {
    await expect(failing(message, more)).rejects.toThrow("the process is gone");
    expect(ends).toBe(1);
  });

  it("ends the run when the engine interrupts it before it is refused", async () => {
    void unlessEnded(never, end, here);
    expect(() => here.emit("SIGINT")).toThrow("the process is gone");
    expect(ends).toBe(1);
    // The next interrupt, which comes at once, is heard too: it must not cut the words off.
    expect(here.listenerCount("SIGINT")).toBe(1);
  });

  it("ends the run once where two wait side by side, whichever sign comes first", async () => {
    void unlessEnded(never, end, here);
    void unlessEnded(never, end, here);
    expect(() => here.emit("SIGINT")).toThrow("the process is gone");
    expect(ends).toBe(1);
  });

  it("leaves an interrupt alone as soon as nothing waits for an answer", async () => {
    expect(await unlessEnded(Promise.resolve("an answer"), end, here)).toBe("an answer");
    await expect(failing("AADSTS700082: The refresh token has expired.")).rejects.toThrow("AADSTS700082");
    expect(here.listenerCount("SIGINT")).toBe(0);
    expect(ends).toBe(0);
  });

  it("is told what a provider said that broke, though the SDK takes the run for ended", async () => {
    const details = "invocation of azuread:index/getClientConfig:getClientConfig returned an error: error reading: EOF";
    await expect(failing("Resource monitor is terminating", { code: 14, details })).rejects.toThrow();
    expect(ends).toBe(0);
  });
});

describe("what was declared", () => {
  const refused = (code: number | undefined, message: string) => Object.assign(new Error(message), { code });

  it("is refused without a word of the SDK's once the engine has ended the run", () => {
    let traces = 0;
    here.on("unhandledRejection", () => {
      traces += 1;
    });
    silentOnceEnded(end, here);
    expect(() => here.emit("unhandledRejection", refused(14, "Resource monitor is terminating"))).toThrow("gone");
    expect({ ends, traces }).toEqual({ ends: 1, traces: 0 });
  });

  it("is left to the SDK where anything else is wrong", () => {
    let traces = 0;
    here.on("unhandledRejection", () => {
      traces += 1;
    });
    silentOnceEnded(end, here);
    here.emit("unhandledRejection", refused(2, "application: displayName is missing"));
    here.emit("unhandledRejection", refused(14, "connect ECONNREFUSED 127.0.0.1:443"));
    here.emit("unhandledRejection", refused(undefined, "the log says: Resource monitor is terminating"));
    here.emit("unhandledRejection", undefined);
    expect({ ends, traces }).toEqual({ ends: 0, traces: 4 });
  });

  it("is listened for once, however often a program is loaded", () => {
    silentOnceEnded(end, here);
    silentOnceEnded(end, here);
    expect(here.listenerCount("unhandledRejection")).toBe(1);
  });
});
