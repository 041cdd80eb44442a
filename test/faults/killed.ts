/** A step of a stack's life, cut off at one request: everything that runs is killed, and the documented recovery follows. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { GRAPH_ROOT } from "../support/esia.ts";
import { allowReportSettings } from "../support/report-settings.ts";
import { type TestStack, withTenant } from "../support/stack.ts";
import { ask } from "./asking.ts";
import { Operator } from "./operator.ts";
import type { Doing } from "./plan.ts";
import { differences, FIRST, type Wanted } from "./wanted.ts";
import { Watch } from "./watch.ts";

const NOW = () => new Date("2026-11-23T10:00:00Z");
const PARTS = ["project", "state", "tenant"];

/** A stack and its tenant as they are before a step. */
export interface Before {
  folder: string;
  passphrase: string;
  wanted: Wanted;
  retireUpTo: number;
  /** How many service principals the tenant has that are not the stack's. */
  principals: number;
}

/** Where everything is killed: at which request of the step, counted from 1, before its work or after it. */
export interface Point {
  at: number;
  when: "before" | "after";
  /** The request, without ids. */
  what: string;
}

/** Lives up to a step. @returns what to begin it with, again and again; `drop` ends it */
export async function before(doings: readonly Doing[]): Promise<Before & { drop(): void }> {
  const kept = mkdtempSync(join(tmpdir(), "esia-killed-"));
  let found: Before | undefined;
  await withTenant(
    async (stack) => {
      await stack.succeed("stack", "init", stack.name);
      allowReportSettings(stack);
      const watch = new Watch(stack);
      const operator = new Operator(stack, watch);
      const principals = stack.tenant.directory.servicePrincipals.length;
      let wanted: Wanted = FIRST;
      for (const doing of doings) {
        wanted = ask(stack, watch, doing, wanted);
        const { code, text } = await operator.pulumi("up");
        expect(code, text).toBe(0);
        expect(differences(stack, wanted, principals)).toEqual([]);
      }
      const passphrase = stack.env["PULUMI_CONFIG_PASSPHRASE"] as string;
      found = { folder: kept, passphrase, wanted, retireUpTo: watch.retireUpTo, principals };
      // The grant that allowReportSettings made is written with the next change; so it is written now.
      await stack.tenant.close();
      for (const part of PARTS) cpSync(join(stack.folder, part), join(kept, part), { recursive: true });
    },
    { now: NOW },
  );
  return { ...(found as Before), drop: () => rmSync(kept, { recursive: true, force: true }) };
}

/** The step as it is when nothing is killed. @returns each point of it; of the same read again and again only the first */
export async function points(from: Before, doing: Doing): Promise<Point[]> {
  let asked: string[] = [];
  await resumed(from, async (stack, operator) => {
    const wanted = ask(stack, operator.watch, doing, from.wanted);
    const { code, text } = await operator.pulumi(commandOf(doing));
    expect(code, text).toBe(0);
    asked = stack.requests();
    expect(differences(stack, wanted, from.principals)).toEqual([]);
  });
  return asked.flatMap((what, at): Point[] => {
    if (what.startsWith("GET") && what === asked[at - 1]) return [];
    const isChange = !what.startsWith("GET") && !what.endsWith("/token");
    const whens = isChange ? (["before", "after"] as const) : (["before"] as const);
    return whens.map((when) => ({ at: at + 1, when, what }));
  });
}

/** @returns how often each kind of recovery was needed @throws Error that tells what was printed, when it did not lead there */
export async function killedAt(from: Before, doing: Doing, { at, when }: Point): Promise<Record<string, number>> {
  let needed: Record<string, number> = {};
  await resumed(from, async (stack, operator) => {
    if (from.wanted.keys.length > 0 && stack.tenant.directory.applications.length > 1) operator.typeIn();
    const wanted = ask(stack, operator.watch, doing, from.wanted);
    const command = commandOf(doing);
    const run = stack.start([command, "--yes", "--skip-preview"], { ESIA_AS_OF: "2026-11-23" });
    let requests = 0;
    let isCut = false;
    const cut = () => {
      isCut = true;
      run.cutPower();
      return "drop" as const;
    };
    const action = when === "before" ? { before: cut } : { after: () => void cut() };
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
      const hit = () => {
        requests += 1;
        return requests === at;
      };
      stack.tenant.faults.add({ method, path: /./, action, when: hit });
    }
    const { code } = await run.ended;
    stack.tenant.faults.clear();
    operator.watch.look("the run that was killed");
    if (!isCut) return expect(code, "the point was not reached, and the run failed").toBe(0);
    expect(code).not.toBe(0);
    await operator.free();
    const different = () => differences(stack, wanted, from.principals);
    await operator.recover(command, await operator.pulumi(command), different);
    if (wanted.exists) {
      expect((await operator.pulumi("preview", "--expect-no-changes")).code).toBe(0);
      expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toHaveProperty("roles.length", 8);
    }
    needed = operator.needed;
  });
  return needed;
}

const commandOf = (doing: Doing) => (doing === "destroy" ? "destroy" : "up");

async function resumed(
  { folder, passphrase, retireUpTo }: Before,
  life: (stack: TestStack, operator: Operator) => Promise<void>,
): Promise<void> {
  await withTenant(
    async (stack) => {
      stack.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
      await stack.succeed("stack", "select", stack.name);
      const watch = new Watch(stack);
      watch.retireUpTo = retireUpTo;
      watch.look("nothing");
      const operator = new Operator(stack, watch);
      try {
        await life(stack, operator);
      } catch (failed) {
        throw new Error([...operator.log, (failed as Error).message].join("\n"), { cause: failed });
      }
    },
    {
      now: NOW,
      fill: (into) => {
        for (const part of PARTS) cpSync(join(folder, part), join(into, part), { recursive: true });
      },
    },
  );
}
