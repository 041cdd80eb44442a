import { describe, expect, it } from "vitest";
import type { AskPulumi } from "../../commands/stack/ask.ts";
import { targetOf, type Wanted } from "../../commands/verify/stack-target.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { configuration } from "../support/project-config.ts";

const OUTPUTS = {
  tenantId: "T",
  clientId: "C",
  clientSecret: "abc8Q~newest",
  secretNumber: 2,
  secretExpires: "2028-11-22T00:00:00Z",
  previousSecret: { number: 1, keyId: "id", expires: "2027-02-01T00:00:00Z" },
};
const SECRET = "azuread:index/applicationPassword:ApplicationPassword";
const SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const inClear = (text: string) => ({ ...SIGNATURE, plaintext: JSON.stringify(text) });
const key = (number: number, value: unknown, startDate: string, endDate: string, more: object = {}) => ({
  urn: `urn:pulumi:a::esia::${SECRET}::secret-${number}`,
  type: SECRET,
  outputs: { value, keyId: `id-${number}`, startDate, endDate },
  ...more,
});
const state = (outputs: Record<string, unknown>, older: unknown) => ({
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:a::esia::pulumi:pulumi:Stack::esia-a",
        type: "pulumi:pulumi:Stack",
        outputs: {
          ...outputs,
          ...(outputs["clientSecret"] !== undefined && { clientSecret: inClear("abc8Q~newest") }),
        },
      },
      key(2, "abc8Q~elsewhere", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", { delete: true }),
      key(2, inClear("abc8Q~newest"), "2026-11-23T10:00:00Z", "2028-11-22T00:00:00Z"),
      key(1, older, "2025-02-02T09:00:00Z", "2027-02-01T00:00:00Z"),
    ],
  },
});
const OLDER = inClear("abc8Q~older");

interface Stack {
  outputs?: Record<string, unknown>;
  config?: Record<string, unknown>;
  /** What the state holds as the value of key 1. */
  older?: unknown;
  state?: object;
}

/** A `pulumi` that knows one stack, and the questions it was asked. */
function pulumi({ outputs = OUTPUTS, config = {}, older = OLDER, state: exported }: Stack = {}) {
  const asked: string[] = [];
  const answers: Record<string, unknown> = {
    "config --json --non-interactive --stack a": Object.fromEntries(
      Object.entries(configuration(config)).map(([name, value]) => [name, { value }]),
    ),
    "stack export --show-secrets --non-interactive --stack a": exported ?? state(outputs, older),
  };
  const ask: AskPulumi = async (args) => {
    asked.push(args.join(" "));
    const answer = answers[args.join(" ")];
    return answer === undefined
      ? { code: 255, stdout: "", stderr: `warning: old\nerror: no stack named '${args.at(-1)}' found\n` }
      : { code: 0, stdout: JSON.stringify(answer), stderr: "" };
  };
  return { asked, ask };
}

const target = (stack: Stack, wanted: Partial<Wanted> = {}) =>
  targetOf({ stack: "a", env: {}, ask: pulumi(stack).ask, ...wanted });

describe("a target from a stack", () => {
  it("has the three values of its outputs, and which key they hold", async () => {
    expect(await target({})).toMatchObject({
      values: { tenantId: "T", clientId: "C", clientSecret: "abc8Q~newest" },
      key: "number 2, until 2028-11-22",
      stack: "a",
      held: {
        number: 2,
        keyId: "id-2",
        made: new Date("2026-11-23T10:00:00Z"),
        end: new Date("2028-11-22T00:00:00Z"),
      },
      older: false,
      consent: "program",
      omit: [],
      showsNames: false,
    });
  });

  it("has with --previous the older key, whose value is in the state alone", async () => {
    expect(await target({}, { previous: true })).toMatchObject({
      values: { tenantId: "T", clientId: "C", clientSecret: "abc8Q~older" },
      key: "number 1, until 2027-02-01, the previous one",
      held: { number: 1, keyId: "id-1", made: new Date("2025-02-02T09:00:00Z"), end: new Date("2027-02-01T00:00:00Z") },
      older: true,
    });
  });

  it("has with --key any key of the state by its number", async () => {
    expect(await target({}, { number: 1 })).toMatchObject({
      values: { tenantId: "T", clientId: "C", clientSecret: "abc8Q~older" },
      key: "number 1, until 2027-02-01",
      held: { number: 1, keyId: "id-1" },
      older: true,
    });
    expect(await target({}, { number: 2 })).toEqual(await target({}));
  });

  it("knows nothing more of a key whose times the state does not tell", async () => {
    const { deployment } = state(OUTPUTS, OLDER);
    const resources = deployment.resources.filter(({ urn }) => !/secret-2/.test(urn));
    expect(await target({ state: { deployment: { resources } } })).toMatchObject({ held: undefined, older: false });
  });

  it("reads esia:omit as the program does, with the guide's misspelt names", async () => {
    const config = { "esia:omit": ["ActivityFeed.ReadIp", "ServiceHealth.Read"] };
    expect((await target({ config })).omit).toEqual(["ActivityFeed.ReadDlp", "ServiceHealth.Read"]);
  });

  it("is not concerned with settings of the keys, which may be wrong", async () => {
    expect((await target({ config: { "esia:secretMonths": 99 } })).omit).toEqual([]);
  });

  it("knows that the stack shows names in usage reports", async () => {
    expect((await target({ config: { "esia:showNamesInReports": true } })).showsNames).toBe(true);
  });

  it("follows the stack's settings: cloud, left-out roles, consent by others", async () => {
    const config = {
      "azuread:environment": "usgovernment",
      "esia:omit": ["ServiceHealth.Read"],
      "esia:grantConsent": false,
    };
    expect(await target({ config })).toMatchObject({
      endpoints: { login: "https://login.microsoftonline.us" },
      omit: ["ServiceHealth.Read"],
      consent: "administrator",
    });
  });

  it("follows azuread's variables where the stack says nothing of the cloud", async () => {
    const { endpoints } = await target({}, { env: { ARM_ENVIRONMENT: "china" } });
    expect(endpoints.login).toBe("https://login.partner.microsoftonline.cn");
    expect((await target({}, { env: { ARM_ENVIRONMENT: "" } })).endpoints.login).toBe(
      "https://login.microsoftonline.com",
    );
    const embedded = await target({}, { env: { ARM_METADATA_HOSTNAME: "localhost:1" } });
    expect(embedded.endpoints.login).toBe("https://localhost:1");
  });
});

