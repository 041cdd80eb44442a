import { describe, expect, it } from "vitest";
import { nextSteps, type Outcome, recipes } from "../next-steps.ts";
import { pulumiCommand } from "../stack/command.ts";

const command = (words: string) => pulumiCommand(words, "contoso");
const ONE: Outcome = {
  command,
  stack: "contoso",
  tenantId: "a0000000-0000-4000-8000-000000000001",
  clientId: "e0000000-0000-4000-8000-000000000001",
  newest: 1,
  made: undefined,
  older: [],
  rotatesFrom: "2028-08-24",
  lifeDays: 730,
  consentGiven: true,
};
const TWO: Outcome = { ...ONE, newest: 2, older: [{ number: 1, until: "2028-11-22" }], rotatesFrom: "2030-05-26" };
const THREE: Outcome = { ...TWO, newest: 3, older: [{ number: 2, until: "2030-08-24" }, ...TWO.older] };

describe("the next steps", () => {
  it("after a first run are the three fields of ESIA's form", () => {
    expect(nextSteps({ ...ONE, made: "first" })).toEqual([
      "In ESIA, open the node of type Microsoft 365 and fill in its three fields:",
      "Tenant ID: a0000000-0000-4000-8000-000000000001",
      "Client ID: e0000000-0000-4000-8000-000000000001",
      "key: 'pulumi stack output clientSecret --show-secrets --stack contoso' prints key 1",
      "Run 'pulumi up --stack contoso' again once a month: it renews the key when it is due.",
    ]);
  });

  it("with one key are one line", () => {
    expect(nextSteps(ONE)).toEqual([
      "ESIA needs key 1. Run 'pulumi up --stack contoso' once a month: it renews the key from 2028-08-24 on.",
    ]);
  });

  it("of a renewal replace the key, and the ids stay", () => {
    expect(nextSteps({ ...TWO, made: "due" })).toEqual([
      "In ESIA, open the node of type Microsoft 365 and replace the key; the ids stay:",
      "Tenant ID: a0000000-0000-4000-8000-000000000001",
      "Client ID: e0000000-0000-4000-8000-000000000001",
      "key: 'pulumi stack output clientSecret --show-secrets --stack contoso' prints key 2",
      "ESIA works on with key 1 until 2028-11-22: replace the key before.",
      "Whether key 1 is still used: 'npm run verify -- --stack contoso' says, where Entra's report tells.",
      "To remove key 1 earlier: 'pulumi config set esia:retireUpTo 1 --stack contoso',",
      "then 'pulumi up --stack contoso'.",
      "Run 'pulumi up --stack contoso' again once a month: it renews the key when it is due.",
    ]);
  });

  it("of every later run say what is still open while two keys work, with this stack's numbers", () => {
    expect(nextSteps(TWO)).toEqual([
      "ESIA needs key 2 before 2028-11-22, when key 1 ends:",
      "'pulumi stack output clientSecret --show-secrets --stack contoso' prints it.",
      "Whether key 1 is still used: 'npm run verify -- --stack contoso' says, where Entra's report tells.",
      "To remove key 1 earlier: 'pulumi config set esia:retireUpTo 1 --stack contoso',",
      "then 'pulumi up --stack contoso'.",
      "Run 'pulumi up --stack contoso' again once a month: it renews the key when it is due.",
    ]);
    expect(nextSteps(THREE)).toContain("ESIA needs key 3 before 2028-11-22, when the first of them ends:");
    expect(nextSteps(THREE)).toContain(
      "To remove keys 1 and 2 earlier: 'pulumi config set esia:retireUpTo 2 --stack contoso',",
    );
  });

  it("fit into the 150 characters at which Pulumi cuts a line, with a stack's name of 40", () => {
    const stack = "a-customer-of-ours-in-the-west-europe-40";
    const long = (words: string) => pulumiCommand(words, stack);
    const all = (["first", "due", "asked", "lost", undefined] as const).flatMap((made) =>
      [ONE, TWO, THREE].flatMap((outcome) =>
        [true, false].flatMap((flag) =>
          nextSteps({ ...outcome, command: long, stack, made, consentGiven: flag, namesShown: flag }),
        ),
      ),
    );
    expect(all.filter((line) => line.length > 150)).toEqual([]);
  });
});

describe("the recipes", () => {
  it("have this stack's numbers", () => {
    expect(recipes(7, [], command)).toEqual({
      renewNow: ["pulumi config set esia:rotateTo 8 --stack contoso", "pulumi up --stack contoso"],
      cutOff: [
        "pulumi config set esia:rotateTo 8 --stack contoso",
        "pulumi config set esia:retireUpTo 7 --stack contoso",
        "pulumi up --stack contoso",
      ],
    });
  });

  it("retire the older keys where there are some, and then ask for no third", () => {
    expect(recipes(3, [2, 1], command)).toEqual({
      cutOff: [
        "pulumi config set esia:rotateTo 4 --stack contoso",
        "pulumi config set esia:retireUpTo 3 --stack contoso",
        "pulumi up --stack contoso",
      ],
      retireOlder: ["pulumi config set esia:retireUpTo 2 --stack contoso", "pulumi up --stack contoso"],
    });
  });
});
