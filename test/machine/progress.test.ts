import { afterEach, expect, it, vi } from "vitest";
import { duration, whileTelling } from "../../machine/progress.mjs";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("says every 15 seconds how long a step has taken, until it ends, well or badly", async () => {
  vi.useFakeTimers();
  const said: unknown[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((line) => said.push(line) > 0);
  const work = Promise.withResolvers<string>();
  const told = whileTelling("still building", work.promise);
  await vi.advanceTimersByTimeAsync(31_000);
  work.resolve("done");
  expect(await told).toBe("done");
  const failing = whileTelling("still building", Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toEqual(["  still building: 15 s\n", "  still building: 30 s\n"]);
});

it.each([
  [400, "0 s"],
  [59_400, "59 s"],
  [60_000, "1 min 0 s"],
  [125_000, "2 min 5 s"],
])("tells %i ms as %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
