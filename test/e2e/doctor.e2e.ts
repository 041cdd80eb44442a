import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { findApplicationByAppId, findServicePrincipalByAppId } from "../../dev/tenant/directory.ts";
import { grantAppRole, revokeGrant } from "../../dev/tenant/grants.ts";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { addSecret, removeSecret } from "../../dev/tenant/secrets.ts";
import { grantRole, OPERATOR_CLIENT_ID, OPERATOR_OBJECT_ID, revokeRole } from "../../dev/tenant/seed.ts";
import { deleteServicePrincipal, removeManagementApi } from "../../dev/tenant/service-principals.ts";
import { shapesFound } from "../support/clear-text.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { type TestStack, withStack } from "../support/stack.ts";

async function report(stack: TestStack, env?: Record<string, string>): Promise<Report> {
  const { code, text, stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"], env);
  const found: Report = JSON.parse(stdout);
  expect(found.exitCode, text).toBe(code);
  return found;
}

/** "check: result" of all rows but those that pass. */
const wanting = ({ rows }: Report) =>
  rows.filter(({ result }) => result !== "pass").map(({ check, result }) => `${check}: ${result}`);
const detail = ({ rows }: Report, check: string) => rows.find((row) => row.check === check)?.detail;
const operatorMay = (stack: TestStack, role: string) =>
  grantRole(stack.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role, stack.tenant.clock.now());
const operatorMayNot = (stack: TestStack, role: string) =>
  revokeRole(stack.tenant.directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role);

function limitSecrets(stack: TestStack, restrictionType: "passwordAddition" | "passwordLifetime", cap: string | null) {
  stack.tenant.directory.appManagementPolicy = {
    isEnabled: true,
    applicationRestrictions: {
      passwordCredentials: [
        {
          restrictionType,
          state: "enabled",
          maxLifetime: cap,
          restrictForAppsCreatedAfterDateTime: "2020-01-01T00:00:00Z",
        },
      ],
      keyCredentials: [],
    },
    servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
  };
}

describe("doctor", () => {
  it("finds nothing wanting before and after a first run, writes nothing, and prints no secret", async () => {
    await withStack(async (stack) => {
      const { tenant } = stack;
      await stack.set("azuread:tenantId", tenant.tenantId);
      await stack.succeed(
        "config",
        "set",
        "--secret",
        "azuread:clientSecret",
        tenant.environment["ARM_CLIENT_SECRET"] ?? "",
      );
      operatorMay(stack, "Policy.Read.All");
      const before = structuredClone(tenant.directory);
      stack.requests();
      const first = await report(stack);
      expect(wanting(first)).toEqual([]);
      expect(detail(first, "Stack")).toBe("test; its state holds nothing yet: no run has finished.");
      expect(detail(first, "Sign-in")).toBe(
        `As application Operator (client id ${OPERATOR_CLIENT_ID}), by client secret (ARM_CLIENT_ID, azuread:clientSecret).`,
      );

      await stack.up();
      const after = structuredClone(tenant.directory);
      stack.requests();
      const state = await stack.export();
      const { code, stdout } = await stack.command("doctor", ["--stack", "test"]);
      expect({ code, counts: stdout.trim().split("\n").at(-1) }).toEqual({ code: 0, counts: "22 ok" });
      const second = await report(stack);
      expect(second.rows).toHaveLength(22);
      expect(wanting(second)).toEqual([]);
      expect(detail(second, "Grants")).toBe("11 on the application, none beyond what is asked for.");

      expect(stack.requests().filter((request) => !/^(GET |POST \/{id}\/oauth2\/v2.0\/token$)/.test(request))).toEqual(
        [],
      );
      expect(tenant.directory).toEqual(after);
      expect(before.applications).toHaveLength(after.applications.length - 1);
      expect(await stack.export()).toBe(state);
      const { key } = await stack.threeValues();
      for (const secret of [key, tenant.environment["ARM_CLIENT_SECRET"], stack.env["PULUMI_CONFIG_PASSPHRASE"]]) {
        expect(shapesFound(secret ?? "", stack.printed)).toEqual([]);
      }
    });
  });

  it("says of two keys whether the older one is still used, where the operator may read the report of sign-ins", async () => {
    await withStack(async (stack) => {
      await stack.set("azuread:tenantId", stack.tenant.tenantId);
      operatorMay(stack, "Policy.Read.All");
      await stack.up();
      const first = await stack.threeValues();
      await stack.set("esia:rotateTo", "2");
      await stack.up();
      await stack.succeed("config", "rm", "esia:rotateTo");
      const found = await report(stack);
      expect(wanting(found)).toEqual(["Older keys: unknown"]);
      expect(detail(found, "Older keys")).toBe(
        "Whether key 1 is still used is not known: the report of sign-ins takes AuditLog.Read.All.",
      );

      operatorMay(stack, "Directory.Read.All");
      expect(await stack.signIn(first, GRAPH_ROOT)).toHaveProperty("roles");
      const used = await report(stack);
      expect(wanting(used)).toEqual([]);
      expect(detail(used, "Use of key 1")).toMatch(/^Key 1 last used 20\d\d-\d\d-\d\d\.$/);

      const later = Date.now() + 3 * 86_400_000;
      stack.tenant.clock.set(() => new Date(later));
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toHaveProperty("roles");
      const silent = (await report(stack)).rows.find(({ check }) => check === "Use of key 1");
      expect(silent?.detail).toMatch(/^Nothing has signed in with key 1 since .*: it can be retired\.$/);
      expect(silent?.next).toContain(
        "'pulumi config set esia:retireUpTo 1 --stack test', then 'pulumi up --stack test'; or let it end, on",
      );
      stack.tenant.signIns.report = "refused";
      expect(wanting(await report(stack))).toEqual(["Older keys: unknown"]);
    });
  });

  it("names what the tenant holds and the state does not, and each policy", async () => {
    await withStack(async (stack) => {
      const { directory, clock } = stack.tenant;
      await stack.up();
      expect(wanting(await report(stack))).toEqual(["Tenant: warn", "Policy on client secrets: unknown"]);

      const { clientId } = await stack.threeValues();
      const application = findApplicationByAppId(directory, clientId);
      const principal = findServicePrincipalByAppId(directory, clientId);
      const graph = findServicePrincipalByAppId(directory, MICROSOFT_GRAPH_APP_ID);
      if (!application || !principal || !graph) throw new Error("not made");
      const added = addSecret(directory, application.graph.id, { displayName: "by hand" }, clock.now());
      const role = graph.graph.appRoles.find(({ value }) => value === "User.ReadWrite.All");
      const ids = { principalId: principal.graph.id, resourceId: graph.graph.id, appRoleId: role?.id ?? "" };
      grantAppRole(directory, ids, clock.now());
      operatorMay(stack, "Policy.Read.All");
      limitSecrets(stack, "passwordLifetime", "P180D");
      const found = await report(stack);
      expect(wanting(found)).toEqual([
        "Tenant: warn",
        "Client secrets: fail",
        "Grants: warn",
        "Policy on client secrets: fail",
      ]);
      expect(found.rows.find(({ check }) => check === "Client secrets")?.next).toBe(
        `'npm run adopt -- --stack test --remove-secret ${added.keyId}' says when it signed in last, and removes it with --yes.`,
      );
      expect(detail(found, "Grants")).toBe(
        "User.ReadWrite.All of Microsoft Graph is granted, and neither the stack nor ESIA's guide asks for it.",
      );
      expect(found.rows.at(-1)?.next).toBe(
        "'pulumi config set esia:secretMonths 5 --stack test' fits on every day of the year.",
      );
      expect(shapesFound(added.secretText, stack.printed)).toEqual([]);

      limitSecrets(stack, "passwordAddition", null);
      expect((await report(stack)).rows.at(-1)).toMatchObject({ result: "fail" });
    });
  });

  it("finds the application that a cut-off run left, by its mark, and the other stack's by its name", async () => {
    await withStack(async (stack) => {
      const { directory, faults } = stack.tenant;
      faults.add({ method: "POST", path: /\/applications$/, action: { drop: "after" } });
      expect((await stack.run("up", "--yes", "--skip-preview")).code).not.toBe(0);
      const left = directory.applications.find(({ graph }) => graph.displayName === "esia")?.graph;
      expect(detail(await report(stack), "Application")).toBe(
        `"esia", client id ${left?.appId}, made ${left?.createdDateTime.slice(0, 10)}, carries this stack's mark, but the ` +
          "state does not hold it: an interrupted run left it, or the state was cut.",
      );
      await stack.succeed("stack", "init", "twin");
      stack.name = "twin";
      expect(detail(await report(stack), "Application")).toBe(
        `"esia", client id ${left?.appId}, made ${left?.createdDateTime.slice(0, 10)}, is there already and not of this ` +
          "stack: a run would refuse to make a second of that name. It carries the mark of another stack of this program.",
      );
    });
  });

  it("names what is in the state and gone from the tenant, and the command that it names mends it", async () => {
    await withStack(async (stack) => {
      const { directory } = stack.tenant;
      await stack.set("azuread:tenantId", stack.tenant.tenantId);
      await stack.up();
      operatorMay(stack, "Policy.Read.All");
      const { clientId } = await stack.threeValues();
      const found = () => {
        const application = findApplicationByAppId(directory, clientId);
        if (!application) throw new Error("The application is gone.");
        return { application, principal: findServicePrincipalByAppId(directory, clientId) };
      };
      const grants = () =>
        directory.appRoleAssignments.filter((grant) => grant.principalId === found().principal?.graph.id);
      const next = async (check: string) => (await report(stack)).rows.find((row) => row.check === check)?.next;

      const [grant] = grants();
      revokeGrant(directory, grant?.resourceId ?? "", grant?.id ?? "");
      expect(wanting(await report(stack))).toEqual(["Grants: fail"]);
      expect(await next("Grants")).toBe("'pulumi up --refresh --stack test' grants anew what is wanted.");
      expect(await stack.up()).toEqual({});
      expect(grants()).toHaveLength(10);
      expect(await stack.up({ args: ["--refresh"] })).toEqual({ create: 1 });
      expect(grants()).toHaveLength(11);
      expect(wanting(await report(stack))).toEqual([]);

      const [key] = found().application.graph.passwordCredentials;
      removeSecret(directory, found().application.graph.id, key?.keyId ?? "");
      expect(wanting(await report(stack))).toEqual(["Client secrets: fail"]);
      expect(await next("Client secrets")).toBe(
        "'pulumi refresh --stack test', then 'pulumi up --stack test' makes it anew under its number: type that key into ESIA.",
      );
      expect(await stack.up()).toEqual({});
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(await stack.up()).toEqual({ create: 1 });
      expect(await stack.outputs()).toMatchObject({ secretNumber: 1 });
      expect(wanting(await report(stack))).toEqual([]);

      const principal = found().principal;
      if (!principal) throw new Error("There is no service principal.");
      principal.graph.accountEnabled = false;
      expect(wanting(await report(stack))).toEqual(["Service principal: fail"]);
      expect(await next("Service principal")).toContain("'pulumi up --refresh --stack test' enables it again.");
      expect(await stack.up({ args: ["--refresh"] })).toEqual({ update: 1 });
      expect(principal.graph.accountEnabled).toBe(true);

      deleteServicePrincipal(directory, principal.graph.id);
      expect(wanting(await report(stack))).toEqual(["Service principal: fail"]);
      expect(await next("Service principal")).toBe(
        "'pulumi up --refresh --stack test' makes it and its grants anew; the key stays.",
      );
      expect(await stack.up({ args: ["--refresh"] })).toEqual({ create: 12 });
      expect(grants()).toHaveLength(11);

      const api = findServicePrincipalByAppId(directory, MANAGEMENT_API_APP_ID);
      if (!api) throw new Error("There is no Management API.");
      api.graph.accountEnabled = false;
      expect(wanting(await report(stack))).toEqual(["Office 365 Management APIs: fail"]);
    });
  });

  it("fails on a passphrase that does not fit or is not there, a lock, and a state of another stack's", async () => {
    await withStack(async (stack) => {
      await stack.set("azuread:tenantId", stack.tenant.tenantId);
      operatorMay(stack, "Policy.Read.All");
      const { faults } = stack.tenant;
      const cutOff = stack.start(["up", "--yes", "--skip-preview"]);
      const kill = () => {
        cutOff.kill();
        return "drop" as const;
      };
      faults.add({ method: "POST", path: /\/applications$/, action: { before: kill } });
      await cutOff.ended;
      const left = await report(stack);
      expect(wanting(left)).toEqual(["Lock: fail", "Interrupted run: fail"]);
      expect(left.rows.find(({ check }) => check === "Lock")?.next).toContain("'pulumi cancel --stack test'");
      await stack.succeed("cancel", "--yes");
      expect(wanting(await report(stack))).toEqual(["Interrupted run: fail"]);
      await stack.up();
      await stack.succeed("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
      // Without --stack: the one that is selected.
      const { code, stdout } = await stack.command("doctor", ["--json"]);
      expect({ code, stack: (JSON.parse(stdout) as Report).stack }).toEqual({ code: 0, stack: "test" });

      const secret = stack.tenant.environment["ARM_CLIENT_SECRET"] ?? "";
      const inClear = "azuread:clientSecret is in clear in the stack's configuration";
      await stack.succeed("config", "set", "--plaintext", "azuread:clientSecret", secret);
      const told = await report(stack);
      expect(wanting(told)).toEqual(["Credentials: fail"]);
      expect(shapesFound(secret, JSON.stringify(told))).toEqual([]);
      expect((await stack.run("preview")).text).toContain(inClear);
      await stack.succeed("config", "set", "--secret", "azuread:clientSecret", secret);
      expect(wanting(await report(stack))).toEqual([]);
      expect((await stack.run("preview")).text).not.toContain(inClear);
      await stack.succeed("config", "rm", "azuread:clientSecret");

      const wrong = await report(stack, { PULUMI_CONFIG_PASSPHRASE: "wrong" });
      expect(wanting(wrong)).toEqual(["Encryption of the state: fail"]);
      expect(detail(wrong, "Encryption of the state")).toBe(
        "The passphrase in PULUMI_CONFIG_PASSPHRASE is not the state's: no run can read its secrets.",
      );
      const file = join(stack.folder, "passphrase");
      writeFileSync(file, `${stack.env["PULUMI_CONFIG_PASSPHRASE"]}\n`);
      const { PULUMI_CONFIG_PASSPHRASE: _, ...without } = stack.env;
      Object.assign(stack, { env: without });
      expect(wanting(await report(stack))).toEqual(["Encryption of the state: fail"]);
      stack.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = file;
      expect(wanting(await report(stack))).toEqual([]);

      const exported = join(stack.folder, "state.json");
      writeFileSync(exported, await stack.export());
      await stack.succeed("stack", "init", "other");
      await stack.succeed("stack", "import", "--force", "--file", exported);
      stack.name = "other";
      await stack.set("azuread:tenantId", stack.tenant.tenantId);
      expect(wanting(await report(stack))).toEqual(["Stack: fail"]);
      expect(detail(await report(stack), "Stack")).toContain("The state of stack other was imported from stack test");
      expect((await stack.run("preview")).text).toContain("The state of stack other was imported from stack test");
    });
  });

  it("tells the missing rights apart", async () => {
    await withStack(async (stack) => {
      operatorMayNot(stack, "AppRoleAssignment.ReadWrite.All");
      expect(wanting(await report(stack))).toEqual([
        "Tenant: warn",
        "Right to grant Management API roles: fail",
        "Right to grant Graph roles: fail",
        "Policy on client secrets: unknown",
      ]);
      await stack.set("esia:grantConsent", "false");
      operatorMayNot(stack, "Application.ReadWrite.All");
      operatorMay(stack, "Application.ReadWrite.OwnedBy");
      removeManagementApi(stack.tenant.directory);
      // With OwnedBy it could not touch what it makes, unless esia:owners names it.
      expect(wanting(await report(stack))).toContain("Right to make the application: fail");
      await stack.set("esia:owners[0]", OPERATOR_OBJECT_ID);
      const found = await report(stack);
      expect(wanting(found)).toEqual([
        "Tenant: warn",
        "Office 365 Management APIs: fail",
        "Policy on client secrets: unknown",
      ]);
      expect(found.rows.find(({ check }) => check === "Office 365 Management APIs")?.next).toBe(
        `Let an administrator make it once: 'az ad sp create --id ${MANAGEMENT_API_APP_ID}'.`,
      );
      operatorMayNot(stack, "Application.ReadWrite.OwnedBy");
      expect(wanting(await report(stack))).toEqual([
        "Tenant: warn",
        "Right to make the application: fail",
        "Office 365 Management APIs: fail",
        "Microsoft Graph: fail",
        "Application: fail",
        "Policy on client secrets: unknown",
      ]);
    });
  });

  it("says why nobody gets in, and what the stack or its state lacks", async () => {
    await withStack(async (stack) => {
      const other = "11111111-1111-4111-8111-111111111111";
      const signIn = async (env: Record<string, string>) => detail(await report(stack, env), "Sign-in");
      expect(await signIn({ ARM_TENANT_ID: other })).toContain(
        "The sign-in is at the wrong tenant, or in the wrong cloud (AADSTS90002).",
      );
      const wrong = "abc8Q~0123456789_.~-abcdefghijklmnopqrst";
      expect(await signIn({ ARM_CLIENT_SECRET: wrong })).toContain(
        "Entra does not know the operator's client secret (AADSTS7000215).",
      );
      expect(shapesFound(wrong, stack.printed)).toEqual([]);
      expect(await signIn({ ARM_CLIENT_SECRET: "" })).toBe(
        "The embedded tenant is signed in to with its own client secret, which is not set: run 'npm run tenant' and set the environment that it prints.",
      );
      expect(await signIn({ ARM_METADATA_HOSTNAME: "localhost:9" })).toContain(
        "There is no connection to Microsoft's sign-in server or to Graph.",
      );

      await stack.set("esia:secretMonths", "25");
      await stack.set("azuread:tenantId", other);
      expect(wanting(await report(stack))).toEqual(["Settings: fail", "Sign-in: fail"]);

      const bare = { PULUMI_CONFIG_PASSPHRASE: "" };
      await stack.start(["stack", "init", "bare"], bare).ended;
      stack.name = "bare";
      expect(detail(await report(stack, bare), "Encryption of the state")).toBe(
        "The passphrase is empty: whoever can read the state can read the client secret.",
      );
      stack.name = "nowhere";
      expect(wanting(await report(stack))).toEqual(["Stack: fail"]);
      expect(await stack.command("doctor", ["--stak", "test"])).toMatchObject({ code: 2 });
      expect(await stack.command("doctor", ["--help"])).toMatchObject({ code: 0 });
    });
  });
});
