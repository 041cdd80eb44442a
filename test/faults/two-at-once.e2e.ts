import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { explain } from "../../failures/explain.ts";
import { allowReportSettings, hidden, tags } from "../support/report-settings.ts";
import { type Ended, type Started, TestStack, withStack } from "../support/stack.ts";
import { differences, FIRST } from "./wanted.ts";

const UP = ["up", "--yes", "--skip-preview"];
const KEY = /\/addPassword$/;

const ids = ({ text }: Ended) => explain(text, "test").map(({ id }) => id);

/** The same stack, or one of the same name in a state of its own, worked on from another folder. */
async function elsewhere(stack: TestStack, state: "the same" | "its own"): Promise<TestStack> {
  const folder = join(stack.folder, "elsewhere");
  mkdirSync(join(folder, "state"), { recursive: true });
  cpSync(join(stack.folder, "project"), join(folder, "project"), { recursive: true });
  const other = new TestStack(folder, stack.tenant);
  if (state === "its own") {
    // The settings' file holds the salt of the other's passphrase.
    rmSync(join(folder, "project", `Pulumi.${stack.name}.yaml`));
    await other.succeed("stack", "init", other.name);
  } else {
    for (const name of ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"]) other.env[name] = stack.env[name] as string;
    await other.succeed("stack", "select", other.name);
  }
  return other;
}

/** What must be refused; once more where the first run was writing beside the state just then, as it is explained. */
async function refusedRun(stack: TestStack): Promise<Ended> {
  const first = await stack.run(...UP);
  const refused = ids(first)[0] === "empty note beside the state" ? await stack.run(...UP) : first;
  expect(refused.code, refused.text).not.toBe(0);
  return refused;
}

/** Begins a run and holds it where it asks for a key. @returns once it is there */
async function held(stack: TestStack): Promise<{ run: Started; goOn(): void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { faults } = stack.tenant;
  faults.add({ method: "POST", path: KEY, action: { before: () => promise } });
  const run = stack.start(UP);
  await vi.waitFor(() => expect(faults.pending).toBe(0), { timeout: 60_000 });
  return { run, goOn: resolve };
}

describe("a stack that two operators run at once", () => {
  it.each([
    ["from one clone", async (stack: TestStack) => stack],
    ["from two clones", (stack: TestStack) => elsewhere(stack, "the same")],
  ])("%s, is run by the first; the second is told who holds it, and nothing is made twice", async (_, second) => {
    await withStack(async (stack) => {
      const principals = stack.tenant.directory.servicePrincipals.length;
      const other = await second(stack);
      const { run, goOn } = await held(stack);
      const refused = await refusedRun(other);
      expect(ids(refused)).toEqual(["stack locked"]);
      expect(refused.text).toMatch(/created by \S+@\S+ \(pid \d+\) at /);
      const { stdout } = await other.command("doctor", ["--stack", other.name, "--json"]);
      const lock = (JSON.parse(stdout) as Report).rows.find(({ check }) => check === "Lock");
      expect(lock?.detail).toMatch(/^The stack is locked by a run of \S+ on \S+ \(process \d+, since /);
      goOn();
      const first = await run.ended;
      expect(first.code, first.text).toBe(0);
      expect(await other.up()).toEqual({});
      expect(differences(stack, FIRST, principals)).toEqual([]);
    });
  });
});

describe("two stacks of one name in one tenant, each with a state of its own,", () => {
  it("do not share an application: the second is told that the name is taken, and makes nothing", async () => {
    await withStack(async (stack) => {
      const principals = stack.tenant.directory.servicePrincipals.length;
      const other = await elsewhere(stack, "its own");
      await stack.up();
      const refused = await other.run(...UP);
      expect(refused.code).not.toBe(0);
      expect(ids(refused)).toEqual(["duplicate name"]);
      expect(differences(stack, FIRST, principals)).toEqual([]);
      await other.set("esia:displayName", "other");
      await other.up();
      expect(await stack.up()).toEqual({});
      expect(differences(other, { ...FIRST, displayName: "other" }, principals)).toContain(
        'applications: ["esia","other"] in place of ["other"]',
      );
    });
  });

  it("that begin at the same moment both come up, each with its own; doctor tells each of the other, and to leave it alone", async () => {
    await withStack(async (stack) => {
      const other = await elsewhere(stack, "its own");
      const both = Promise.withResolvers<void>();
      let waiting = 0;
      // Both have looked that the name is free before either makes its application.
      const before = () => {
        waiting += 1;
        if (waiting === 2) both.resolve();
        return both.promise;
      };
      stack.tenant.faults.add({ method: "POST", path: /\/applications$/, times: 2, action: { before } });
      const ended = await Promise.all([stack.run(...UP), other.run(...UP)]);
      expect(ended.map(({ code }) => code)).toEqual([0, 0]);
      const [one, two] = await Promise.all([stack.threeValues(), other.threeValues()]);
      expect(one.clientId).not.toBe(two.clientId);
      const names = stack.tenant.directory.applications.map(({ graph }) => graph.displayName).sort();
      expect(names).toEqual(["Operator", "esia", "esia"]);
      for (const [each, others] of [
        [stack, two],
        [other, one],
      ] as const) {
        const { stdout } = await each.command("doctor", ["--stack", each.name, "--json"]);
        const rows = (JSON.parse(stdout) as Report).rows.filter(({ check }) => check === "Application");
        expect(rows.map(({ result }) => result)).toEqual(["pass", "warn"]);
        expect(rows[1]?.detail).toContain(others.clientId);
        expect(rows[1]?.next).toContain("Leave it alone");
        expect(await each.up()).toEqual({});
      }
    });
  });
});

describe("two stacks that show names, the first cut off between its change and its tag,", () => {
  async function raced(life: (first: TestStack, second: TestStack) => Promise<void>): Promise<void> {
    await withStack(async (first) => {
      allowReportSettings(first);
      const second = await elsewhere(first, "its own");
      await second.set("esia:displayName", "other");
      for (const stack of [first, second]) await stack.set("esia:showNamesInReports", "true");
      const run = first.start(UP);
      first.tenant.faults.add({ method: "PATCH", path: /reportSettings$/, action: { after: () => run.cutPower() } });
      expect((await run.ended).code).not.toBe(0);
      expect(hidden(first)).toBe(false);
      await second.up();
      expect(tags(second, "other")).toEqual(["esia-names-were:shown", "esia-shows-names"]);
      await first.succeed("cancel", "--yes");
      await first.up();
      await life(first, second);
    });
  }
  const destroyed = async (stack: TestStack) => (await stack.run("destroy", "--yes", "--skip-preview")).text;

  it("hide them again when the first one goes last", async () => {
    await raced(async (first, second) => {
      expect(await destroyed(second)).toContain(
        "left as they are: they were shown before any ESIA stack asked for it.",
      );
      expect(await destroyed(first)).toContain("Names in usage reports are hidden again");
      expect(hidden(first)).toBe(true);
    });
  });

  it("leave them shown when it goes first, and then it says that none of those left hides them", async () => {
    await raced(async (first, second) => {
      const text = await destroyed(first);
      expect(text).toContain("so none of them hides them again");
      expect(text).toContain("Hide them by hand when the last one goes.");
      await destroyed(second);
      expect(hidden(second)).toBe(false);
    });
  });
});
