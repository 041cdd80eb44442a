/** What the workflows promise by their form; what their steps do, test/e2e/workflow.e2e.ts runs. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const STACK = `\${{ matrix.stack }}`;
const FOLDER = new URL("../../.github/workflows/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER), "utf8");

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  needs?: string;
  if?: string;
  uses?: string;
  with?: Record<string, string>;
  secrets?: Record<string, string>;
  outputs?: Record<string, string>;
  environment?: string;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  strategy?: { "fail-fast": boolean; matrix: Record<string, string> };
  env?: Record<string, string>;
  steps: Step[];
}

describe.each(readdirSync(FOLDER))("%s", (name) => {
  const text = read(name);
  const { jobs } = parse(text) as { jobs: Record<string, Job> };
  // A job that calls another workflow has none of its own.
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

  it("pins every action to a commit, and says which version that is", () => {
    const used = (text.match(/uses: .*/g) ?? []).filter((line) => !line.startsWith("uses: ./.github/workflows/"));
    expect(used.length).toBeGreaterThan(0);
    for (const line of used) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("puts nothing that others chose into a script", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });
});

const SECRETS = ["PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE"];

describe("schedule.yml", () => {
  const { jobs, permissions } = parse(read("schedule.yml")) as { jobs: Record<string, Job>; permissions: object };
  const stacks = jobs["stacks"] as Job;
  const group = jobs["group"] as Job;

  it("is off until somebody says for which stacks", () => {
    expect(stacks.if).toBe("vars.ESIA_STACKS != ''");
    expect(group.needs).toBe("stacks");
    expect(group.if).toBe("needs.stacks.outputs.groups != '[]'");
  });

  it("hands the stacks in groups to schedule-group.yml, with what that one declares and no more", () => {
    expect(group.strategy).toEqual({
      "fail-fast": false,
      matrix: { group: `\${{ fromJSON(needs.stacks.outputs.groups) }}` },
    });
    expect(stacks.outputs).toEqual({ groups: `\${{ steps.list.outputs.groups }}` });
    expect(group.uses).toBe("./.github/workflows/schedule-group.yml");
    const { on } = parse(read("schedule-group.yml")) as {
      on: { workflow_call: { inputs: Record<string, unknown>; secrets: Record<string, unknown> } };
    };
    expect(Object.keys(group.with ?? {})).toEqual(Object.keys(on.workflow_call.inputs));
    expect(Object.keys(on.workflow_call.secrets)).toEqual(SECRETS);
    // A name that is not passed is empty there, even where the stack's environment holds it.
    expect(group.secrets).toEqual(Object.fromEntries(SECRETS.map((name) => [name, `\${{ secrets.${name} }}`])));
  });

  it("lists the stacks without a passphrase, by a right to read alone", () => {
    expect(permissions).toEqual({});
    expect(stacks.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(stacks.environment).toBe("esia-fleet");
    expect(JSON.stringify(stacks)).not.toContain("PASSPHRASE");
    const holders = stacks.steps.filter((step) => JSON.stringify(step).includes("secrets."));
    expect(holders.map(({ name }) => name)).toEqual(["Stacks"]);
  });

  it("gives the group the rights that its jobs ask for: a called workflow gets no more than its caller", () => {
    const called = parse(read("schedule-group.yml")) as { jobs: Record<string, Job> };
    expect(group.permissions).toEqual(called.jobs["stack"]?.permissions);
  });
});

describe("schedule-group.yml", () => {
  const text = read("schedule-group.yml");
  const { jobs, permissions } = parse(text) as { jobs: Record<string, Job>; permissions: object };
  const job = jobs["stack"] as Job;

  it("runs once for each stack, in the environment of its name, one run at a time and none cut off", () => {
    expect(job.environment).toBe(STACK);
    expect(job.concurrency).toEqual({ group: `esia-${STACK}`, "cancel-in-progress": false });
    expect(job.strategy?.["fail-fast"]).toBe(false);
  });

  it("may ask for a token of its own and open issues, and nothing else", () => {
    expect(permissions).toEqual({});
    expect(job.permissions).toEqual({ contents: "read", "id-token": "write", issues: "write" });
  });

  it("gives secrets to the steps alone that read the stack, and to no action", () => {
    expect(JSON.stringify(job.env)).not.toContain("secrets.");
    const holders = job.steps.filter((step) => JSON.stringify(step).includes("secrets."));
    expect(holders.map(({ name }) => name)).toEqual(["pulumi preview", "pulumi up", "doctor", "verify", "Outputs"]);
    for (const { uses, run, env = {} } of holders) {
      expect(uses).toBeUndefined();
      expect(run).toMatch(/^(pulumi|npm run -s (doctor|verify)) /);
      expect(Object.keys(env)).toEqual(SECRETS);
    }
  });

  it("leaves no credential of the repository behind for later steps", () => {
    expect(job.steps[0]?.with).toEqual({ "persist-credentials": false });
  });

  it("hands a key over though something else fails", () => {
    expect(text).toContain("pulumi up --yes --skip-preview --continue-on-error");
  });
});
