/** Two years of a pipeline that signs in by federation, with the right to what it owns alone. */
import { expect, it } from "vitest";
import type { Report } from "../../../commands/rows/report.ts";
import { DAY, START, to, withStack, workingKeys } from "../../support/days.ts";
import { GRAPH_ROOT } from "../../support/esia.ts";
import { oidcIssuer } from "../../support/oidc-issuer.ts";
import { askForPipeline, SUBJECT } from "../../support/pipeline.ts";
import type { TestStack } from "../../support/stack.ts";

/** Days from the start of the first of each month, for so many months. */
function firstsOfMonths(months: number): number[] {
  const start = new Date(START);
  return Array.from({ length: months }, (_, at) =>
    Math.round((Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1 + at, 1, 10) - START) / DAY),
  );
}

/** Checks of doctor's that fail on a day. */
async function failing(stack: TestStack, asOf: string): Promise<string[]> {
  const { stdout } = await stack.command("doctor", ["--stack", stack.name, "--json"], { ESIA_AS_OF: asOf });
  const { rows }: Report = JSON.parse(stdout);
  return rows.filter(({ result }) => result === "fail").map(({ check }) => check);
}

it("lives two years on after an administrator's first run: keys in time, an update that adds a role left to him", async () => {
  await withStack(async (stack) => {
    const { directory } = stack.tenant;
    await askForPipeline(stack);
    await stack.set("esia:secretMonths", "6");
    // What a later version will want, this one leaves out.
    await stack.set("esia:omit[0]", "User.Read.All");
    await stack.up({ asOf: to(stack, 0) });
    const administrator = { ...stack.env };
    const issuer = await oidcIssuer(stack.tenant, SUBJECT);
    const { pipelineClientId } = await stack.outputs();
    const pipeline = {
      ARM_USE_OIDC: "true",
      ARM_CLIENT_ID: String(pipelineClientId),
      ARM_CLIENT_SECRET: "",
      ...issuer.runner,
    };
    Object.assign(stack.env, pipeline);
    const grants = structuredClone(directory.appRoleAssignments);

    // ESIA works with what was typed last; a person types a new key a fortnight after it was made.
    let typed = await stack.threeValues();
    let made = 1;
    for (const [month, day] of firstsOfMonths(24).entries()) {
      const asOf = to(stack, day);
      const updated = month === 9;
      if (updated) await stack.succeed("config", "rm", "--path", "esia:omit");
      const { code, text } = await stack.start(["up", "--yes", "--skip-preview", "--continue-on-error"], {
        ESIA_AS_OF: asOf,
      }).ended;
      expect(code, text).toBe(0);
      const { create = 0, ...others } = await stack.changes();
      made += create;
      // Besides keys, nothing: an expired one goes when two newer ones are there.
      expect(Object.keys(others).filter((kind) => kind !== "delete")).toEqual([]);
      expect(directory.appRoleAssignments).toEqual(grants);
      expect(workingKeys(stack).length).toBeGreaterThan(0);
      expect(text.includes("Left to an administrator")).toBe(month >= 9);
      if (updated) expect(await failing(stack, asOf)).toEqual(["Left to an administrator"]);

      expect(await stack.signIn(typed, GRAPH_ROOT), `month ${month}`).toMatchObject({ roles: expect.any(Array) });
      to(stack, day + 14);
      typed = await stack.threeValues();
      expect(await stack.signIn(typed, GRAPH_ROOT)).toMatchObject({ roles: expect.any(Array) });
    }
    // Keys of six months, each renewed by the first run after half of its life.
    expect(made).toBe(7);

    const { roles } = (await stack.signIn(typed, GRAPH_ROOT)) as { roles: string[] };
    expect(roles).not.toContain("User.Read.All");
    Object.assign(stack.env, administrator, { ACTIONS_ID_TOKEN_REQUEST_URL: "", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "" });
    const [last = 0] = firstsOfMonths(24).slice(-1);
    expect(await stack.up({ asOf: to(stack, last + 15) })).toEqual({ create: 1, update: 1 });
    expect(await stack.signIn(await stack.threeValues(), GRAPH_ROOT)).toMatchObject({
      roles: expect.arrayContaining(["User.Read.All"]),
    });
    await issuer.close();
    await stack.destroy();
    expect(directory.applications.map(({ graph }) => graph.displayName)).toEqual(["Operator"]);
  });
});
