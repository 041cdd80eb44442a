/** Runs the `run:` steps of a workflow file as a runner of GitHub's does: "Workflow syntax for GitHub Actions". */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

export interface Job {
  env?: Record<string, string>;
  outputs?: Record<string, string>;
  steps: Step[];
}

/** What expressions can name: `vars.X`, `secrets.X`, `matrix.x`, `inputs.x`, `github.x`. */
export type Contexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface RanStep {
  name: string;
  outcome: "success" | "failure" | "skipped";
  text: string;
}

export interface RanJob {
  steps: RanStep[];
  /** What later jobs get of it. */
  outputs: Record<string, string>;
  /** What the job's page shows. */
  summary: string;
  red: boolean;
}

/** Runs a shell script with variables beside the machine's own. */
export type Shell = (file: string, env: Record<string, string>) => Promise<{ code: number; all: string }>;

export function jobOf(workflow: string, name: string): Job {
  const { jobs } = parse(readFileSync(workflow, "utf8")) as { jobs: Record<string, Job> };
  const job = jobs[name];
  if (!job) throw new Error(`${workflow} has no job ${name}.`);
  return job;
}

/** @throws Error for an expression that names what there is not here */
export async function runJob(job: Job, contexts: Contexts, shell: Shell): Promise<RanJob> {
  const folder = mkdtempSync(join(tmpdir(), "runner-"));
  const file = (name: string) => join(folder, name);
  for (const name of ["output", "summary"]) writeFileSync(file(name), "");
  const steps: Record<string, { outcome: string; outputs: Record<string, string> }> = {};
  const ran: RanStep[] = [];
  const value = (path: string): string => {
    const [context = "", ...rest] = path.split(".");
    if (context === "steps") {
      const step = steps[rest[0] ?? ""];
      // A step that this run did not come to yet has no outcome.
      return (rest[1] === "outputs" ? step?.outputs[rest[2] ?? ""] : step?.outcome) ?? "";
    }
    if (!(context in contexts)) throw new Error(`No ${path} here.`);
    return contexts[context]?.[rest.join(".")] ?? "";
  };
  const red = () => ran.some(({ outcome }) => outcome === "failure");
  const evaluated = (text: string) => evaluate(text, value);
  const filled = (env: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries(env).map(([name, text]) => [
        name,
        String(text).replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluated(expression))),
      ]),
    );
  for (const step of job.steps) {
    const { name = step.uses ?? "", id, run } = step;
    const condition = step.if?.replace(/^\$\{\{(.*)\}\}$/, "$1");
    // A condition that does not ask about the job's own state counts only while nothing has failed.
    const asksState = /\b(cancelled|always|failure|success)\(\)/.test(condition ?? "");
    const wanted = (asksState || !red()) && (condition === undefined || evaluated(condition));
    if (run === undefined) continue;
    let outcome: RanStep["outcome"] = "skipped";
    let text = "";
    if (wanted) {
      writeFileSync(file("script.sh"), run);
      writeFileSync(file("output"), "");
      const env = {
        ...filled(job.env),
        ...filled(step.env),
        GITHUB_OUTPUT: file("output"),
        GITHUB_STEP_SUMMARY: file("summary"),
        RUNNER_TEMP: folder,
      };
      const { code, all } = await shell(file("script.sh"), env);
      outcome = code === 0 ? "success" : "failure";
      text = all;
    }
    const outputs = readFileSync(file("output"), "utf8")
      .split("\n")
      .map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)]);
    if (id !== undefined) steps[id] = { outcome, outputs: Object.fromEntries(outputs) };
    ran.push({ name, outcome, text });
  }
  return { steps: ran, outputs: filled(job.outputs), summary: readFileSync(file("summary"), "utf8"), red: red() };
}

function evaluate(expression: string, value: (path: string) => string): unknown {
  const literal = expression.replace(/\b[a-z]+(?:\.[\w-]+)+/g, (path) => JSON.stringify(value(path)));
  const startsWith = (text: string, start: string) => text.startsWith(start);
  return new Function("cancelled", "startsWith", `return (${literal});`)(() => false, startsWith);
}
