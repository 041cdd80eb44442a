import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import { onceEnded, type Process, unlessEnded } from "../../failures/ended-by-pulumi.ts";

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
  const over = refused(14, "Resource monitor is terminating");
  let isPending: boolean;
  let lastWords: number;
  let traces: number;
  const begin = () => {
    [isPending, lastWords, traces] = [true, 0, 0];
    here.on("unhandledRejection", () => {
      traces += 1;
    });
    const lastWord = () => {
      lastWords += 1;
    };
    // As the process does it, on its way out.
    const leave = (): never => {
      here.emit("exit", 32);
      return end();
    };
    onceEnded({ end: leave, isPending: () => isPending, lastWord }, here);
  };
  beforeEach(begin);

  it("is refused once the engine has ended the run: the program has the last word, and the SDK none", () => {
    expect(() => here.emit("unhandledRejection", over)).toThrow("gone");
    expect({ ends, traces, lastWords }).toEqual({ ends: 1, traces: 0, lastWords: 1 });
  });

  it("is cut off when the engine interrupts the program, which has the last word", () => {
    expect(() => here.emit("SIGINT")).toThrow("gone");
    expect({ ends, lastWords }).toEqual({ ends: 1, lastWords: 1 });
  });

  it("is never answered where the SDK leaves as if all were well: the program has the last word", () => {
    here.emit("exit", 0);
    expect(lastWords).toBe(1);
  });

  it("has no last word in a run that came to its end, or that ended with a refusal of the program's own", () => {
    here.emit("exit", 32);
    isPending = false;
    here.emit("exit", 0);
    expect(lastWords).toBe(0);
  });

  it("is left to the SDK where anything else is wrong", () => {
    here.emit("unhandledRejection", refused(2, "application: displayName is missing"));
    here.emit("unhandledRejection", refused(14, "connect ECONNREFUSED 127.0.0.1:443"));
    here.emit("unhandledRejection", refused(undefined, "the log says: Resource monitor is terminating"));
    here.emit("unhandledRejection", undefined);
    expect({ ends, traces, lastWords }).toEqual({ ends: 0, traces: 4, lastWords: 0 });
  });

  it("leaves an interrupted look-up its own word, which comes first", () => {
    const said: string[] = [];
    void unlessEnded(
      never,
      () => {
        said.push("look-up");
        throw new Error("the process is gone");
      },
      here,
    );
    expect(() => here.emit("SIGINT")).toThrow("gone");
    expect({ said, lastWords }).toEqual({ said: ["look-up"], lastWords: 0 });
  });

  it("is listened for once, however often a program is loaded", () => {
    begin();
    for (const event of ["SIGINT", "exit"]) expect(here.listenerCount(event)).toBe(1);
    expect(() => here.emit("unhandledRejection", over)).toThrow("gone");
    expect(ends).toBe(1);
  });
});
