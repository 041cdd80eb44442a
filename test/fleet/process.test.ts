/** fleet as a process, with a stand-in for \`pulumi\` on PATH: exit codes, streams, and what Ctrl-C leaves behind. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeProgram } from "../support/node-program.ts";
import { exportOf } from "./states.ts";

const FLEET = join(import.meta.dirname, "..", "..", "commands", "fleet.ts");
let folder: string;

/** Lists three stacks. Asked for "fabrikam" by verify it ends who asked, as Ctrl-C does, and hangs. */
const PULUMI = `const { writeFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
if (args[1] === "ls") {
  console.log(JSON.stringify(["contoso", "fabrikam", "globex"].map((name) =>
    ({ name, lastUpdate: "2026-11-25T08:00:00Z", resourceCount: name === "contoso" ? 0 : 19 }))));
} else if (args.at(-1) === "fabrikam" && args.includes("--show-secrets")) {
  writeFileSync("hanging", String(process.pid));
  process.kill(process.ppid, "SIGINT");
  setInterval(() => {}, 1000);
} else if (args.at(-1) === "globex") {
  console.error("error: decode checkpoint: unexpected end of JSON input");
  process.exitCode = 255;
} else console.log(readFileSync(args.at(-1) + ".json", "utf8"));
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-"));
  nodeProgram(join(folder, "pulumi"), PULUMI);
  writeFileSync(join(folder, "contoso.json"), '{"deployment":{}}');
  writeFileSync(join(folder, "fabrikam.json"), exportOf("one-key", "fabrikam"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [FLEET, ...args], { cwd: folder, env: { PATH: folder, ...env } });
  const code = new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

describe("fleet as a process", () => {
  it("prints the table alone on standard output, progress beside it, and ends with 1 for a stack it could not read", async () => {
    const { code, stdout, stderr } = await run(["status", "--at-once", "2"], { ESIA_AS_OF: "2026-12-24" });
    expect(code, stderr).toBe(1);
    expect(stdout).toMatch(
      /^STACK +RESULT[\s\S]+\nglobex +FAILS[\s\S]+\ncontoso +warning[\s\S]+\nfabrikam +ok +1 +701 +2026-11-25/,
    );
    expect(stderr).toBe("ESIA_AS_OF is set: this run takes 2026-12-24 for today.\nReading 3 stacks, 2 at a time.\n");
  });

  it("ends with 0 where nothing fails, and prints JSON alone where that is wanted", async () => {
    const { code, stdout } = await run(["status", "--only", "fab*", "--json"], { ESIA_AS_OF: "2026-12-24" });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, stacks: [{ stack: "fabrikam", key: { days: 701 } }] });
  });

  it.each([
    ["for no word", [], {}, "Say one of "],
    ["for no pulumi", ["status"], { PATH: "/nowhere" }, "'pulumi' could not be started"],
    ["for no such day", ["status"], { ESIA_AS_OF: "soon" }, "ESIA_AS_OF must be a date"],
  ])("ends with 2 and a sentence %s", async (_, args, env, said) => {
    const { code, stdout, stderr } = await run(args, env as unknown as Record<string, string>);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("prints a workflow's matrix of what a run has made, and what was left out beside it", async () => {
    const { code, stdout, stderr } = await run(["matrix"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{"stack":["fabrikam","globex"]}\n' });
    expect(stderr).toContain("Not connected yet, so left out: contoso.\n");
    // What could not be read is not left out: a run of it says why.
    const early = await run(["matrix", "--due", "--groups"], { ESIA_AS_OF: "2026-12-24" });
    expect(early.stdout).toBe('[{"name":"1 of 1","stacks":["globex"]}]\n');
    const due = await run(["matrix", "--only", "fabrikam"], { ESIA_STACKS: "due", ESIA_AS_OF: "2028-08-26" });
    expect(due.stdout).toBe('{"stack":["fabrikam"]}\n');
    // A list is taken as it is, without a backend.
    const given = await run(["matrix"], { ESIA_STACKS: '["a","b"]', PATH: "/nowhere" });
    expect(given).toEqual({ code: 0, stdout: '{"stack":["a","b"]}\n', stderr: "" });
  });

  it("ends with 130 at Ctrl-C, tells what it has found so far, and leaves no process behind", async () => {
    const { code, stdout, stderr } = await run(["verify", "--at-once", "1"]);
    expect(code).toBe(130);
    expect(stdout).toMatch(/^contoso: warning\. Not connected/);
    expect(stdout).not.toContain("fabrikam:");
    expect(stderr).toMatch(/\n1 of 3 stacks: 1 with a warning\.\nInterrupted\.\n$/);
    expect(existsSync(join(folder, "hanging"))).toBe(true);
    const hanging = Number(readFileSync(join(folder, "hanging"), "utf8"));
    expect(() => process.kill(hanging, 0)).toThrow("ESRCH");
  });
});
