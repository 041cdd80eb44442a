import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/**/*.test.ts"] } },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/*.e2e.ts"],
          globalSetup: "test/support/engine.ts",
          // Each life runs the real engine several times; with the real provider's confirming reads it takes minutes.
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
          // Two cores are usual: more lives at once would only slow each other.
          maxWorkers: 2,
        },
      },
    ],
  },
});
