import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { readStack, stackFindings } from "../../commands/doctor/stack.ts";
import { renderTable } from "../../commands/rows/report.ts";
import type { AskPulumi } from "../../commands/stack/ask.ts";
import { readValues } from "../../commands/verify/stack-values.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { TYPES } from "../../stack/names.ts";
import { anyJson, HOSTILE, STEERING } from "../support/hostile.ts";
import { configuration } from "../support/project-config.ts";

const KEY = "abc8Q~0123456789-the-key-itself";
const END = "2028-11-22T00:00:00Z";
const urn = (type: string, name: string) => `urn:pulumi:acme::esia::${type}::${name}`;
const resource = (type: string, name: string, outputs: object) => ({ urn: urn(type, name), type, outputs });
const inClear = (text: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(text),
});
const previousSecret = { number: 1, keyId: "k1", expires: END };
const values = {
  tenantId: "t",
  clientId: "c",
  clientSecret: inClear(KEY),
  secretNumber: 2,
  secretExpires: END,
  previousSecret,
};
const key = (number: number) => ({
  keyId: `k${number}`,
  startDate: "2026-11-23T09:30:00Z",
  endDate: END,
  displayName: `ESIA key ${number}, made 2026-11-23`,
  value: inClear(KEY),
});
const EXPORT = {
  version: 3,
  deployment: {
    secrets_providers: { type: "passphrase", state: { salt: "v1:x" } },
    resources: [
      resource(TYPES.stack, "esia-acme", values),
      resource("random:index/randomUuid:RandomUuid", "mark", { result: "mark-1" }),
      resource(TYPES.application, "application", { clientId: "c", objectId: "o", displayName: "esia" }),
      resource(TYPES.grant, "grant-User.Read.All", { id: "g1", appRoleId: "r", resourceObjectId: "m" }),
      resource(TYPES.secret, "secret-1", key(1)),
      resource(TYPES.secret, "secret-2", key(2)),
    ],
    pending_operations: [{ type: "creating", resource: resource(TYPES.secret, "secret-3", {}) }],
  },
};

/** Every place in a value. */
function places(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...at, name]))];
}

/** @returns a copy with something else at one place */
function changed(value: unknown, [first, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (first === undefined) return to;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[first] = changed(copy[first], rest, to);
  return copy;
}

const config = JSON.stringify(
  Object.fromEntries(Object.entries(configuration()).map(([name, value]) => [name, { value }])),
);
const asking =
  (state: string, settings = config): AskPulumi =>
  async (args) => ({
    code: 0,
    stdout: args[0] === "config" ? settings : state,
    stderr: "",
  });

/** What doctor says of a state. */
async function rowsOf(ask: AskPulumi) {
  const stack = await readStack("acme", ask);
  if ("refused" in stack) return [stack.refused];
  const now = Temporal.Instant.from("2026-11-25T10:00:00Z");
  return stackFindings(stack, { now, env: {}, passphrase: "fits", lock: [] }).rows;
}

function expectHarmless(said: string) {
  expect(said).not.toMatch(STEERING);
  expect(said).not.toContain(KEY);
  expect(said.length).toBeLessThan(30_000);
}

const damaged = fc
  .tuple(fc.constantFrom(...places(EXPORT)), fc.oneof(anyJson, fc.constantFrom(...HOSTILE, END, "2027-02-30", "k1")))
  .map(([at, to]) => changed(EXPORT, at, to));

describe("a state that somebody damaged or invented", () => {
  it("is judged by doctor in rows without a secret, whatever stands at whatever place of it", async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async (state) => {
        expectHarmless(renderTable(await rowsOf(asking(JSON.stringify(state))), 80));
      }),
      { numRuns: 400 },
    );
  });

  it("gives verify its values, or a sentence without any of them", async () => {
    await fc.assert(
      fc.asyncProperty(damaged, fc.constantFrom(undefined, "previous" as const, 1, 2), async (state, which) => {
        try {
          const { values: found } = await readValues("acme", which, asking(JSON.stringify(state)));
          expect(Object.values(found).every((value) => typeof value === "string")).toBe(true);
        } catch (refusal) {
          expect(refusal).toBeInstanceOf(CannotRun);
          expect((refusal as Error).message).not.toContain(KEY);
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([...HOSTILE, KEY, `{"deployment":${KEY}}`])("%# is no state, and nothing of it is repeated", async (text) => {
    const said = renderTable(await rowsOf(asking(text)), 80);
    expectHarmless(said);
    expect(said.replace(/\s+/g, " ")).toContain("prints cannot be understood");
  });

  it("has settings that are no settings", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyJson,
        fc.constantFrom("esia:omit", "esia:displayName", "azuread:tenantId"),
        async (value, name) => {
          const settings = JSON.stringify({ ...JSON.parse(config), [name]: { value } });
          expectHarmless(renderTable(await rowsOf(asking(JSON.stringify(EXPORT), settings)), 80));
        },
      ),
    );
  });
});
