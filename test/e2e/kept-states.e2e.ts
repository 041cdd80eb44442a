import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesHolding } from "../support/clear-text.ts";
import { GRAPH_ROOT, MANAGEMENT_ROOT, type ThreeValues } from "../support/esia.ts";
import { STATES_FOLDER, withKeptState } from "../support/kept-state.ts";
import type { TestStack } from "../support/stack.ts";

/** What an earlier version left; some days after its last run; the day on which its newest key is due. */
const STATES = [
  { state: "1.0.0/one-key", keys: [1], later: "2026-12-05", due: "2028-08-26", renewed: [1, 2] },
  // The first of the two has expired by the day on which the second is due.
  { state: "1.0.0/two-keys", keys: [1, 2], later: "2028-09-05", due: "2030-05-27", renewed: [2, 3] },
  { state: "1.0.0/management-api-made", keys: [1], later: "2026-12-05", due: "2028-08-26", renewed: [1, 2] },
  {
    state: "1.0.0/names-shown",
    keys: [1],
    later: "2026-12-05",
    due: "2028-08-26",
    renewed: [1, 2],
    // What was found before moves to a resource of its own. A preview cannot know yet that the application's tags stay.
    moves: { preview: { create: 1, update: 2 }, up: { create: 1, update: 1 } },
  },
  { state: "1.0.0/consent-by-others", keys: [1], later: "2026-12-05", due: "2028-08-26", renewed: [1, 2] },
];

/** Moves the tenant's clock and gives the same day for ESIA_AS_OF. */
function to(stack: TestStack, asOf: string): string {
  stack.tenant.clock.set(() => new Date(`${asOf}T08:00:00Z`));
  return asOf;
}

/** Our keys in the tenant that work now, the first made first: key id → number. */
function workingKeys({ tenant }: TestStack): Map<string, number> {
  const keys = tenant.directory.applications
    .filter(({ graph }) => graph.displayName === "esia")
    .flatMap(({ graph }) => graph.passwordCredentials)
    .filter(({ endDateTime }) => new Date(endDateTime) > tenant.clock.now())
    .map(({ keyId, displayName }) => [keyId, Number(/^ESIA key (\d+),/.exec(displayName ?? "")?.[1])] as const);
  return new Map(keys.sort(([, one], [, other]) => one - other));
}

/** How many roles ESIA has at each API; an error of Entra instead fails the test. */
async function rolesOf(stack: TestStack, values: ThreeValues): Promise<number[]> {
  const answers = [await stack.signIn(values, MANAGEMENT_ROOT), await stack.signIn(values, GRAPH_ROOT)];
  return answers.map((answer) => {
    if ("error" in answer) throw new Error(answer.error);
    return answer.roles.length;
  });
}

/** All in the tenant that a run could change. */
function changeable({ tenant: { directory } }: TestStack) {
  const { applications, servicePrincipals, appRoleAssignments, reportSettings } = directory;
  return structuredClone({ applications, servicePrincipals, appRoleAssignments, reportSettings });
}

/** What the tenant holds, by name: applications, principals, who was granted anything; and whether reports conceal names. */
function left({ tenant: { directory } }: TestStack) {
  const sorted = (names: readonly unknown[]) => [...new Set(names)].sort();
  return {
    applications: sorted(directory.applications.map(({ graph }) => graph.displayName)),
    principals: sorted(directory.servicePrincipals.map(({ graph }) => graph.displayName)),
    granted: sorted(directory.appRoleAssignments.map(({ principalDisplayName }) => principalDisplayName)),
    namesConcealed: directory.reportSettings.displayConcealedNames,
  };
}

describe("a stack that an earlier version left", () => {
  it.each(STATES)("has nothing to do, renews when due, and is destroyed whole: $state", async (expected) => {
    await withKeptState(expected.state, async (stack) => {
      const values = await stack.threeValues();
      const { secretKeyId } = await stack.outputs();
      const untouched = changeable(stack);
      expect(filesHolding(values.key, [join(STATES_FOLDER, expected.state)])).toEqual([]);

      const later = to(stack, expected.later);
      expect((await stack.preview(later)).changes).toEqual(expected.moves?.preview ?? {});
      expect(await stack.up({ asOf: later })).toEqual(expected.moves?.up ?? {});
      expect(await stack.up({ asOf: later })).toEqual({});
      expect(changeable(stack)).toEqual(untouched);
      expect(await stack.threeValues()).toEqual(values);
      expect(await stack.outputs()).toMatchObject({ secretNumber: expected.keys.at(-1), secretKeyId });
      const keys = workingKeys(stack);
      expect([...keys.values()]).toEqual(expected.keys);
      expect([...keys.keys()].at(-1)).toBe(secretKeyId);
      expect(await rolesOf(stack, values)).toEqual([3, 8]);

      const due = to(stack, expected.due);
      expect(await stack.up({ asOf: due })).toMatchObject({ create: 1 });
      const renewed = await stack.threeValues();
      expect({ ...renewed, key: "" }).toEqual({ ...values, key: "" });
      expect(renewed.key).not.toBe(values.key);
      expect([...workingKeys(stack).values()]).toEqual(expected.renewed);
      expect([...workingKeys(stack).keys()][0]).toBe(secretKeyId);
      expect(await rolesOf(stack, values)).toEqual([3, 8]);
      expect(await rolesOf(stack, renewed)).toEqual([3, 8]);

      await stack.destroy();
      expect(left(stack)).toEqual({
        applications: ["Operator"],
        // Azure's management API is Microsoft's own: the embedded tenant has it since users sign in.
        principals: [
          "Microsoft Graph",
          "Office 365 Management APIs",
          "Operator",
          "Windows Azure Service Management API",
        ],
        granted: ["Operator"],
        namesConcealed: true,
      });
      expect(JSON.parse(await stack.export()).deployment.resources ?? []).toEqual([]);
    });
  });

  it("is lived on for every state that is kept", () => {
    const kept = readdirSync(STATES_FOLDER, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name: version }) => readdirSync(join(STATES_FOLDER, version)).map((name) => `${version}/${name}`));
    expect(kept.sort()).toEqual(STATES.map(({ state }) => state).sort());
  });
});