describe("given values", () => {
  const given = { values: { tenantId: "T", clientId: "C", clientSecret: "abc8Q~typed" }, from: "standard input" };

  it("take a stack's place, which is then asked for its settings alone", async () => {
    const { asked, ask } = pulumi();
    expect(await target({}, { given, ask })).toMatchObject({
      values: given.values,
      key: "taken from standard input",
      stack: undefined,
    });
    expect(asked).toEqual(["config --json --non-interactive --stack a"]);
  });

  it("need no stack and then no pulumi", async () => {
    const { asked, ask } = pulumi();
    const { showsNames, held } = await target({}, { given, ask, stack: undefined });
    expect(asked).toEqual([]);
    expect({ showsNames, held }).toEqual({ showsNames: undefined, held: undefined });
  });
});

describe("verify cannot run, and says what to do", () => {
  it.each<[string, Stack, Partial<Wanted>, string]>([
    ["without stack and values", {}, { stack: undefined }, "Nothing to verify: name a stack with --stack NAME"],
    [
      "on a stack that is not there",
      {},
      { stack: "b" },
      "There is no stack b where 'pulumi whoami --verbose' points. 'pulumi stack init b' makes it",
    ],
    [
      "on roles to leave out that are no list",
      { config: { "esia:omit": "ServiceHealth.Read" } },
      {},
      `esia:omit must be a list of names, set as in 'pulumi config set --path "esia:omit[0]" NAME --stack a'. A run would refuse it too`,
    ],
    [
      "on a role to leave out that nobody knows",
      { config: { "esia:omit": ["ServiceHealth.Reed"] } },
      {},
      'esia:omit names "ServiceHealth.Reed", which is no role of this program; did you mean ServiceHealth.Read?',
    ],
    ["before the first update", { outputs: {} }, {}, "Stack a has no outputs yet: run 'pulumi up --stack a'"],
    [
      "on a state that is empty",
      { state: { deployment: {} } },
      {},
      "Stack a has no outputs yet: run 'pulumi up --stack a'",
    ],
    [
      "on a previous key that is not there",
      { outputs: { ...OUTPUTS, previousSecret: undefined } },
      { previous: true },
      "Stack a has no previous key: there is only number 2. Leave out --previous.",
    ],
    ["on a number that the state does not hold", {}, { number: 3 }, "Stack a holds no key 3: there are 1, 2."],
    [
      "on the number of a key of given values",
      {},
      { number: 1, given: { values: OUTPUTS, from: "standard input" } },
      "--key takes the key from the stack's state, so it goes with --stack alone.",
    ],
    [
      "on a key by its number that the state holds encrypted",
      { older: { ...SIGNATURE, ciphertext: "v1:abc" } },
      { number: 1 },
      "The state does not hold the value of key 1. Run 'pulumi refresh --stack a', then 'pulumi up --stack a'.",
    ],
    [
      "on a previous key that the state does not hold",
      { outputs: { ...OUTPUTS, previousSecret: { number: 7, keyId: "id", expires: "2027-02-01T00:00:00Z" } } },
      { previous: true },
      "The state does not hold the value of key 7",
    ],
    [
      "on a previous key that the state holds encrypted",
      { older: { ...SIGNATURE, ciphertext: "v1:abc" } },
      { previous: true },
      "The state does not hold the value of key 1",
    ],
    [
      "on the previous key of given values",
      {},
      { previous: true, given: { values: OUTPUTS, from: "standard input" } },
      "--previous takes the key from the stack's state",
    ],
    [
      "in a cloud that azuread does not know",
      { config: { "azuread:environment": "germany" } },
      {},
      'azuread:environment is "germany"; it must be one of',
    ],
    [
      "behind a foreign metadata host",
      {},
      { env: { ARM_METADATA_HOSTNAME: "login.example.com" } },
      'ARM_METADATA_HOSTNAME names "login.example.com"',
    ],
    [
      "with --gcc in another cloud",
      { config: { "azuread:environment": "usgovernment" } },
      { gcc: true },
      "--gcc does not go with azuread:environment usgovernment: GCC signs in at the global cloud.",
    ],
    [
      "without pulumi",
      {},
      { ask: async () => ({ code: -1, stdout: "", stderr: "spawn pulumi ENOENT" }) },
      "'pulumi' could not be started (spawn pulumi ENOENT). Install it",
    ],
    [
      "on what is no JSON",
      {},
      { ask: async () => ({ code: 0, stdout: "warning", stderr: "" }) },
      "What 'pulumi config --stack a' prints cannot be understood. Is",
    ],
  ])("%s", async (_, stack, wanted, message) => {
    const refused = target(stack, wanted);
    await expect(refused).rejects.toThrow(CannotRun);
    await expect(refused).rejects.toThrow(message);
  });
});
