import { expect, it } from "vitest";
import { runProgram } from "../../machine/run-program.mjs";

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

it("a program that is not there leaves no timer behind, which would keep the process alive", async () => {
  const before = timers();
  const ended = await runProgram("there-is-no-such-program", [], { timeout: 600_000 });
  expect(ended).toEqual({ code: -1, stdout: "", stderr: "spawn there-is-no-such-program ENOENT" });
  expect(timers()).toBe(before);
});

it("a program that takes too long is stopped", async () => {
  const endless = ["-e", "console.log('begun'); setInterval(() => {}, 1000)"];
  expect(await runProgram(process.execPath, endless, { timeout: 1500 })).toMatchObject({ code: -1 });
});
