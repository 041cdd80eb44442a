import { expect, it } from "vitest";
import { duration, progressOn } from "../../machine/progress.mjs";

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 20, write: (text: string) => written.push(text) };
}

it("rewrites one line on a terminal, cut to its width, and clears it for the next sentence", () => {
  const terminal = screen(true);
  const progress = progressOn(terminal, () => 0);
  progress.update("1 of 9 packages, and a long tail");
  progress.say("Done");
  expect(terminal.written).toEqual(["\r  1 of 9 packages, \u001b[K", "\r\u001b[KDone\n"]);
});

it("writes a line at most every 15 seconds where there is no terminal, without control codes", () => {
  const log = screen(false);
  let now = 0;
  const progress = progressOn(log, () => now);
  progress.say("Building");
  for (now = 1000; now <= 31_000; now += 1000) progress.update(`${now / 1000} s`);
  expect(log.written).toEqual(["Building\n", "  15 s\n", "  30 s\n"]);
});

it.each([
  [400, "0 s"],
  [59_400, "59 s"],
  [60_000, "1 min 0 s"],
  [125_000, "2 min 5 s"],
])("tells %i ms as %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
