/** explain as a process: what it reads, what it answers, and that it repeats nothing that could be a secret. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { bothEnds } from "../../commands/explain/both-ends.ts";
import { STEERING } from "../support/hostile.ts";

const EXPLAIN = join(import.meta.dirname, "..", "..", "commands", "explain.ts");

function run(input: string | Buffer, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [EXPLAIN, ...args], {
    input,
    encoding: "utf8",
    env: { PATH: "" },
  });
  return { status, stdout, stderr };
}

/** What a destroy prints when somebody took a grant away by hand. */
const DESTROY = `Destroying (acme):

 -  azuread:index:AppRoleAssignment grant-User.Read.All deleting (0s) error: deleting urn:pulumi:acme::esia::azuread:index/appRoleAssignment:AppRoleAssignment::grant-User.Read.All: 1 error occurred:
    \t* Deleting Service Principal Id App Role Assigned To (Service Principal: "bb0fa61d-b113-456b-a680-96594f820b58"): unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound: Resource does not exist
Resources:
    12 unchanged
    1 errored
`;

describe("explain", () => {
  it("says of a destroy that met something gone what to do, with the stack's own command", () => {
    const { status, stdout, stderr } = run(DESTROY, "--stack", "acme");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toContain("'pulumi destroy --refresh --stack acme'");
  });

  it("says of a failure that nobody knows the safe next step, and repeats nothing of it", () => {
    const secret = "xyz8Q~0123456789_.~-abcdefghijklmnopqrst";
    const { status, stdout, stderr } = run(`error: something else with ${secret}`);
    expect(status).toBe(1);
    expect(stdout.length).toBeGreaterThan(100);
    expect(stdout + stderr).not.toContain(secret);
  });

  it("says of a run in which nothing failed that nothing did", () => {
    const ran = "Updating (acme):\n\nResources:\n    16 unchanged\n\nDuration: 3s\n";
    expect(run(ran)).toEqual({ status: 0, stdout: "Nothing failed in it.\n", stderr: "" });
  });

  const MOST = 5_000_000;
  const filled = (part: string) => part.repeat(MOST / part.length);
  it.each<[string, string | Buffer]>([
    ["bytes of all kinds", Buffer.from(Array.from({ length: MOST }, (_, at) => (at * 7919 + (at >> 8)) & 255))],
    ["control characters", filled("error: \u001b[2J\u001b]0;title\u0007\u202e\0\n")],
    ["sequences that never end", filled("error: \u001b]8;;")],
    ["one line", filled("error: ")],
    ["lists of errors", `${filled("error: a\n")}${filled(" * b\n")}`],
    ["blanks", `error: ${filled(" ")}`],
  ])("answers five megabytes of %s in some lines that steer nothing", (_, input) => {
    const { status, stdout, stderr } = run(input, "--stack", "acme");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout.length).toBeLessThan(20_000);
    expect(stdout).not.toMatch(STEERING);
  });

  it("keeps of a text without an end what it reads of it: the beginning and the end", async () => {
    const parts = ["error: incorrect passphrase\n", ..."x".repeat(100), "\nerror: AADSTS7000222: x"];
    const kept = await bothEnds(Readable.from(parts.map((part) => (part === "x" ? "x".repeat(100_000) : part))));
    expect(kept.length).toBeLessThan(3_000_000);
    expect(kept.startsWith("error: incorrect passphrase\nxxx")).toBe(true);
    expect(kept.endsWith("xxx\nerror: AADSTS7000222: x")).toBe(true);
    expect(await bothEnds(Readable.from(["a\n", "b"]))).toBe("a\nb");
  });

  it("cannot run on an empty text, nor with an option it does not know, which it does not repeat", () => {
    expect(run(" \n")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "There is nothing to read: the text is empty.\n",
    });
    const unknown = run("error: x", "--key=abc8Q~0123");
    expect(unknown).toMatchObject({ status: 2, stdout: "" });
    expect(unknown.stderr).toContain("Only --stack NAME and --help are known.");
    expect(unknown.stderr).not.toContain("abc8Q~0123");
  });
});
