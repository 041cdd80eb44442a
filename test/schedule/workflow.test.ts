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
  environment?: string;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  strategy?: { "fail-fast": boolean };
  env?: Record<string, string>;
  steps: Step[];
}

describe.each(readdirSync(FOLDER))("%s", (name) => {
  const text = read(name);
  const { jobs } = parse(text) as { jobs: Record<string, Job> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it("pins every action to a commit, and says which version that is", () => {
    const used = text.match(/uses: .*/g) ?? [];
    expect(used.length).toBeGreaterThan(0);
    for (const line of used) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("puts nothing that others chose into a script", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });
});

describe("schedule.yml", () => {
  const text = read("schedule.yml");
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
      expect(Object.keys(env)).toEqual(["PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE"]);
    }
  });

  it("leaves no credential of the repository behind for later steps", () => {
    expect(job.steps[0]?.with).toEqual({ "persist-credentials": false });
  });

  it("hands a key over though something else fails", () => {
    expect(text).toContain("pulumi up --yes --skip-preview --continue-on-error");
  });
});
