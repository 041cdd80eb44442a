import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArguments, removing, USAGE } from "../../commands/adopt/arguments.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { OPTIONS } from "../../machine/npm-took.mjs";
import { anyText, HOSTILE, STEERING } from "../support/hostile.ts";

const ID = "E0000000-0000-4000-8000-000000000001";

describe("what follows npm run adopt --", () => {
  it("is read with ids in small letters", () => {
    expect(readArguments(["--stack", "acme", "--client-id", ID, "--yes", "--json"])).toEqual({
      stack: "acme",
      clientId: ID.toLowerCase(),
      remove: undefined,
      yes: true,
      json: true,
      help: false,
    });
    expect(readArguments(["-s", "acme", "--remove-secret", ID]).remove).toEqual({
      kind: "secret",
      id: ID.toLowerCase(),
    });
    expect(readArguments(["-s", "acme", "--remove-grant", "aB_-1"]).remove).toEqual({ kind: "grant", id: "aB_-1" });
    expect(readArguments(["--help"]).help).toBe(true);
  });

  it.each(["-Zc1JRY8", "Zc1JRY8"])("is the removal of grant %s as it is printed", (id) => {
    const printed = removing("grant", id).split(" ");
    expect(readArguments(["-s", "acme", ...printed]).remove).toEqual({ kind: "grant", id });
  });

  it.each([
    ["no stack", [], "Which stack?"],
    ["a client id that is none", ["-s", "a", "--client-id", "esia"], "What follows --client-id is no id"],
    [
      "a key in place of its id",
      ["-s", "a", "--remove-secret", "abc8Q~value"],
      "What follows --remove-secret is no id",
    ],
    ["a path in place of an id", ["-s", "a", "--remove-grant", "../x"], "What follows --remove-grant is no id"],
    ["two removals", ["-s", "a", "--remove-secret", ID, "--remove-grant", "g"], "one at a time"],
    [
      "a removal from another application",
      ["-s", "a", "--remove-secret", ID, "--client-id", ID],
      "has no place beside it",
    ],
    ["an unknown option", ["--force"], "--force is no option of adopt."],
    ["a word too many", ["acme"], "adopt takes options only, and never a value of ESIA's form."],
    ["an option without its value", ["--stack"], "--stack is not used like that."],
  ])("is refused: %s", (_, args, why) => {
    expect(() => readArguments(args)).toThrow(why);
  });

  const said = (args: readonly string[]) => {
    try {
      readArguments(args);
      return "";
    } catch (refusal) {
      expect(refusal).toBeInstanceOf(CannotRun);
      return (refusal as Error).message.split("\n\n")[0];
    }
  };

  it.each(["--client-id", "--remove-secret", "--remove-grant"])(
    "%s is an id, or refused without a word of it",
    (option) => {
      for (const text of [...HOSTILE, `${ID}\n`, ` ${ID}`, `${ID}' or '1' eq '1`, "abc8Q~value"]) {
        const isGrant = option === "--remove-grant" && /^[\w-]{1,100}$/.test(text);
        expect([text, said(["-s", "a", `${option}=${text}`])]).toEqual([
          text,
          isGrant ? "" : `What follows ${option} is no id, as this command prints it.`,
        ]);
      }
    },
  );

  it("--stack is a name as Pulumi has them, or refused: it stands in commands and messages", () => {
    for (const name of [
      "a/../b",
      "../x",
      "a b",
      "a'; rm -rf ~; '",
      "$(id)",
      "\u001b[2Ja",
      "a\u202eb",
      "x".repeat(300),
      "-x",
    ]) {
      expect([name, said([`--stack=${name}`])]).toEqual([
        name,
        "What follows --stack is no stack's name, as 'pulumi stack ls' lists them.",
      ]);
    }
    for (const name of ["a", "acme", "org/acme", "org/esia/acme_1.b-c"])
      expect(readArguments(["-s", name]).stack).toBe(name);
  });

  it("never repeats what may be a key", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyText, fc.constantFrom("abc8Q~value", "--yes", "-s")), { maxLength: 4 }),
        (args) => {
          expect(said(args)).not.toMatch(/8Q~/);
          expect(said(args)).not.toMatch(STEERING);
          expect((said(args) ?? "").length).toBeLessThan(200);
        },
      ),
    );
  });

  it("fits 80 columns, and each option is known to what looks for options that npm took", () => {
    expect(USAGE.split("\n").filter((line) => line.length > 80)).toEqual([]);
    const options = [...USAGE.matchAll(/--([a-z-]+)/g)].map(([, name = ""]) => name).filter((name) => name !== "help");
    expect(options.filter((name) => !OPTIONS.includes(name))).toEqual([]);
  });
});
