import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyJson, HOSTILE, STEERING } from "./support/hostile.ts";
import { GRAPH } from "./support/mock-tenant.ts";
import { Refused, runProgram } from "./support/run-program.ts";

const EVIL = "\u001b[2J\u001b]0;title\u0007\u202e\u2066\0bad";

async function refused(...circumstances: Parameters<typeof runProgram>): Promise<Refused> {
  const run = await runProgram(...circumstances).catch((error: unknown) => error);
  expect(run).toBeInstanceOf(Refused);
  return run as Refused;
}

describe("what a run says steers no terminal, and has an end:", () => {
  it("the provider's words for a look-up that failed, with what they mean behind them", async () => {
    const answered = `unexpected status 403 with error: Authorization_RequestDenied: ${EVIL}${"x".repeat(700_000)}`;
    const throwing = {
      get clientId(): string {
        // As gRPC has it.
        throw Object.assign(new Error(), { details: answered });
      },
    } as unknown as typeof GRAPH;
    const { message } = await refused({ apis: [throwing] });
    expect(message).not.toMatch(STEERING);
    expect(message.length).toBeLessThan(8100);
    expect(message).toContain("unexpected status 403");
    expect(message).toContain("npm run doctor -- --stack test");
  });

  it.each<[string, Record<string, unknown>]>([
    ["a setting's value", { "esia:displayName": EVIL.repeat(100_000) }],
    ["a setting's name", { [`esia:${EVIL.repeat(1000)}`]: "x" }],
    ["a role", { "esia:omit": [EVIL.repeat(10_000)] }],
    ["ten thousand owners", { "esia:owners": Array.from({ length: 10_000 }, (_, at) => `${EVIL}${at}`) }],
    ["a cloud", { "azuread:environment": EVIL.repeat(100_000) }],
    ["a pipeline", { "esia:pipeline": { github: EVIL.repeat(100_000), environment: "x" } }],
  ])("a refusal of %s", async (_, config) => {
    const { message } = await refused({ config });
    expect(message).not.toMatch(STEERING);
    expect(message.length).toBeLessThan(4000);
  });

  it("a warning of a setting that a run leaves aside because it makes a key that is due", async () => {
    const held = {
      application: { displayName: "esia", clientId: "c", objectId: "d1" },
      "service-principal": { objectId: "d2" },
      "secret-1": { keyId: "k", startDate: "2024-11-23T00:00:00Z", endDate: "2026-11-24T00:00:00Z", displayName: "x" },
    };
    const { log } = await runProgram({ held, config: { "esia:displayName": EVIL.repeat(1000) } });
    expect(log.join("\n")).toContain("Left as the state has it");
    expect(log.join("\n")).not.toMatch(STEERING);
  });
});

describe("a state that somebody damaged", () => {
  const END = "2028-11-22T00:00:00Z";
  const HELD: Record<string, Record<string, unknown>> = {
    stack: { secretNumber: 1, clientSecret: "abc8Q~the-key", previousSecret: { number: 1 } },
    mark: { result: "c0000000-0000-4000-8000-000000000001" },
    application: { displayName: "esia", clientId: "c", objectId: "d1", requiredResourceAccesses: [] },
    "service-principal": { objectId: "d2", applicationTenantId: "a0000000-0000-4000-8000-000000000001" },
    "grant-User.Read.All": { appRoleId: "r", resourceObjectId: GRAPH.objectId },
    "secret-1": {
      keyId: "k",
      startDate: "2026-11-22T00:00:00Z",
      endDate: END,
      displayName: "x",
      value: "abc8Q~the-key",
    },
    "names-in-reports": { names: "shown", found: "hidden", problem: "", look: 1, tenantId: "t", operator: {} },
    pipeline: { displayName: "esia pipeline", clientId: "c3" },
    "pipeline-credential": { issuer: "i", subject: "s", audiences: ["a"] },
  };
  const damages = fc
    .constantFrom(
      ...Object.entries(HELD).flatMap(([name, outputs]) => Object.keys(outputs).map((key) => [name, key] as const)),
    )
    .chain(([name, key]) =>
      fc
        .oneof(anyJson, fc.constantFrom(...HOSTILE, undefined))
        .map((value) => ({ ...HELD, [name]: { ...HELD[name], [key]: value } })),
    );

  it("is understood or refused in a sentence, and never read as a reason to fall over or to print a key", async () => {
    await fc.assert(
      fc.asyncProperty(damages, async (held) => {
        const run = await runProgram({ held }).catch((error: unknown) => error as Refused);
        const said = [run instanceof Refused ? run.message : "", ...run.log].join("\n");
        expect(said).not.toMatch(/Cannot read|is not a function|is not iterable|Cannot convert|abc8Q~/);
        expect(said).not.toMatch(STEERING);
        expect(said.length).toBeLessThan(20_000);
      }),
      { numRuns: 20 },
    );
  });
});
