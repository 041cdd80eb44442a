import { cpSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { shapesFound } from "../support/clear-text.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { allowReportSettings, asked, denyReportSettings, hidden, hide, tags } from "../support/report-settings.ts";
import { type TestStack, withStack } from "../support/stack.ts";

const DECISION =
  "of users, groups and sites, in everybody's reports of this tenant. They are personal data: consult your data protection officer first.";

describe("names in usage reports", () => {
  it("are left alone, shown when asked for, shown again after a refresh, and hidden again when no longer asked for", async () => {
    await withStack(async (stack) => {
      allowReportSettings(stack);
      await stack.up();
      expect(asked(stack)).toEqual([]);

      await stack.set("esia:showNamesInReports", "true");
      const preview = await stack.preview();
      expect(preview.changes).toEqual({ create: 3, update: 1 });
      expect(preview.text).toContain(`warning: Names in usage reports: this run shows them, ${DECISION}`);
      expect(asked(stack)).toEqual([]);
      expect(await stack.up()).toEqual({ create: 3, update: 1 });
      expect(asked(stack)).toEqual(["GET", "GET", 'PATCH {"displayConcealedNames":false}']);
      expect(hidden(stack)).toBe(false);
      expect(tags(stack)).toEqual(["esia-names-were:hidden", "esia-shows-names"]);
      expect((await stack.outputs())["nextSteps"]).toContain(
        "ESIA shows names instead of hashes from its next test on (about 30 minutes), or once 'rm /tmp/o365/*' was run on its host.",
      );
      // ESIA itself cannot change the setting.
      const { roles } = (await stack.signIn(await stack.threeValues(), GRAPH_ROOT)) as { roles: string[] };
      expect(roles.filter((role) => role.startsWith("ReportSettings"))).toEqual([]);

      expect(await stack.up()).toEqual({});
      expect(asked(stack)).toEqual([]);

      // Somebody hides them: nothing is refreshed unasked.
      hide(stack, true);
      expect(await stack.up()).toEqual({});
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(hidden(stack)).toBe(true);
      asked(stack);
      expect(await stack.up()).toEqual({ update: 2 });
      expect(asked(stack)).toEqual(["GET", "GET", 'PATCH {"displayConcealedNames":false}']);

      await stack.succeed("config", "rm", "esia:showNamesInReports");
      expect((await stack.preview()).changes).toEqual({ delete: 3, update: 1 });
      const { text } = await stack.run("up", "--yes", "--skip-preview");
      expect(text).toContain("Names in usage reports are hidden again, as this stack found them.");
      expect(asked(stack)).toEqual(["GET", 'PATCH {"displayConcealedNames":true}']);
      expect(tags(stack)).toEqual([]);

      // The same once more; somebody hides them before the stack would.
      await stack.set("esia:showNamesInReports", "true");
      await stack.up();
      hide(stack, true);
      asked(stack);
      const left = await stack.run("destroy", "--yes", "--skip-preview");
      expect(left.code).toBe(0);
      expect(left.text).toContain("Names in usage reports are left as they are: they are hidden already.");
      expect(asked(stack)).toEqual(["GET"]);
    });
  });

  it("stay shown where they were shown before", async () => {
    await withStack(async (stack) => {
      allowReportSettings(stack);
      hide(stack, false);
      await stack.set("esia:showNamesInReports", "true");
      const { text } = await stack.run("up", "--yes", "--skip-preview");
      expect(text).toContain("Names in usage reports were shown without this stack: it will not hide them.");
      const { text: said } = await stack.run("destroy", "--yes", "--skip-preview");
      expect(said).toContain("left as they are: they were shown before any ESIA stack asked for it.");
      expect(asked(stack)).toEqual(["GET", "GET"]);
    });
  });

  it("are hidden again by the last of two stacks in one tenant, though the other one found them hidden", async () => {
    await withStack(async (stack) => {
      allowReportSettings(stack);
      await stack.set("esia:showNamesInReports", "true");
      await stack.up();
      await stack.succeed("stack", "init", "north");
      await stack.set("esia:displayName", "esia north");
      await stack.set("esia:showNamesInReports", "true");
      await stack.up();
      expect(tags(stack, "esia north")).toEqual(["esia-names-were:hidden", "esia-shows-names"]);
      expect(asked(stack)).toEqual(["GET", "GET", 'PATCH {"displayConcealedNames":false}', "GET", "GET"]);

      const first = await stack.run("destroy", "--yes", "--skip-preview", "--stack", "test");
      expect(first.text).toContain(
        'left as they are: other ESIA applications of this tenant ask for them ("esia north"); the last one hides them again.',
      );
      expect(hidden(stack)).toBe(false);
      const last = await stack.run("destroy", "--yes", "--skip-preview", "--stack", "north");
      expect(last.text).toContain("Names in usage reports are hidden again, as this stack found them.");
      expect(hidden(stack)).toBe(true);
    });
  });
});

describe("an operator without the right to show names", () => {
  it("gets everything else, is told the right, and is asked again by each run; hiding them again comes last and fails alone", async () => {
    await withStack(async (stack) => {
      await stack.set("esia:showNamesInReports", "true");
      const { code, text } = await stack.run("up", "--yes", "--skip-preview");
      expect(code, text).toBe(0);
      expect(text).toContain(
        "warning: Names in usage reports could not be shown: the operator lacks the right ReportSettings.ReadWrite.All of " +
          "Microsoft Graph (the Azure CLI's own token may lack it whatever a person's roles are: sign in as an application that " +
          "was granted it). Everything else of this run is done as usual; the next run tries again.",
      );
      expect(await stack.changes()).toEqual({ create: 19 });
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toHaveProperty("roles.length", 8);
      expect(tags(stack)).toEqual(["esia-names-were:unknown", "esia-wants-names"]);
      expect((await stack.outputs())["nextSteps"]).toContain(
        "Names in usage reports are still hidden: do what this run's warning says, then 'pulumi up --stack test'.",
      );
      expect((await stack.preview()).changes).toEqual({ update: 3 });

      allowReportSettings(stack);
      expect(await stack.up()).toEqual({ update: 3 });
      expect(hidden(stack)).toBe(false);

      denyReportSettings(stack);
      const refreshed = await stack.run("refresh", "--yes", "--skip-preview");
      expect(refreshed.code).toBe(0);
      expect(refreshed.text).toContain("Whether names in usage reports are shown could not be read:");
      const failed = await stack.run("destroy", "--yes", "--skip-preview");
      expect(failed.code).not.toBe(0);
      expect(failed.text).toContain(
        "error: Names in usage reports may still be shown to everybody who reads reports, and could not be hidden again: the " +
          "operator lacks the right ReportSettings.ReadWrite.All",
      );
      expect(failed.text).not.toMatch(/\.ts:\d+/);
      expect(tags(stack)).toBeUndefined();

      allowReportSettings(stack);
      expect(await stack.destroy()).toEqual({ delete: 4 });
      expect(hidden(stack)).toBe(true);
    });
  });
});

describe("what the state holds of names in reports", () => {
  it("is nothing of the operator's credentials, and serves the program's next version", async () => {
    await withStack(async (stack) => {
      allowReportSettings(stack);
      const tokens: string[] = [];
      const edit = (body: unknown) => {
        tokens.push((body as { access_token: string }).access_token);
        return body;
      };
      stack.tenant.faults.add({ method: "POST", path: /\/oauth2\/v2\.0\/token/, action: { edit }, times: 1000 });
      await stack.set("esia:showNamesInReports", "true");
      await stack.up();
      const { stdout: state } = await stack.run("stack", "export", "--show-secrets");
      expect(shapesFound(stack.tenant.tenantId, state)).toContain("raw");
      expect(shapesFound(stack.env["ARM_CLIENT_SECRET"] ?? "", state)).toEqual([]);
      expect(tokens.length).toBeGreaterThan(1);
      for (const token of tokens) expect(shapesFound(token, state)).toEqual([]);

      nextVersion(stack);
      expect((await stack.preview()).changes).toEqual({});
      expect(await stack.up()).toEqual({});
      hide(stack, true);
      await stack.succeed("refresh", "--yes", "--skip-preview");
      expect(await stack.up()).toEqual({ update: 2 });
      expect(hidden(stack)).toBe(false);
      await stack.destroy();
      expect(hidden(stack)).toBe(true);
    });
  });
});

describe("a run that asks for names is refused before anything changes", () => {
  it("for another value, in a national cloud, and with a credential in the configuration", async () => {
    await withStack(async (stack) => {
      const refusal = async () => {
        const { code, text } = await stack.run("up", "--yes");
        expect(code).not.toBe(0);
        expect(text).not.toMatch(/\.ts:\d+/);
        return text;
      };
      await stack.set("esia:showNamesInReports", "false");
      expect(await refusal()).toContain(
        'error: esia:showNamesInReports must be true or not set; it is "false". ' +
          `'pulumi config rm esia:showNamesInReports --stack ${stack.name}' leaves the tenant's reports alone.`,
      );
      await stack.set("esia:showNamesInReports", "true");
      await stack.succeed("config", "set", "--secret", "azuread:clientSecret", "s3cret");
      expect(await refusal()).toContain(
        `'pulumi config rm azuread:clientSecret --stack ${stack.name}' and set ARM_CLIENT_SECRET in the environment`,
      );
      await stack.set("azuread:environment", "usgovernment");
      expect(await refusal()).toContain("error: esia:showNamesInReports works in Microsoft's global cloud only");
      expect(JSON.parse(await stack.export()).deployment.resources ?? []).toEqual([]);
      expect(stack.requests().filter((request) => !request.startsWith("GET /metadata"))).toEqual([]);
    });
  });
});

/** Puts a later version of the program in place of this one: other files behind the entry, other code for new states. */
function nextVersion({ folder }: TestStack): void {
  const next = join(folder, "next");
  const left = ["node_modules", ".dev", ".git", "test"].map((name) => join(PROJECT_FOLDER, name));
  cpSync(PROJECT_FOLDER, next, { recursive: true, filter: (from) => !left.includes(from) });
  symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(next, "node_modules"));
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(next, file), "utf8");
    expect(text).toContain(from);
    writeFileSync(join(next, file), text.replaceAll(from, to));
  };
  renameSync(join(next, "reports/tenant-reports.ts"), join(next, "reports/renamed.ts"));
  edit("reports/declared.ts", "./tenant-reports.ts", "./renamed.ts");
  edit("reports/loader.ts", "exports.handler", "// Later.\nexports.handler");
  const file = join(folder, "project", "Pulumi.yaml");
  writeFileSync(file, stringify({ ...parse(readFileSync(file, "utf8")), main: next }));
}
