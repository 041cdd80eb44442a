import { afterEach, describe, expect, it } from "vitest";
import { endWithVerdict } from "../../commands/plugin/end.ts";
import type { Verdict } from "../../commands/plugin/verdict.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

const EVENTS = ["uncaughtException", "SIGTERM", "SIGINT", "SIGHUP"] as const;
const before = new Map(EVENTS.map((event) => [event as string, process.listeners(event as "SIGTERM")]));
afterEach(() => {
  for (const event of EVENTS) {
    for (const listener of process.listeners(event as "SIGTERM")) {
      if (!before.get(event)?.includes(listener)) process.off(event, listener);
    }
  }
});

async function lines(work: () => Promise<Verdict>, timeout = 60_000): Promise<[string, number][]> {
  const said: [string, number][] = [];
  await endWithVerdict(
    () => ({ timeout, work }),
    (text) => text.replaceAll("abc8Q~key", "[key]"),
    (line, exit) => said.push([line, exit]),
  );
  return said;
}

describe("a check ends with one line,", () => {
  it("its verdict's", async () => {
    expect(await lines(async () => ({ exit: 1, text: "x", performance: "days=5;60:;14:;" }))).toEqual([
      ["ESIA M365 WARNING: x | days=5;60:;14:;", 1],
    ]);
  });

  it.each([
    [new CannotRun("No stack.", "Make one."), "ESIA M365 UNKNOWN: No stack. Make one."],
    [new TypeError("What is abc8Q~key?"), "ESIA M365 UNKNOWN: What is [key]?"],
    [undefined, "ESIA M365 UNKNOWN: undefined"],
    ["\u001b[2J abc8Q~key | days=9", "ESIA M365 UNKNOWN: [key] / days=9"],
  ])("3 where it could not be made: %s", async (error, line) => {
    expect(await lines(() => Promise.reject(error))).toEqual([[line, 3]]);
  });

  it("3 where its arguments are wrong", async () => {
    const said: [string, number][] = [];
    await endWithVerdict(
      () => {
        throw new CannotRun("--timeout takes seconds");
      },
      (text) => text,
      (line, exit) => said.push([line, exit]),
    );
    expect(said).toEqual([["ESIA M365 UNKNOWN: --timeout takes seconds", 3]]);
  });

  it("3 when its time is over, and nothing of what comes later", async () => {
    const said: [string, number][] = [];
    let answer = (_: Verdict) => {};
    const work = () =>
      new Promise<Verdict>((done) => {
        answer = done;
      });
    await endWithVerdict(
      () => ({ timeout: 1, work }),
      (text) => text,
      (line, exit) => {
        said.push([line, exit]);
        answer({ exit: 0, text: "x", performance: undefined });
      },
    );
    const late = "check the network, or give more time with --timeout: no verdict within 0 s";
    expect(said).toEqual([[`ESIA M365 UNKNOWN: ${late}`, 3]]);
  });

  it("3 for an error that nobody waited for", async () => {
    const listening = process.listenerCount("uncaughtException");
    const said = await lines(async () => {
      expect(process.listenerCount("uncaughtException")).toBe(listening + 1);
      process.listeners("uncaughtException").at(-1)?.(new Error("socket hang up"), "uncaughtException");
      return { exit: 0, text: "x", performance: undefined };
    });
    expect(said).toEqual([["ESIA M365 UNKNOWN: socket hang up", 3]]);
  });
});
