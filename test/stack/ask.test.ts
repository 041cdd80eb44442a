import { describe, expect, it } from "vitest";
import { type AskPulumi, patient, readConfig, readExported, refusedBy } from "../../commands/stack/ask.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";

/** A `pulumi` that prints one text, and the questions it was asked. */
function pulumi(stdout: string) {
  const asked: string[] = [];
  const ask: AskPulumi = async (args) => {
    asked.push(args.join(" "));
    return { code: 0, stdout, stderr: "" };
  };
  return { asked, ask };
}

describe("a stack is read by commands that change nothing and ask nobody", () => {
  it("its settings by full key, secrets only where they are wanted", async () => {
    const { asked, ask } = pulumi('{"esia:omit":{"value":"[]"},"esia:key":{"secret":true}}');
    expect(await readConfig("acme", ask, { secrets: false })).toEqual({ "esia:omit": "[]", "esia:key": "" });
    await readConfig("acme", ask, { secrets: true });
    expect(asked).toEqual([
      "config --json --non-interactive --stack acme",
      "config --json --show-secrets --non-interactive --stack acme",
    ]);
  });

  it("its state, without a resource's delete that is still to come", async () => {
    const urn = "urn:pulumi:acme::esia::any::mark";
    const resources = [
      { urn, type: "any", outputs: { result: "m" } },
      { urn, type: "any", delete: true },
    ];
    const { asked, ask } = pulumi(JSON.stringify({ deployment: { resources } }));
    const { resources: read, pending } = await readExported("acme", ask, { secrets: false });
    expect(read.map(({ name, toDelete }) => [name, toDelete])).toEqual([
      ["mark", false],
      ["mark", true],
    ]);
    expect(pending).toEqual([]);
    expect(asked).toEqual(["stack export --non-interactive --stack acme"]);
  });

  it("what is printed and not understood is never repeated: it can hold secrets", async () => {
    const wrong = readExported("acme", pulumi("abc8Q~secret").ask, { secrets: true });
    await expect(wrong).rejects.toThrow(CannotRun);
    await expect(wrong).rejects.toThrow("What 'pulumi stack export --stack acme' prints cannot be understood.");
    await expect(wrong).rejects.not.toThrow("abc8Q");
  });
});

describe("what is asked while a run writes beside the state", () => {
  /** @param ends how the first question ends; the second is answered */
  const asking = async (code: number, stderr: string) => {
    const { ask, asked } = pulumi("{}");
    const first: AskPulumi = async (args) => (asked.length === 0 ? { ...(await ask(args)), code, stderr } : ask(args));
    return { ...(await patient(first)(["stack", "ls"])), asked };
  };

  it.each(["error: failed to load checkpoint: EOF", "error: EOF"])("is asked once more: %s", async (stderr) => {
    expect(await asking(255, stderr)).toEqual({ code: 0, stdout: "{}", stderr: "", asked: ["stack ls", "stack ls"] });
  });

  it("is asked once where it was answered, not started, or refused for anything else", async () => {
    expect((await asking(0, "error: EOF")).asked).toHaveLength(1);
    expect((await asking(-1, "error: EOF")).asked).toHaveLength(1);
    expect((await asking(255, "error: no stack named 'acme' found")).asked).toHaveLength(1);
  });

  it("is refused where it is the same again: a run was cut off there", async () => {
    let asked = 0;
    const ended = { code: 255, stdout: "", stderr: "error: failed to load checkpoint: EOF" };
    const ask: AskPulumi = async () => {
      asked += 1;
      return ended;
    };
    await expect(readExported("acme", patient(ask), { secrets: false })).rejects.toThrow(
      "A note that Pulumi keeps beside the stack's state is empty; the state itself is whole.",
    );
    expect(asked).toBe(2);
  });
});

describe("a stack that cannot be read is a sentence with the next action", () => {
  it.each([
    [
      "error: no stack named 'acme' found",
      "There is no stack acme where 'pulumi whoami --verbose' points.",
      "'pulumi stack init acme' makes it; 'pulumi stack ls' lists those that exist.",
    ],
    [
      "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
      "Pulumi is not logged in to any backend.",
      "'pulumi login', or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL.",
    ],
    [
      "error: get stack secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
      "The stack's secrets are encrypted with a passphrase, which is not set.",
      "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase.",
    ],
    [
      "error: incorrect passphrase",
      "The passphrase does not fit this stack.",
      "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase.",
    ],
    [
      "error: no Pulumi.yaml project file found (searching upwards from /home/ada)",
      "This folder holds no Pulumi project.",
      "Change to the folder of this project and run it there.",
    ],
    [
      "error: something else\nmore of it",
      "Pulumi does not read the stack: something else.",
      "Are you signed in to its backend ('pulumi whoami', 'pulumi stack ls')? 'pulumi stack --stack acme' says more.",
    ],
  ])("%s", (stderr, why, next) => {
    expect(refusedBy(stderr, "acme")).toMatchObject({ why, next, message: `${why} ${next}` });
  });
});
