/** The scheduled workflow as operators copy it: every `run:` step of its two files, with the embedded tenant behind it. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { Clone } from "../support/clone.ts";
import { to, withStack, workingKeys } from "../support/days.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { nodeProgram } from "../support/node-program.ts";
import { oidcIssuer } from "../support/oidc-issuer.ts";
import type { TestStack } from "../support/stack.ts";
import { type Job, jobOf, type RanJob, runJob, type Shell } from "../support/workflow.ts";

const workflow = (name: string) => join(PROJECT_FOLDER, ".github", "workflows", name);

/** `gh` as the workflow uses it: issues in a file, each command in another. */
function stubGh(folder: string): { issues(): { title: string; body: string }[]; path: string } {
  mkdirSync(folder);
  const file = join(folder, "issues.json");
  writeFileSync(file, "[]");
  nodeProgram(
    join(folder, "gh"),
    `const { readFileSync, writeFileSync } = require("node:fs");
const [noun, verb, ...rest] = process.argv.slice(2);
const option = (name) => rest[rest.indexOf(name) + 1];
const issues = JSON.parse(readFileSync(${JSON.stringify(file)}, "utf8"));
if (!process.env.GH_TOKEN || !process.env.GH_REPO) { console.error("gh: not signed in"); process.exit(4); }
if (noun !== "issue") process.exit(1);
if (verb === "list") console.log(JSON.stringify(issues.map(({ title }, at) => ({ title, url: "https://issues/" + (at + 1) }))));
if (verb === "create") {
  writeFileSync(${JSON.stringify(file)}, JSON.stringify([...issues, { title: option("--title"), body: option("--body") }]));
  console.log("https://issues/" + (issues.length + 1));
}
`,
  );
  return { issues: () => JSON.parse(readFileSync(file, "utf8")), path: folder };
}

const outcomes = ({ steps }: RanJob) => Object.fromEntries(steps.map(({ name, outcome }) => [name, outcome]));
const all = ({ steps }: RanJob) => steps.map(({ name, text }) => `== ${name}\n${text}`).join("\n");

async function withIssuer(stack: TestStack, life: (runner: Record<string, string>) => Promise<void>): Promise<void> {
  const issuer = await oidcIssuer(stack.tenant, `repo:contoso/esia:environment:${stack.name}`);
  try {
    await life(issuer.runner);
  } finally {
    await issuer.close();
  }
}

