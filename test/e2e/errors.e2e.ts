import { describe, expect, it } from "vitest";
import { findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { throttled } from "../../dev/tenant/faults.ts";
import { grantAppRole } from "../../dev/tenant/grants.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID, revokeRole } from "../../dev/tenant/seed.ts";
import { type Explanation, explain } from "../../failures/explain.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { type TestStack, withStack } from "../support/stack.ts";

/** Said where the engine itself ends the run, as newer ones do when nobody gets in; older ones let the program explain it. */
const ENDED =
  "Pulumi ended the run before the tenant had answered: 'npm run -s explain -- --stack test' says what the error that it " +
  "prints means and what to do, with that error's text as its input. Nothing was changed in the tenant.";
const NOBODY_GETS_IN = ["wrong tenant", "wrong secret", "no connection", "expired sign-in"];

/** Runs what must fail; in an `up` the program itself says what it means, to an application with a secret. @returns what explains it */
async function refused(stack: TestStack, env: Record<string, string> = {}, command = "up"): Promise<Explanation[]> {
  const { code, text } = await stack.start([command, "--yes", "--skip-preview"], env).ended;
  expect(code, text).not.toBe(0);
  const explanations = explain(text, stack.name, { way: "client secret" });
  for (const { id, action, command: next } of explanations) {
    // A destroy does not run the program; an absent role is the program's own refusal, in its own words.
    if (NOBODY_GETS_IN.includes(id) && text.includes(ENDED)) {
      expect(text).not.toContain(action);
    } else if (command === "up" && id !== "role not offered") {
      expect(text).toContain(action);
      expect(text).toContain(next);
    }
  }
  expect(text).not.toMatch(/az login|unhandled exception|failed to deliver|exit code|^ +at .+:\d+/m);
  return explanations;
}

const ids = (explanations: Explanation[]) => explanations.map(({ id }) => id);
const policy = (restrictionType: "passwordAddition" | "passwordLifetime", maxLifetime: string | null) => ({
  isEnabled: true,
  applicationRestrictions: {
    passwordCredentials: [
      {
        restrictionType,
        state: "enabled" as const,
        maxLifetime,
        restrictForAppsCreatedAfterDateTime: "2020-01-01T00:00:00Z",
      },
    ],
    keyCredentials: [],
  },
  servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
});

describe("what Pulumi prints when a run fails", () => {
  it("is explained for each refusal on the way, and the next run goes on where the last one stopped", async () => {
    await withStack(async (stack) => {
      const { directory, faults, clock } = stack.tenant;
      const none = structuredClone(directory.appManagementPolicy);
      const operator = [OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID] as const;

      // Nobody gets in.
      expect(ids(await refused(stack, { ARM_TENANT_ID: "11111111-1111-4111-8111-111111111111" }))).toEqual([
        "wrong tenant",
      ]);
      expect(ids(await refused(stack, { ARM_CLIENT_SECRET: "abc8Q~0123456789_.~-abcdefghijklmnopqrst" }))).toEqual([
        "wrong secret",
      ]);
      const closed = `localhost:${stack.tenant.port === 44_444 ? 44_445 : 44_444}`;
      expect(ids(await refused(stack, { ARM_METADATA_HOSTNAME: closed }))).toEqual(["no connection"]);
      const expired = { error: "invalid_grant", error_description: "AADSTS700082: The refresh token has expired." };
      faults.add({
        method: "POST",
        path: /\/token/,
        times: 20,
        action: { answer: { status: 400, body: expired } },
      });
      expect(ids(await refused(stack))).toEqual(["expired sign-in"]);
      faults.clear();

      // Somebody gets in, and may not make the application, or not now.
      revokeRole(directory, ...operator, "Application.ReadWrite.All");
      expect(ids(await refused(stack))).toEqual(["reading refused"]);
      grantRole(directory, ...operator, "Directory.Read.All", clock.now());
      expect(ids(await refused(stack))).toEqual(["application refused"]);
      grantRole(directory, ...operator, "Application.ReadWrite.All", clock.now());
      faults.add({ method: "POST", path: /\/applications$/, times: 50, action: throttled(1) });
      expect(ids(await refused(stack))).toEqual(["throttled"]);
      faults.clear();

      // The application is made, and gets no grants; then no secret. Whether the other was made by then is the engine's
      // choice, which works side by side: so a second secret is asked for, made by no run before.
      revokeRole(directory, ...operator, "AppRoleAssignment.ReadWrite.All");
      const [grant, ...others] = await refused(stack);
      expect({ grant, others }).toMatchObject({ grant: { id: "grant refused" }, others: [] });
      expect(grant?.what).toMatch(/ of (Microsoft Graph|Office 365 Management APIs)/);
      grantRole(directory, ...operator, "AppRoleAssignment.ReadWrite.All", clock.now());
      await stack.set("esia:rotateTo", "2");
      directory.appManagementPolicy = policy("passwordAddition", null);
      expect(ids(await refused(stack))).toEqual(["secret blocked"]);
      directory.appManagementPolicy = policy("passwordLifetime", "P180D");
      expect(ids(await refused(stack))).toEqual(["secret too long"]);
      directory.appManagementPolicy = none;
      await stack.up();
      expect(directory.applications.filter(({ graph }) => graph.displayName === "esia")).toHaveLength(1);

      // Nobody gets in to a stack that stands, either.
      expect(ids(await refused(stack, { ARM_CLIENT_SECRET: "abc8Q~0123456789_.~-abcdefghijklmnopqrst" }))).toEqual([
        "wrong secret",
      ]);

      // Nor may what was made be taken away.
      revokeRole(directory, ...operator, "AppRoleAssignment.ReadWrite.All");
      expect(ids(await refused(stack, {}, "destroy"))).toEqual(["removal refused"]);
      grantRole(directory, ...operator, "AppRoleAssignment.ReadWrite.All", clock.now());
      await stack.destroy();
      expect(directory.applications.filter(({ graph }) => graph.displayName === "esia")).toEqual([]);
    });
  });

  it("is explained for a grant that exists, which adopt takes into the state", async () => {
    await withStack(async (stack) => {
      const { directory, clock } = stack.tenant;
      await stack.set("esia:grantConsent", "false");
      await stack.up();
      const values = await stack.threeValues();
      const principal = findServicePrincipalByAppId(directory, values.clientId);
      const graph = findServicePrincipalByAppId(directory, MICROSOFT_GRAPH_APP_ID);
      const role = graph?.graph.appRoles.find(({ value }) => value === "User.Read.All");
      if (!principal || !graph || !role) throw new Error("not made");
      const made = grantAppRole(
        directory,
        { principalId: principal.graph.id, resourceId: graph.graph.id, appRoleId: role.id },
        clock.now(),
      );
      await stack.succeed("config", "rm", "esia:grantConsent");
      const [found, ...others] = await refused(stack);
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        id: "grant exists",
        command: "'npm run adopt -- --stack test --yes', then 'pulumi up --stack test'",
      });
      const adopted = await stack.command("adopt", ["--stack", "test", "--yes"]);
      expect(adopted.code, adopted.text).toBe(0);
      expect(await stack.up()).toMatchObject({ import: 1 });
      expect(directory.appRoleAssignments).toContain(made);
      expect(await stack.signIn(values, GRAPH_ROOT)).toMatchObject({
        roles: expect.arrayContaining(["User.Read.All"]),
      });
      expect(directory.appRoleAssignments.filter(({ principalId }) => principalId === principal.graph.id)).toHaveLength(
        11,
      );
      await stack.destroy();
    });
  });

  it("is explained for a name that is taken, and for a role that is not offered", async () => {
    await withStack(async (stack) => {
      await stack.up();
      await stack.succeed("stack", "init", "twin");
      stack.name = "twin";
      expect(ids(await refused(stack))).toEqual(["duplicate name"]);

      const graph = findServicePrincipalByAppId(stack.tenant.directory, MICROSOFT_GRAPH_APP_ID)?.graph;
      if (!graph) throw new Error("no Graph");
      graph.appRoles = graph.appRoles.filter(({ value }) => value !== "Agreement.Read.All");
      expect(await refused(stack)).toMatchObject([
        {
          id: "role not offered",
          what: "The tenant does not offer Agreement.Read.All as an application role.",
          command: `'pulumi config set --path "esia:omit[0]" Agreement.Read.All --stack twin'`,
        },
      ]);
    });
  });
});
