import { describe, expect, it } from "vitest";
import type { FaultAction } from "../../dev/tenant/faults.ts";
import { explain } from "../../failures/explain.ts";
import { type Ended, type TestStack, withStack } from "../support/stack.ts";

const busy = (status: number): FaultAction => ({
  answer: {
    status,
    body: {
      error: {
        code: "Directory_ConcurrencyViolation",
        message: "Unable to process the request due to concurrent requests. Please retry.",
      },
    },
  },
});
const MISSING: FaultAction = {
  answer: {
    status: 404,
    body: { error: { code: "Request_ResourceNotFound", message: "Resource 'x' does not exist." } },
  },
};
const ADD_PASSWORD = { method: "POST", path: /\/addPassword$/ };
const GRANT = { method: "POST", path: /\/appRoleAssignedTo$/ };
const IS_BUSY = "Graph is busy with another change of this directory: trying";

const run = (stack: TestStack): Promise<Ended> => stack.run("up", "--yes", "--skip-preview");
const ids = ({ text }: Ended, stack: TestStack) => explain(text, stack.name).map(({ id }) => id);
/** How often the run's diagnostics say it; what is shown while it runs is not counted. */
const told = ({ text }: Ended, words: string) => (text.split("\nDiagnostics:")[1] ?? "").split(words).length - 1;
const applications = ({ tenant }: TestStack) =>
  tenant.directory.applications.map(({ graph }) => graph).filter(({ displayName }) => displayName !== "Operator");
const keys = (stack: TestStack) => applications(stack).flatMap(({ passwordCredentials }) => passwordCredentials);
const asked = (stack: TestStack, { method, path }: { method: string; path: RegExp }) =>
  stack.tenant.requests.splice(0).filter((request) => request.method === method && path.test(request.path)).length;

async function held(stack: TestStack): Promise<string[]> {
  const { deployment } = JSON.parse(await stack.export());
  const urns: string[] = (deployment.resources ?? []).map(({ urn }: { urn: string }) => urn);
  return urns.filter((urn) => urn.includes("::azuread:index")).map((urn) => urn.split("::").at(-1) ?? "");
}

/** @returns what was printed by a run that succeeds */
async function succeeds(stack: TestStack): Promise<Ended> {
  const ended = await run(stack);
  expect(ended.code, ended.text).toBe(0);
  expect(stack.tenant.faults.pending).toBe(0);
  return ended;
}

async function fails(stack: TestStack): Promise<Ended> {
  const ended = await run(stack);
  expect(ended.code, ended.text).not.toBe(0);
  expect(stack.tenant.faults.pending).toBe(0);
  return ended;
}

