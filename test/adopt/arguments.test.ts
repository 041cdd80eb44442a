import { describe, expect, it } from "vitest";
import { readArguments, USAGE } from "../../commands/adopt/arguments.ts";
import { OPTIONS } from "../../machine/npm-took.mjs";

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
    ["an unknown option", ["--force"], "Unknown option '--force'"],
    ["a word too many", ["acme"], "Unexpected argument"],
  ])("is refused: %s", (_, args, why) => {
    expect(() => readArguments(args)).toThrow(why);
  });

  it("never repeats what may be a key", () => {
    expect(() => readArguments(["-s", "a", "--remove-secret", "abc8Q~value"])).not.toThrow(/8Q~/);
  });

  it("fits 80 columns, and each option is known to what looks for options that npm took", () => {
    expect(USAGE.split("\n").filter((line) => line.length > 80)).toEqual([]);
    const options = [...USAGE.matchAll(/--([a-z-]+)/g)].map(([, name = ""]) => name).filter((name) => name !== "help");
    expect(options.filter((name) => !OPTIONS.includes(name))).toEqual([]);
  });
});
