import { expect, it } from "vitest";
import { nothingFound, stepsToTry } from "../../dev/engine/steps.ts";

it("looks on PATH, then at what was fetched before, then downloads, then builds", () => {
  expect(stepsToTry(undefined)).toEqual(["path", "fetched", "download", "build"]);
  expect(stepsToTry("")).toEqual(["path", "fetched", "download", "build"]);
});

it.each(["path", "fetched", "download", "build"] as const)("tries %s alone when ESIA_ENGINE says so", (step) => {
  expect(stepsToTry(step)).toEqual([step]);
});

it.each(["Build", "path,build", "none", "toString"])("refuses ESIA_ENGINE=%s", (word) => {
  expect(() => stepsToTry(word)).toThrow(
    `ESIA_ENGINE is "${word}"; it can be path, fetched, download, build, or be left unset.`,
  );
});

it("says in one paragraph what was tried, why it failed and what to install", () => {
  const text = nothingFound([
    { step: "path", reason: "there is none" },
    { step: "download", reason: "get.pulumi.com could not be reached (ENOTFOUND)" },
    { step: "build", reason: "Go is not installed" },
  ]);
  expect(text).toBe(
    "No Pulumi engine is to be had here. On PATH: there is none. Pulumi's official download: get.pulumi.com could not " +
      "be reached (ENOTFOUND). Built from Go modules: Go is not installed. Install Pulumi " +
      "(https://www.pulumi.com/docs/install/), or Go (https://go.dev/dl/) so that it can be built, then run the same " +
      "command again.",
  );
});