it("renews on schedule with the pipeline's identity, tells whom it concerns once, and is red when a person must act", async () => {
  await withStack(async (stack) => {
    await stack.set("azuread:tenantId", stack.tenant.tenantId);
    await stack.set("esia:pipeline.github", "contoso/esia");
    await stack.set("esia:pipeline.environment", stack.name);
    await stack.up({ asOf: to(stack, 0) });
    const first = await stack.threeValues();
    const { pipelineClientId, tenantId } = await stack.outputs();

    const clone = new Clone(join(stack.folder, "clone"), stack.env);
    copyFileSync(
      join(stack.folder, "project", `Pulumi.${stack.name}.yaml`),
      join(clone.folder, `Pulumi.${stack.name}.yaml`),
    );
    const gh = stubGh(join(stack.folder, "gh"));
    const secrets = { PULUMI_CONFIG_PASSPHRASE: stack.env["PULUMI_CONFIG_PASSPHRASE"] ?? "" };

    await withIssuer(stack, async (runner) => {
      // Of the operator's environment nothing is left but where the embedded tenant is; setup-node brings the Node.
      const {
        ARM_CLIENT_ID: _,
        ARM_CLIENT_SECRET: _s,
        ARM_TENANT_ID: _t,
        PULUMI_CONFIG_PASSPHRASE: _p,
        ...machine
      } = clone.env;
      const path = [gh.path, dirname(process.execPath), clone.env["PATH"]].join(delimiter);
      const runOf = async (job: Job, day: number, more: Record<string, string>): Promise<RanJob> => {
        const asOf = to(stack, day);
        const shell: Shell = (file, env) => {
          const installs = readFileSync(file, "utf8").startsWith("npm ci");
          if (installs && existsSync(join(clone.folder, "node_modules"))) return Promise.resolve({ code: 0, all: "" });
          const trusted = installs ? { NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"] } : {};
          clone.env["PATH"] = path;
          for (const name of Object.keys(clone.env)) if (!(name in machine)) delete clone.env[name];
          return clone.run("bash", ["-e", file], { more: { ...env, ...runner, ESIA_AS_OF: asOf, ...trusted } });
        };
        const contexts = {
          vars: {
            ESIA_STACKS: JSON.stringify([stack.name]),
            PULUMI_BACKEND_URL: stack.env["PULUMI_BACKEND_URL"] ?? "",
            ARM_TENANT_ID: String(tenantId),
            ARM_CLIENT_ID: String(pipelineClientId),
            ...more,
          },
          secrets,
          matrix: { stack: stack.name },
          inputs: { stacks: JSON.stringify([stack.name]) },
          github: { token: "a-token", repository: "contoso/esia" },
        };
        return runJob(job, contexts, shell);
      };
      const run = (day: number, more: Record<string, string> = {}) =>
        runOf(jobOf(workflow("schedule-group.yml"), "stack"), day, more);
      const due = async (day: number) => {
        const job = await runOf(jobOf(workflow("schedule.yml"), "stacks"), day, { ESIA_STACKS: "due" });
        expect(outcomes(job), all(job)).toEqual({ Packages: "success", Stacks: "success" });
        return job.outputs["groups"];
      };
      const OK = {
        Packages: "success",
        "What to do today": "success",
        "pulumi preview": "skipped",
        "pulumi up": "success",
        doctor: "success",
        verify: "success",
        Outputs: "success",
        "Whom to tell": "success",
        Summary: "success",
      };

      // The first Monday of a month, on which the key is due, while ESIA signs in with it every few minutes.
      to(stack, 651);
      expect(await due(400)).toBe("[]");
      expect(await due(651)).toBe('[{"name":"1 of 1","stacks":["test"]}]');
      await stack.signIn(first, GRAPH_ROOT);
      const renews = await run(651);
      expect(outcomes(renews), all(renews)).toEqual(OK);
      expect(renews.summary).toContain("Update: success, 1 created.");
      expect(workingKeys(stack)).toEqual([1, 2]);
      const second = await stack.threeValues();
      expect(gh.issues().map(({ title }) => title)).toEqual(["ESIA of stack test: type in key 2 before 2028-11-22"]);
      expect(gh.issues()[0]?.body).toContain(`Client ID: \`${first.clientId}\``);
      for (const { key } of [first, second]) {
        expect(JSON.stringify([gh.issues(), renews])).not.toContain(key);
      }

      // Eight weeks later it only looks. ESIA still signs in with key 1, and somebody asks for what the pipeline may not do.
      to(stack, 707);
      await stack.signIn(first, GRAPH_ROOT);
      const asked = ["config", "set", "--path", "esia:omit[0]", "User.Read.All", "--stack", stack.name];
      await clone.run("pulumi", asked, { more: secrets });
      const looks = await run(707, { ESIA_RED_UNTIL_TYPED: "true" });
      expect(outcomes(looks), all(looks)).toEqual({
        ...OK,
        "pulumi preview": "success",
        "pulumi up": "skipped",
        doctor: "failure",
        Summary: "failure",
      });
      for (const said of [
        "- The step doctor failed: its log says why.",
        "- Key 1 works for 23 more days, until 2028-11-22, and is in use: type the newest key into ESIA before then.",
        "- Key 2 may not be in ESIA yet: type it in before 2028-11-22.",
        "- **fails**, Left to an administrator:",
      ]) {
        expect(looks.summary).toContain(said);
      }
      // Nobody is told twice.
      expect(gh.issues()).toHaveLength(1);
    });
  });
});
