import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { displayName, numberIn } from "../../keys/display-name.ts";
import { type Credential, isOver, keysThatCanBe, listedKeys } from "../../keys/listed.ts";

const NOW = Temporal.Instant.from("2027-06-01T00:00:00Z");
const credential = (number: number, hint: string | null, more: Partial<Credential> = {}): Credential => ({
  keyId: `id-${number}`,
  displayName: `ESIA key ${number}, made 2026-0${number}-01`,
  hint,
  startDateTime: `2026-0${number}-01T00:00:00Z`,
  endDateTime: `202${number + 7}-01-01T00:00:00Z`,
  ...more,
});
const labels = (credentials: Credential[], value: string, heldId?: string) =>
  keysThatCanBe(value, listedKeys(credentials), NOW, heldId).map(({ label }) => label);

describe("a key's name in Entra", () => {
  it("carries its number, there and back", () => {
    const name = displayName(12, Temporal.PlainDate.from("2026-11-23"));
    expect(name).toBe("ESIA key 12, made 2026-11-23");
    expect(numberIn(name)).toBe(12);
  });

  it.each([["portal"], ["ESIA key"], ["ESIA key 0, made"], ["ESIA key 1"], ["my ESIA key 1, made"], [""], [null]])(
    "has none where another gave it: %j",
    (name) => {
      expect(numberIn(name)).toBeUndefined();
    },
  );
});

describe("the keys that Entra lists", () => {
  it("are in the order of their starts, the newest first, whatever Entra's order", () => {
    const listed = listedKeys([credential(1, "aaa"), credential(3, "ccc"), credential(2, "bbb")]);
    expect(listed.map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  it("are called by their numbers, else by name or id", () => {
    const others = [{ displayName: "portal" }, { displayName: null }].map((more) => credential(1, "aaa", more));
    expect(listedKeys(others).map(({ label }) => label)).toEqual(['"portal"', "key id id-1"]);
  });

  it("keep what cannot be read apart: a missing end is no end that has passed", () => {
    const [key] = listedKeys([credential(1, null, { startDateTime: null, endDateTime: "soon" })]);
    expect(key).toMatchObject({ hint: undefined, start: undefined, end: undefined });
    expect(key && isOver(key, NOW)).toBe(false);
  });
});

describe("the key that a value is", () => {
  it.each<[string, Credential[], string, string | undefined, string[]]>([
    [
      "is the one whose hint it begins with",
      [credential(1, "aaa"), credential(2, "bbb")],
      "bbb8Q~x",
      undefined,
      ["key 2"],
    ],
    [
      "is not told where two begin alike",
      [credential(1, "aaa"), credential(2, "aaa")],
      "aaa8Q~x",
      undefined,
      ["key 2", "key 1"],
    ],
    [
      "differs by the case of its letters",
      [credential(1, "aaa"), credential(2, "AAA")],
      "AAA8Q~x",
      undefined,
      ["key 2"],
    ],
    [
      "is not one whose time is over, as long as there is another",
      [credential(1, "aaa"), credential(2, "aaa", { endDateTime: "2027-05-01T00:00:00Z" })],
      "aaa8Q~x",
      undefined,
      ["key 1"],
    ],
    [
      "is one whose time is over where there is no other",
      [credential(1, "aaa", { endDateTime: "2027-05-01T00:00:00Z" })],
      "aaa8Q~x",
      undefined,
      ["key 1"],
    ],
    ["is not in a list without hints", [credential(1, null)], "aaa8Q~x", undefined, []],
    ["is not in a list where none begins so", [credential(1, "aaa")], "bbb8Q~x", undefined, []],
    ["is not told by a hint of less than three characters", [credential(1, "a")], "aaa8Q~x", undefined, []],
    [
      "is the state's, where two begin alike",
      [credential(1, "aaa"), credential(2, "aaa")],
      "aaa8Q~x",
      "ID-1",
      ["key 1"],
    ],
    ["is the state's, where the list has no hint of it", [credential(1, null)], "aaa8Q~x", "id-1", ["key 1"]],
    [
      "is not the state's, where the hint says otherwise",
      [credential(1, "ccc"), credential(2, "aaa")],
      "aaa8Q~x",
      "id-1",
      ["key 2"],
    ],
  ])("%s", (_, credentials, value, heldId, expected) => {
    expect(labels(credentials, value, heldId)).toEqual(expected);
  });
});
