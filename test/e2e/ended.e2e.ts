/** Runs that Pulumi ends without telling the program why: it compares, reads what is taken over, or somebody presses Ctrl-C. */
import { expect, it } from "vitest";
import { explain } from "../../failures/explain.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { type TestStack, withStack } from "../support/stack.ts";

const SAYS_WHO_EXPLAINS =
  "Pulumi ended the run: 'npm run -s explain -- --stack test' says what the error that it prints means and what to do, " +
  "with that error's text as its input.";
const MISSING_RIGHT = {
  answer: { status: 403, body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } } },
};
const UP = ["up", "--yes", "--skip-preview"];

/** @returns what a run that failed was explained by, once it had said who explains it, and nothing of Pulumi's own trouble */
async function explainedRun(stack: TestStack, run = stack.start(UP)): Promise<string[]> {
  const { code, text } = await run.ended;
  expect(code, text).not.toBe(0);
  expect(text.split("Diagnostics:")[1]).toContain(SAYS_WHO_EXPLAINS);
  expect(text).not.toMatch(/unhandled|promises were still active|hook "explain" failed|^ +at .+:\d+/m);
  return explain(text, stack.name, { way: "client secret" }).map(({ id, known }) => `${id}, ${known}`);
}

// One run of some twenty failed, with 3.259: Pulumi can close its display before the program's last line arrives.
it("a run that fails to compare, or to read what it takes over, says who explains it; so does one ended by Ctrl-C, which keeps all it made", {
  retry: 2,
}, async () => {
  await withStack(async (stack) => {
    const { directory, faults } = stack.tenant;

    // Ctrl-C while grants are made: what is under way is done and kept, and the next run goes on.
    const interrupted = stack.start(UP);
    faults.add({ method: "POST", path: /appRoleAssignedTo$/, action: { before: () => interrupted.interrupt() } });
    expect(await explainedRun(stack, interrupted)).toEqual(["interrupted, specific"]);
    const { resources, pending_operations: pending } = JSON.parse(await stack.succeed("stack", "export")).deployment;
    const ids = (resources as { type: string; id: string }[])
      .filter(({ type }) => type.endsWith(":AppRoleAssignment"))
      .map(({ id }) => id.split("/").at(-1));
    const principal = directory.servicePrincipals.find(({ graph }) => graph.displayName === "esia")?.graph.id;
    const granted = () => directory.appRoleAssignments.filter(({ principalId }) => principalId === principal);
    expect(ids.sort()).toEqual(
      granted()
        .map(({ id }) => id)
        .sort(),
    );
    expect(pending).toBeUndefined();
    await stack.up();
    const values = await stack.threeValues();
    expect(await stack.signIn(values, GRAPH_ROOT)).toMatchObject({
      roles: expect.arrayContaining(["User.Read.All", "Reports.Read.All"]),
    });
    expect(granted()).toHaveLength(11);
    expect(directory.applications.filter(({ graph }) => graph.displayName === "esia")).toHaveLength(1);

    // Whether another application has the new name may not be asked.
    await stack.set("esia:displayName", "ESIA of Contoso");
    faults.add({ method: "GET", path: /^\/v1\.0\/applications\?.*Contoso/, action: MISSING_RIGHT });
    expect(await explainedRun(stack)).toEqual(["reading refused, specific"]);
    await stack.up();

    // A grant that is taken over may not be read.
    await stack.succeed("stack", "rm", "--yes", "--force", "--preserve-config");
    await stack.succeed("stack", "init", "test");
    const adopted = await stack.command("adopt", ["--stack", "test", "--client-id", values.clientId, "--yes"]);
    expect(adopted.code, adopted.text).toBe(0);
    faults.add({ method: "GET", path: /appRoleAssignedTo\/[^/]+$/, action: MISSING_RIGHT });
    expect(await explainedRun(stack)).toEqual(["reading refused, specific"]);
    await stack.up();
    expect(await stack.signIn(values, GRAPH_ROOT)).toMatchObject({ roles: expect.arrayContaining(["User.Read.All"]) });

    // The setting outlives what it names: a grant is taken away in the portal, and the state forgets it.
    const [revoked] = granted();
    directory.appRoleAssignments = directory.appRoleAssignments.filter((grant) => grant !== revoked);
    await stack.succeed("refresh", "--yes", "--skip-preview");
    expect(await explainedRun(stack)).toEqual(["nothing to take over, specific"]);
    expect((await stack.command("adopt", ["--stack", "test", "--yes"])).text).toContain("esia:adopt is removed");
    expect(await stack.up()).toEqual({ create: 1 });
    expect(granted()).toHaveLength(11);
    await stack.destroy();
    expect(directory.applications.filter(({ graph }) => graph.displayName === "ESIA of Contoso")).toEqual([]);
  });
});