describe("what Graph refuses whole for a moment", () => {
  it("is tried again in the run, and nothing is made twice", async () => {
    await withStack(async (stack) => {
      const { faults, directory } = stack.tenant;

      // The key of an application that is not everywhere yet, and one grant.
      faults.add({ ...ADD_PASSWORD, action: MISSING });
      faults.add({ ...GRANT, action: busy(409) });
      const first = await succeeds(stack);
      expect(
        told(first, "Entra does not know the new application everywhere yet: trying secret-1 again (1 of 3)."),
      ).toBe(1);
      expect(told(first, IS_BUSY)).toBe(1);
      expect(asked(stack, ADD_PASSWORD)).toBe(2);
      expect(keys(stack)).toHaveLength(1);
      const { clientId } = await stack.threeValues();
      const principal = directory.servicePrincipals.find(({ graph }) => graph.appId === clientId);
      const grants = () =>
        directory.appRoleAssignments.filter(({ principalId }) => principalId === principal?.graph.id);
      expect(grants()).toHaveLength(11);
      expect(ids(first, stack)).toEqual([]);
      expect(await stack.up()).toEqual({});

      // A grant's removal, an update, another key.
      await stack.set("esia:omit[0]", "User.Read.All");
      await stack.set("esia:displayName", "other");
      await stack.set("esia:rotateTo", "2");
      faults.add({ method: "DELETE", path: /\/appRoleAssignedTo\//, action: busy(409) });
      faults.add({ method: "PATCH", path: /\/applications\//, action: busy(400) });
      faults.add({ ...ADD_PASSWORD, action: busy(409) });
      const second = await succeeds(stack);
      expect(told(second, IS_BUSY)).toBe(3);
      expect(grants()).toHaveLength(10);
      expect(keys(stack)).toHaveLength(2);
      expect(applications(stack).map(({ displayName }) => displayName)).toEqual(["other"]);

      // The engine remembers that the update failed once.
      expect([await stack.up(), await stack.up()]).toEqual([{ update: 1 }, {}]);

      // Three further tries, then it is explained; the next run goes on.
      await stack.succeed("config", "rm", "--path", "esia:omit[0]");
      faults.add({ ...GRANT, action: busy(400), times: 4 });
      const third = await fails(stack);
      expect([1, 2, 3].map((time) => told(third, `again (${time} of 3).`))).toEqual([1, 1, 1]);
      expect(ids(third, stack)).toEqual(["concurrent change"]);
      await succeeds(stack);
      expect(grants()).toHaveLength(11);
      expect(keys(stack)).toHaveLength(2);
    });
  });
});

describe("no other try is made", () => {
  it.each([
    ["its name cannot be set", { method: "PATCH", path: /\/applications\//, action: busy(400) }, "concurrent change"],
    [
      "its maker cannot be taken out of its owners",
      { method: "DELETE", path: /\/applications\/[^/]+\/owners\//, action: MISSING },
      "not everywhere yet",
    ],
  ])(
    "of an application after its POST, when %s: the state has its id, and a plain run goes on",
    async (_, fault, id) => {
      await withStack(async (stack) => {
        stack.tenant.faults.add(fault);
        const first = await fails(stack);
        expect(told(first, "trying")).toBe(0);
        expect(ids(first, stack)).toEqual([id]);
        const [application, ...others] = applications(stack);
        expect(others).toEqual([]);
        expect(await held(stack)).toEqual(["application"]);
        expect(await stack.export()).toContain(`/applications/${application?.id}`);
        await succeeds(stack);
        expect(applications(stack).map(({ id }) => id)).toEqual([application?.id]);
        expect(keys(stack)).toHaveLength(1);
      });
    },
  );

  it("of a change that Graph refuses: the run itself sends to one with a refresh, which makes it", async () => {
    await withStack(async (stack) => {
      const { faults } = stack.tenant;
      await succeeds(stack);
      await stack.set("esia:displayName", "other");
      const denied = { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges." } };
      const path = /\/v1\.0\/applications\/[^/]+$/;
      faults.add({ method: "PATCH", path, action: { answer: { status: 403, body: denied } } });
      const refused = await fails(stack);
      expect(told(refused, "'pulumi up --refresh --stack test'")).toBe(1);
      expect(told(refused, "without --refresh a run may not make it.")).toBe(1);
      expect(explain(refused.text, stack.name).map(({ id, command }) => [id, command])).toEqual([
        ["application refused", expect.stringContaining("'pulumi up --refresh --stack test'")],
      ]);
      await stack.up({ args: ["--refresh"] });
      expect(applications(stack).map(({ displayName }) => displayName)).toEqual(["other"]);
      expect(await stack.up()).toEqual({});
    });
  });

  it("of a key whose POST was done: one key is left, and doctor names it after the next run", async () => {
    await withStack(async (stack) => {
      const { faults } = stack.tenant;
      faults.add({
        ...ADD_PASSWORD,
        action: { after: () => faults.add({ method: "GET", path: /\/applications\/[^/?]+$/, action: MISSING }) },
      });
      const first = await fails(stack);
      expect(told(first, "trying")).toBe(0);
      expect(ids(first, stack)).toEqual(["key not confirmed"]);
      expect(asked(stack, ADD_PASSWORD)).toBe(1);
      const [left, ...others] = keys(stack);
      expect(others).toEqual([]);
      await succeeds(stack);
      const { stdout } = await stack.command("doctor", ["--stack", stack.name]);
      expect(stdout).toContain(left?.keyId);
    });
  });

  it("of a key that an application does not take because somebody deleted it", async () => {
    await withStack(async (stack) => {
      await succeeds(stack);
      await stack.set("esia:rotateTo", "2");
      stack.tenant.requests.splice(0);
      stack.tenant.faults.add({ ...ADD_PASSWORD, action: MISSING });
      const ended = await fails(stack);
      expect(told(ended, "trying")).toBe(0);
      expect(asked(stack, ADD_PASSWORD)).toBe(1);
      expect(ids(ended, stack)).toEqual(["application gone"]);
    });
  });
});
