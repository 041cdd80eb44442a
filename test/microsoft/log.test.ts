import { expect, it, vi } from "vitest";
import { answering, useServers } from "./loopback.ts";

const used = useServers();

it("a log that AZURE_LOG_LEVEL asks for shows what is sent, without token, query and body", async () => {
  const lines: string[] = [];
  vi.stubEnv("AZURE_LOG_LEVEL", "verbose");
  vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    // The library reads the variable when it is loaded.
    const { writer } = await import("../../microsoft/client.ts");
    used.answer = answering({ status: 204, headers: { "set-cookie": "secret-cookie" } });
    const source = { root: used.root, token: "secret-token", ca: used.ca, env: {} };
    await writer(source).patch("/v1.0/x?$filter=secret-query", { value: "secret-body" });
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
  expect(lines.join("")).toContain("/v1.0/x?%24filter=REDACTED");
  expect(lines.join("")).toContain("Response status code: 204");
  expect(lines.join("")).not.toContain("secret-");
});
