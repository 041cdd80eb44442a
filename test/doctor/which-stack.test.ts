import { describe, expect, it } from "vitest";
import { doctor } from "../../commands/doctor/doctor.ts";
import { backendOf, whichStack } from "../../commands/doctor/which-stack.ts";
import type { AskPulumi } from "../../commands/stack/ask.ts";

/** A `pulumi` that answers by its first words, and refuses the rest. */
function pulumi(answers: Record<string, string | { stderr: string; code?: number }>): AskPulumi {
  return async (args) => {
    const known = Object.entries(answers).find(([words]) => args.join(" ").startsWith(words))?.[1];
    if (typeof known === "string") return { code: 0, stdout: known, stderr: "" };
    return { code: known?.code ?? 255, stdout: "", stderr: known?.stderr ?? "error: not expected here" };
  };
}
const LOGIN = "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";
const stacks = (...names: string[]) =>
  JSON.stringify(names.map((name) => ({ name: name.replace("*", ""), current: name.endsWith("*") })));

const CLOUD = { url: "https://app.pulumi.com/me", env: {} };

describe("without --stack", () => {
  it("the selected stack is meant", async () => {
    expect(await whichStack(undefined, pulumi({ "stack ls --json": stacks("acme", "fabrikam*") }), CLOUD)).toBe(
      "fabrikam",
    );
    expect(await whichStack("acme", pulumi({}), CLOUD)).toBe("acme");
  });

  it.each([
    [stacks(), "There is no stack yet: each tenant is a stack of its own.", "'pulumi stack init NAME' makes one."],
    [
      stacks("acme"),
      "No stack is selected; there is acme.",
      "'pulumi stack select acme' selects one; '--stack NAME' does so here alone.",
    ],
    [
      stacks("acme", "fabrikam"),
      "No stack is selected; there are acme, fabrikam.",
      "'pulumi stack select acme' selects one, or name another; '--stack NAME' does so here alone.",
    ],
  ])("and with none selected the next command is named: %s", async (listed, detail, next) => {
    expect(await whichStack(undefined, pulumi({ "stack ls --json": listed }), CLOUD)).toEqual({
      refused: { check: "Stack", result: "fail", detail, next },
    });
  });

  const first = async (url: string, env: NodeJS.ProcessEnv) => {
    const found = await whichStack(undefined, pulumi({ "stack ls --json": "[]" }), { url, env });
    return typeof found === "string" ? undefined : found.refused.next;
  };

  it.each(["file:///states", "azblob://states", "s3://states"])(
    "the passphrase that a first stack in %s will ask for is named before",
    async (url) => {
      expect(await first(url, {})).toBe(
        "Set PULUMI_CONFIG_PASSPHRASE to a strong passphrase of your own and keep it, else Pulumi asks for one at each " +
          "command. Then 'pulumi stack init NAME' makes one.",
      );
    },
  );

  it.each([{ PULUMI_CONFIG_PASSPHRASE: "x" }, { PULUMI_CONFIG_PASSPHRASE_FILE: "/run/secrets/passphrase" }])(
    "none is asked for with %j",
    async (env) => expect(await first("file:///states", env)).toBe("'pulumi stack init NAME' makes one."),
  );

  it.each(["", "error", "{}", "null", "[null]"])("a list of stacks that is %j is a row", async (listed) => {
    const found = await whichStack(undefined, pulumi({ "stack ls --json": listed }), CLOUD);
    expect(found).toMatchObject({ refused: { check: "Stack", result: "fail" } });
  });
});

describe("where the states are", () => {
  it("is what Pulumi says", async () => {
    expect(await backendOf(pulumi({ "whoami --json": '{"user":"me","url":"file:///states"}' }))).toEqual({
      url: "file:///states",
    });
  });

  it("is decided by the next command where Pulumi is not logged in", async () => {
    expect(await backendOf(pulumi({ "whoami --json": { stderr: LOGIN } }))).toEqual({
      refused: {
        check: "Backend",
        result: "fail",
        detail: "Pulumi is not logged in: it does not know yet where this project's states are kept.",
        next:
          "'pulumi login' keeps them in Pulumi Cloud; 'pulumi login azblob://…', 's3://…' or 'file://…' keeps them with you. " +
          "Where it then asks what you would like to do, choose 'Skip for now': this project is there already.",
      },
    });
  });

  it.each(["", "me", "{}", "null", '{"url":7}'])("that is told as %j is a row", async (said) => {
    expect(await backendOf(pulumi({ "whoami --json": said }))).toMatchObject({ refused: { result: "fail" } });
  });
});

describe("doctor guides to a first run, one command at a time:", () => {
  const last = async (answers: Parameters<typeof pulumi>[0]) => {
    const { stack, rows } = await doctor({ env: { PATH: "" }, pulumi: pulumi(answers) });
    return {
      stack,
      last: rows.at(-1),
      wanting: rows.filter(({ result }) => result === "fail").map(({ check }) => check),
    };
  };
  const engine = { version: "v3.259.0\n", plugin: "[]" };
  const loggedIn = { ...engine, whoami: '{"url":"https://app.pulumi.com/me"}' };

  it("Pulumi itself", async () => {
    expect(await last({ version: { code: -1, stderr: "ENOENT" } })).toMatchObject({
      stack: undefined,
      last: { check: "Pulumi engine", next: "Install it: https://www.pulumi.com/docs/install/." },
    });
  });

  it("a backend, then a stack", async () => {
    expect(await last({ ...engine, whoami: { stderr: LOGIN } })).toMatchObject({ last: { check: "Backend" } });
    expect(await last({ ...loggedIn, "stack ls": "[]" })).toMatchObject({
      stack: undefined,
      last: { check: "Stack", next: "'pulumi stack init NAME' makes one." },
      wanting: ["Node", "Stack"],
    });
  });

  it("somebody who can sign in", async () => {
    const answers = { ...loggedIn, "stack ls": stacks("acme*"), "stack export": '{"deployment":{}}', config: "{}" };
    const found = await last({ ...answers, config: JSON.stringify({ "azuread:useCli": { value: "false" } }) });
    expect(found).toMatchObject({ stack: "acme", last: { check: "Sign-in", result: "fail" } });
    expect(found.last?.detail).toContain(
      "set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET, or switch the CLI on",
    );
  });

  it("odd answers of Pulumi's are rows", async () => {
    for (const text of [
      "",
      "error",
      "null",
      "[]",
      '{"deployment":null}',
      '{"deployment":{"resources":{}}}',
      '{"deployment":{"resources":[null]}}',
    ]) {
      const answers = { ...loggedIn, "stack export": text, config: "{}" };
      const { rows } = await doctor({ stack: "acme", env: { PATH: "" }, pulumi: pulumi(answers) });
      expect(rows.at(-1), text).toMatchObject({ check: "Stack", result: "fail" });
    }
    for (const text of ["", "error", "null", '{"esia:omit":null}', '{"esia:omit":7}']) {
      const answers = { ...loggedIn, "stack export": '{"deployment":{}}', config: text };
      const { rows } = await doctor({ stack: "acme", env: { PATH: "" }, pulumi: pulumi(answers) });
      expect(rows.at(-1), text).toMatchObject({ check: "Stack", result: "fail" });
    }
  });
});
