import { describe, expect, it } from "vitest";
import type { AskPulumi } from "../../commands/stack/ask.ts";
import { targetOf, type Wanted } from "../../commands/verify/stack-target.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

const OUTPUTS = {
  tenantId: "T",
  clientId: "C",
  clientSecret: "abc8Q~newest",
  secretNumber: 2,
  secretExpires: "2028-11-22T00:00:00Z",
  previousSecret: { number: 1, keyId: "id", expires: "2027-02-01T00:00:00Z" },
};
const SECRET = "azuread:index/applicationPassword:ApplicationPassword";
const state = (value: unknown) => ({
  deployment: {
    resources: [
      { urn: "urn:pulumi:a::esia::any::mark", type: "any", outputs: { value: "x" } },
      { urn: `urn:pulumi:a::esia::${SECRET}::secret-2`, type: SECRET, outputs: { value: "abc8Q~newest" } },
      { urn: `urn:pulumi:a::esia::${SECRET}::secret-1`, type: SECRET, outputs: { value } },
    ],
  },
});
const OLDER = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"abc8Q~older"' };

interface Stack {
  outputs?: object;
  config?: Record<string, string>;
  state?: object;
}

/** A `pulumi` that knows one stack, and the questions it was asked. */
function pulumi({ outputs = OUTPUTS, config = {}, state: exported = state(OLDER) }: Stack = {}) {
  const asked: string[] = [];
  const answers: Record<string, unknown> = {
    "config --json --non-interactive --stack a": Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, { value }]),
    ),
    "stack output --json --show-secrets --non-interactive --stack a": outputs,
    "stack export --show-secrets --non-interactive --stack a": exported,
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
      consent: "program",
      omit: [],
    });
  });

  it("has with --previous the older key, whose value is in the state alone", async () => {
    const { values, key } = await target({}, { previous: true });
    expect(values.clientSecret).toBe("abc8Q~older");
    expect(key).toBe("number 1, until 2027-02-01, the previous one");
  });

  it("follows the stack's settings: cloud, left-out roles, consent by others", async () => {
    const config = {
      "azuread:environment": "usgovernment",
      "esia:omit": '["ServiceHealth.Read"]',
      "esia:grantConsent": "false",
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
    await target({}, { given, ask, stack: undefined });
    expect(asked).toEqual([]);
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
    ["before the first update", { outputs: {} }, {}, "Stack a has no outputs yet: run 'pulumi up --stack a'"],
    [
      "on a previous key that is not there",
      { outputs: { ...OUTPUTS, previousSecret: undefined } },
      { previous: true },
      "Stack a has no previous key: there is only number 2. Leave out --previous.",
    ],
    [
      "on a previous key that the state does not hold",
      { state: { deployment: {} } },
      { previous: true },
      "The state does not hold the value of key 1",
    ],
    [
      "on a previous key that the state holds encrypted",
      { state: state({ ciphertext: "v1:abc" }) },
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
      "ARM_METADATA_HOSTNAME names login.example.com",
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
