import { describe, expect, it } from "vitest";
import { readArguments } from "../../commands/fleet/arguments.ts";
import { asked, dueOf, groups, matrix } from "../../commands/fleet/matrix.ts";
import type { Standing } from "../../commands/fleet/standing.ts";

const names = (count: number) => Array.from({ length: count }, (_, at) => `t${at + 1}`);
const sizes = (text: string) => (JSON.parse(text) as { stacks: string[] }[]).map(({ stacks }) => stacks.length);

describe("the stacks as a matrix", () => {
  it("are one line of JSON with as many as a matrix takes, and a sentence for more", () => {
    expect(matrix(["contoso", "fabrikam"])).toBe('{"stack":["contoso","fabrikam"]}');
    expect(JSON.parse(matrix(names(256))).stack).toHaveLength(256);
    expect(() => matrix(names(257))).toThrow("A matrix takes 256 jobs, and there are 257 stacks. --groups");
  });

  it("are groups that a matrix takes each, with every stack once, none of them much smaller", () => {
    expect(groups([])).toBe("[]");
    expect(groups(["contoso"])).toBe('[{"name":"1 of 1","stacks":["contoso"]}]');
    expect(sizes(groups(names(256)))).toEqual([256]);
    expect(sizes(groups(names(257)))).toEqual([129, 128]);
    const all = JSON.parse(groups(names(1000))) as { name: string; stacks: string[] }[];
    expect(all.map(({ name, stacks }) => [name, stacks.length])).toEqual([
      ["1 of 4", 250],
      ["2 of 4", 250],
      ["3 of 4", 250],
      ["4 of 4", 250],
    ]);
    expect(all.flatMap(({ stacks }) => stacks)).toEqual(names(1000));
    expect(Math.max(...sizes(groups(names(10_000))))).toBe(250);
    expect(() => groups(names(256 * 256 + 1))).toThrow("256 groups of 256 are all");
  });

  it("hold what is due and what nobody could read: a run of that shows why", () => {
    const one = (stack: string, due: boolean): Standing => ({ stack, result: "pass", older: [], due, connected: true });
    expect(dueOf([one("unread", true), one("due", true), one("later", false)])).toEqual(["unread", "due"]);
  });

  it.each([
    [undefined, { all: true }],
    ["", { all: true }],
    ["all", { all: true }],
    ["due", { due: true }],
    ['["contoso", "fabrikam"]', { names: ["contoso", "fabrikam"] }],
  ])("are asked for by %s", (text, expected) => {
    expect(asked(text)).toEqual(expected);
  });

  it.each(["contoso", "[]", '[""]', "[1]", '{"stack":["a"]}', '["contoso"'])(
    "are not asked for by %s, which would be a job for nobody",
    (text) => {
      expect(() => asked(text)).toThrow("ESIA_STACKS takes a list such as");
    },
  );

  it("have options that go with no other word", () => {
    expect(readArguments(["matrix", "--due", "--groups"])).toMatchObject({ word: "matrix", due: true, groups: true });
    expect(() => readArguments(["status", "--due"])).toThrow("--due and --groups go with matrix.");
  });
});
