import { describe, expect, it } from "vitest";
import { deleteApplication } from "../../dev/tenant/applications.ts";
import { revokeGrant } from "../../dev/tenant/grants.ts";
import { removeSecret } from "../../dev/tenant/secrets.ts";
import { type TestStack, withStack } from "../support/stack.ts";

/** The stack's application as the tenant has it. */
function application(stack: TestStack) {
  const found = stack.tenant.directory.applications.find(({ graph }) => graph.displayName === "esia");
  if (!found) throw new Error("There is no application.");
  return found.graph;
}

/** Takes one grant away as an administrator would in the portal. */
function takeGrant(stack: TestStack, role: string): void {
  const { directory } = stack.tenant;
  const { appId } = application(stack);
  const principal = directory.servicePrincipals.find(({ graph }) => graph.appId === appId)?.graph;
  const grant = directory.appRoleAssignments.find(({ principalId, appRoleId, resourceId }) => {
    const api = directory.servicePrincipals.find(({ graph }) => graph.id === resourceId)?.graph;
    return principalId === principal?.id && api?.appRoles.find(({ id }) => id === appRoleId)?.value === role;
  });
  if (!grant) throw new Error(`${role} is not granted.`);
  revokeGrant(directory, grant.resourceId, grant.id);
}

async function stuck(stack: TestStack, command: "up" | "destroy", reason: string): Promise<void> {
  const { code, text } = await stack.run(command, "--yes", "--skip-preview");
  expect(code, text).not.toBe(0);
  expect(text).toContain(reason);
}

const NOT_FOUND = "unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound";

describe("what somebody took away by hand", () => {
  it("a grant blocks its removal and destroy, until a refresh is asked for", async () => {
    await withStack(async (stack) => {
      await stack.up();
      takeGrant(stack, "User.Read.All");
      await stack.set("esia:omit[0]", "User.Read.All");
      await stuck(stack, "up", NOT_FOUND);
      expect(await stack.up({ args: ["--refresh"] })).not.toHaveProperty("create");

      takeGrant(stack, "Reports.Read.All");
      await stuck(stack, "destroy", NOT_FOUND);
      await stack.succeed("destroy", "--yes", "--skip-preview", "--refresh");
      expect(stack.tenant.directory.applications.map(({ graph }) => graph.displayName)).toEqual(["Operator"]);
    });
  });

  it("a key blocks its retirement, until a refresh is asked for, and never destroy: it goes with the application", async () => {
    await withStack(async (stack) => {
      const { directory } = stack.tenant;
      await stack.up();
      const [first] = application(stack).passwordCredentials;
      await stack.set("esia:rotateTo", "2");
      await stack.up();
      removeSecret(directory, application(stack).id, first?.keyId ?? "");
      await stack.set("esia:retireUpTo", "1");
      await stuck(stack, "up", "No password credential found with keyId");
      await stack.up({ args: ["--refresh"] });
      expect(await stack.outputs()).toMatchObject({ secretNumber: 2 });

      const [second] = application(stack).passwordCredentials;
      removeSecret(directory, application(stack).id, second?.keyId ?? "");
      await stack.destroy();
      expect(directory.applications.map(({ graph }) => graph.displayName)).toEqual(["Operator"]);
    });
  });

  it("the application blocks destroy, until a refresh is asked for", async () => {
    await withStack(async (stack) => {
      const { directory, clock } = stack.tenant;
      // Without grants, so that nothing but the application can be what is missing.
      await stack.set("esia:grantConsent", "false");
      await stack.up();
      deleteApplication(directory, application(stack).id, clock.now());
      await stuck(stack, "destroy", NOT_FOUND);
      await stack.succeed("destroy", "--yes", "--skip-preview", "--refresh");
      expect(await stack.export()).not.toContain("azuread:index");
    });
  });
});
