import { expect, it, onTestFinished } from "vitest";

it("a stack trace of the program is Node's own, whoever mapped it before", async () => {
  const before = Error.prepareStackTrace;
  onTestFinished(() => {
    Error.prepareStackTrace = before;
  });
  Error.prepareStackTrace = () => "mapped";
  expect(new Error("one").stack).toBe("mapped");
  await import("../../stack/plain-traces.ts");
  expect(new Error("two").stack).toMatch(/^Error: two\n {4}at .*plain-traces\.test\.ts:\d+:\d+/);
});
