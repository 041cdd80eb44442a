/** The benchmark, once and short: that it measures what it says, not how fast this machine is. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, inject, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";

it("npm run bench measures a whole life, the floor and fleet status, and says what served", async () => {
  const args = ["--runs", "1", "--latency", "0", "--stacks", "1,3", "--out", "-"];
  const child = spawn(process.execPath, [join(PROJECT_FOLDER, "bench", "bench.ts"), ...args], {
    env: inject("engines"),
  });
  const code = new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
  const [page, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(await code, said).toBe(0);
  expect(page).toMatch(
    /^# Measurements\n\nWritten by `npm run bench` on 20\d\d-\d\d-\d\d\. Engine: Pulumi 3\.\d+\.\d+ .*azuread: /,
  );
  const cells = (step: string) =>
    page
      .split("\n")
      .find((line) => line.startsWith(`| ${step} | `))
      ?.split(" | ") ?? [];
  const requests = (step: string) => Number(cells(step)[5]);
  // An application, its principal, 11 grants and a key are no fewer writes; doing nothing asks for little.
  expect(requests("create")).toBeGreaterThan(14);
  expect(requests("nothing to do")).toBeGreaterThan(2);
  expect(requests("nothing to do")).toBeLessThan(15);
  expect(requests("renewal")).toBeLessThan(requests("create"));
  expect(requests("verify")).toBeGreaterThan(10);
  for (const step of ["create", "renewal", "retirement", "destroy"]) expect(Number(cells(step)[1])).toBeGreaterThan(0);
  expect(cells("3")).toHaveLength(4);
});
