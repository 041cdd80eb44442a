import { describe, expect, it } from "vitest";
import { removeSecret } from "../../dev/tenant/secrets.ts";
import { revokeRole } from "../../dev/tenant/seed.ts";
import { APIS } from "../../permissions.ts";
import { shapesFound } from "../support/clear-text.ts";
import { type Ended, type TestStack, withStack } from "../support/stack.ts";

const verify = (stack: TestStack, ...args: string[]) => stack.command("verify", ["--stack", stack.name, ...args]);

/** The rows that are neither fine nor beyond proof, by check. */
function concerns({ stdout }: Ended): Record<string, string> {
  const { rows }: { rows: { check: string; result: string }[] } = JSON.parse(stdout);
  return Object.fromEntries(
    rows.filter(({ result }) => result === "fail" || result === "warn").map(({ check, result }) => [check, result]),
  );
}

describe("verify beside the real engine", () => {
  it("proves a stack's key and the one before it, fails for what is missing, and writes nothing", async () => {
    await withStack(async (stack) => {
      const { directory } = stack.tenant;
      const early = await verify(stack);
      expect(early.code).toBe(2);
      expect(early.text).toContain("Stack test has no outputs yet: run 'pulumi up --stack test', then verify again.");

      await stack.up();
      const first = await stack.threeValues();
      const provisioned = structuredClone(directory);
      stack.requests();
      const table = await verify(stack);
      expect(table.code, table.text).toBe(0);
      expect(table.stdout).toContain("Given: the tokens carry the 11 roles asked");
      expect(concerns(await verify(stack, "--json"))).toEqual({ "Audit log": "warn" });
      expect(stack.requests().filter((request) => !/^(GET |POST \/{id}\/oauth2\/v2\.0\/token$)/.test(request))).toEqual(
        [],
      );
      expect(directory).toEqual(provisioned);

      const none = await verify(stack, "--previous");
      expect(none.code).toBe(2);
      expect(none.text).toContain("Stack test has no previous key: there is only number 1. Leave out --previous.");

      await stack.set("esia:rotateTo", "2");
      await stack.up();
      const second = await stack.threeValues();
      expect((await verify(stack)).stdout).toContain("Entra accepts it: number 2, until");
      const previous = await verify(stack, "--previous");
      expect(previous.code, previous.text).toBe(0);
      expect(previous.stdout).toContain("Entra accepts it: number 1, until");
      expect((await verify(stack, "--key", "1")).stdout).toContain("Entra accepts it: number 1, until");
      const third = await verify(stack, "--key", "3");
      expect(third.text).toContain("Stack test holds no key 3: there are 1, 2.");

      // Whoever has but the three values learns which key they are, and that a newer one waits.
      const typed = { ESIA_TENANT_ID: first.tenantId, ESIA_CLIENT_ID: first.clientId, ESIA_CLIENT_SECRET: first.key };
      const alone = await stack.command("verify", ["--json"], typed);
      expect(alone.text).toMatch(/"Key 1 works for \d+ more days, until 20\d\d-\d\d-\d\d\."/);
      expect(concerns(alone)).toMatchObject({ "Newer key": "warn" });

      // A monitor reads one line of the same.
      const line = async (...args: string[]) => {
        const { code, stdout } = await verify(stack, "--plugin", ...args);
        return [
          code,
          stdout.replace(/\d+ more days, until 20\d\d-\d\d-\d\d/, "N more days").replace(/days=\d+/, "days=N"),
        ];
      };
      const unsubscribed = "let ESIA test its Microsoft 365 node: nobody is subscribed to the audit log";
      expect(await line()).toEqual([1, `ESIA M365 WARNING: ${unsubscribed} | days=N;60:;14:;\n`]);
      directory.activityFeed.subscriptions = [{ contentType: "Audit.General", status: "enabled", webhook: null }];
      const well = "11 roles asked for and granted; audit log on";
      expect(await line()).toEqual([
        0,
        `ESIA M365 OK: nothing to do: key 2 works for N more days; ${well} | days=N;60:;14:;\n`,
      ]);
      expect(await line("--previous")).toEqual([
        0,
        `ESIA M365 OK: nothing to do: key 1 works for N more days; ${well}; this check counts as a use of key 1 | ` +
          "days=N;60:;14:;\n",
      ]);
      expect(await verify(stack, "--plugin", "--key", "3")).toMatchObject({
        code: 3,
        stdout: "ESIA M365 UNKNOWN: Stack test holds no key 3: there are 1, 2.\n",
      });
      directory.activityFeed.subscriptions = [];

      // Key 1 was proved just now; three days of silence later Entra's report lets it go.
      expect((await verify(stack)).stdout).toContain("Key 1 last used");
      const later = Date.now() + 3 * 86_400_000;
      stack.tenant.clock.set(() => new Date(later));
      const silent = await verify(stack, "--json");
      stack.tenant.clock.set(() => new Date());
      expect(silent.code).toBe(0);
      expect(silent.stdout).toMatch(
        /"Nothing has signed in with key 1 since 20\d\d-\d\d-\d\d, by a report that reaches to 20\d\d-\d\d-\d\d: it can be retired\."/,
      );
      expect(silent.stdout).toContain(
        "'pulumi config set esia:retireUpTo 1 --stack test', then 'pulumi up --stack test'",
      );

      // Somebody takes away the older key and a role in the portal: each is found, and only where it matters.
      const application = directory.applications.find(({ graph }) => graph.appId === first.clientId);
      const keyId = application?.graph.passwordCredentials.find(({ displayName }) =>
        displayName?.startsWith("ESIA key 1,"),
      );
      removeSecret(directory, application?.graph.id ?? "", keyId?.keyId ?? "");
      revokeRole(directory, first.clientId, APIS.graph.appId, "User.Read.All");
      const withoutKey = await verify(stack, "--previous", "--timeout", "0s", "--json");
      expect([withoutKey.code, concerns(withoutKey)]).toEqual([1, { Key: "fail" }]);
      const withoutRole = await verify(stack, "--timeout", "0s", "--json");
      expect(withoutRole.code).toBe(1);
      expect(concerns(withoutRole)).toMatchObject({ "Admin consent": "fail", "User.Read.All": "fail" });

      // What the table says next is right: it brings the role back.
      await stack.set("esia:retireUpTo", "1");
      await stack.succeed("up", "--refresh", "--yes", "--skip-preview");
      expect((await verify(stack)).code).toBe(0);

      const unknown = await verify(stack, "--stack", "nobodys");
      expect(unknown.code).toBe(2);
      expect(unknown.text).toContain("There is no stack nobodys where 'pulumi whoami --verbose' points.");

      for (const { key } of [first, second]) expect(shapesFound(key, stack.printed)).toEqual([]);
    });
  });
});
