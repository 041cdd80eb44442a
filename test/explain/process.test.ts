/** explain as a process: what it reads, what it answers, and that it repeats nothing that could be a secret. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const EXPLAIN = join(import.meta.dirname, "..", "..", "commands", "explain.ts");

function run(input: string, ...args: string[]) {
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
