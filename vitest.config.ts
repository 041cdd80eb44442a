import { defineConfig } from "vitest/config";

const UNIT = ["test/*.test.ts", "test/{dev,docs,failures,keys,pipeline,stack}/*.test.ts"];

const LIVES = {
  globalSetup: "test/support/engine.ts",
  // Each life runs the real engine several times; with the real provider's confirming reads it takes minutes.
  testTimeout: 1_800_000,
  hookTimeout: 1_800_000,
  // Two cores are usual: more lives at once would only slow each other.
  maxWorkers: 2,
};

/** A file after the other: each lives four lives at once, which wait more than they work. */
const FAULTS = { testTimeout: 7_200_000, maxWorkers: 1, maxConcurrency: 4 };

export default defineConfig({
  test: {
    projects: [
      // The program and its decisions: nothing but mocks, so that they are run again and again.
      { test: { name: "unit", include: UNIT, testTimeout: 30_000 } },
      // Everything around it, with servers on the loopback interface and processes of its own.
      { test: { name: "parts", include: ["test/**/*.test.ts"], exclude: UNIT, testTimeout: 60_000 } },
      { test: { name: "e2e", include: ["test/e2e/*.e2e.ts"], ...LIVES } },
      // Years of a stack, and runs killed at each of their points: by night.
      { test: { name: "long", include: ["test/e2e/long/*.e2e.ts"], ...LIVES } },
      // Lives under faults, and runs cut off at their requests: some by night, all of them when somebody asks.
      { test: { name: "faults", include: ["test/faults/*.e2e.ts"], ...LIVES, ...FAULTS } },
    ],
  },
});
