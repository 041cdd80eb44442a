/** Lives one life: each step meets its trouble, and then what is printed leads to exactly what is wanted. */
import { expect } from "vitest";
import { createApplication } from "../../dev/tenant/applications.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { createServicePrincipal } from "../../dev/tenant/service-principals.ts";
import { GRAPH_ROOT } from "../support/esia.ts";
import { allowReportSettings } from "../support/report-settings.ts";
import { writeSettings } from "../support/settings.ts";
import { type TestStack, withStack } from "../support/stack.ts";
import { ask } from "./asking.ts";
import { Draw } from "./draw.ts";
import { faultOf } from "./mishaps.ts";
import { Operator } from "./operator.ts";
import { describedLife, type Life, type Policy, type Step } from "./plan.ts";
import { differences, FIRST } from "./wanted.ts";
import { Watch } from "./watch.ts";

const START = Date.parse("2026-11-23T10:00:00Z");
const HOUR = 3_600_000;
const GRAPH = "00000003-0000-0000-c000-000000000000";

/** What a life took. */
export interface Lived {
  runs: number;
  seconds: number;
  /** Requests that went wrong. */
  harmed: number;
  /** How often each kind of recovery was needed. */
  needed: Readonly<Record<string, number>>;
}

/** @throws Error with the whole life, what was printed, and the command that lives it again */
export async function live(life: Life): Promise<Lived> {
  const begun = Date.now();
  let lived: Lived | undefined;
  let operator: Operator | undefined;
  try {
    await withStack(
      async (stack) => {
        operator = new Operator(stack, new Watch(stack));
        const harmed = await steps(life, stack, operator);
        const runs = operator.log.filter((line) => line.startsWith("$ pulumi")).length;
        lived = { runs, seconds: (Date.now() - begun) / 1000, harmed, needed: operator.needed };
      },
      () => new Date(START),
    );
  } catch (failed) {
    const again = `Again: FAULT_SEED=${life.seed} npm run test:faults -- lives`;
    const told = [describedLife(life), ...(operator?.log ?? []), (failed as Error).message, again].join("\n");
    throw new Error(told, { cause: failed });
  }
  return lived as Lived;
}

async function steps(life: Life, stack: TestStack, operator: Operator): Promise<number> {
  const { tenant } = stack;
  const draw = new Draw(life.seed);
  allowReportSettings(stack);
  // Doctor then names how long the policy lets a key live.
  grantRole(tenant.directory, OPERATOR_CLIENT_ID, GRAPH, "Policy.Read.All", tenant.clock.now());
  // An operator that is an application adds an owner with it alone (docs/pipeline.md).
  if (life.steps.some(({ doing }) => doing === "add pipeline")) {
    grantRole(tenant.directory, OPERATOR_CLIENT_ID, GRAPH, "Directory.Read.All", tenant.clock.now());
  }
  for (let other = 0; other < life.others; other += 1) stranger(stack, other);
  const principals = tenant.directory.servicePrincipals.length;
  writeSettings(stack, { "esia:secretMonths": life.months });
  let wanted = FIRST;
  let harmed = 0;
  for (const [at, step] of life.steps.entries()) {
    operator.log.push(`--- ${step.doing}`);
    wanted = ask(stack, operator.watch, step.doing, wanted);
    if (step.doing === "lose the state") await operator.loseState();
    tenant.directory.appManagementPolicy = policy(step.policy ?? "none");
    trouble(stack, draw, life, step, at);
    const command = step.doing === "destroy" ? "destroy" : "up";
    const planned = step.troubles.reduce((sum, { times }) => sum + times, 0);
    const before = tenant.faults.pending;
    const ended = await operator.pulumi(command);
    harmed += tenant.faults.pending < before || planned === 0 ? 1 : 0;
    tenant.faults.clear();
    const different = () => differences(stack, wanted, principals);
    if (command === "up") expect(wanted.keys.length).toBeGreaterThan(0);
    await operator.recover(command, ended, different);
    if (command === "up") operator.typeIn();
    if (wanted.left.length > 0) {
      await operator.removeLeft();
      wanted = { ...wanted, left: [] };
      expect(different()).toEqual([]);
    }
  }
  if (wanted.exists) {
    await nothingToDo(stack, operator);
    expect(differences(stack, wanted, principals)).toEqual([]);
    const signedIn = await stack.signIn(await stack.threeValues(), GRAPH_ROOT);
    expect(signedIn).toHaveProperty("roles.length", 8 - wanted.omit.length);
  }
  return harmed;
}

/** The next run changes nothing; after an update that was tried again it may show that update once more. */
async function nothingToDo(_stack: TestStack, operator: Operator): Promise<void> {
  const first = await operator.pulumi("preview", "--expect-no-changes");
  if (first.code === 0) return;
  expect((await operator.pulumi("up")).code).toBe(0);
  expect((await operator.pulumi("preview", "--expect-no-changes")).code).toBe(0);
}

function trouble(stack: TestStack, draw: Draw, life: Life, step: Step, at: number): void {
  const { faults, clock, directory } = stack.tenant;
  faults.remember = 3;
  faults.pageSize = life.pageSize;
  faults.emptyPages = life.emptyPages;
  const { tokenEndsAfter } = step;
  if (tokenEndsAfter !== undefined) {
    let requests = 0;
    const when = () => {
      requests += 1;
      if (requests === tokenEndsAfter) {
        const later = clock.now().getTime() + HOUR;
        clock.set(() => new Date(later));
      }
      return false;
    };
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
      faults.add({ method, path: /^\/(?:v1\.0|beta)\//, action: { drop: "before" }, when });
    }
  }
  const roleOf = (grant: string) => directory.appRoleAssignments.find(({ id }) => id === grant)?.appRoleId ?? "";
  for (const [one, each] of step.troubles.entries()) faults.add(faultOf(draw, `${at} ${one}`, each, roleOf));
}

function policy(rule: Policy): TestStack["tenant"]["directory"]["appManagementPolicy"] {
  const restriction = {
    restrictionType: rule === "forbidden" ? ("passwordAddition" as const) : ("passwordLifetime" as const),
    state: "enabled" as const,
    maxLifetime: rule === "forbidden" ? null : rule,
    restrictForAppsCreatedAfterDateTime: "2020-01-01T00:00:00Z",
  };
  return {
    isEnabled: rule !== "none",
    applicationRestrictions: { passwordCredentials: rule === "none" ? [] : [restriction], keyCredentials: [] },
    servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
  };
}

/** Somebody else's application with its principal. */
function stranger({ tenant }: TestStack, number: number): void {
  const { directory, clock } = tenant;
  const { graph } = createApplication(directory, { displayName: `Other ${number}` }, [], clock.now());
  createServicePrincipal(directory, graph.appId, {}, [], clock.now());
  directory.applications.pop();
}
