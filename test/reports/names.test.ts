import { describe, expect, it } from "vitest";
import { foundBefore, type Names, nothingToPutBack, putBack } from "../../reports/names.ts";

const stack = (found: Names) => ({ displayName: "esia north", found });
const remembered = (names: Names, found: Names) => ({ names, found });

describe("a stack that finds names shown", () => {
  it("takes them for somebody's own decision when no other stack shows them", () => {
    expect(foundBefore([])).toBe("shown");
  });

  it("believes another stack that found them hidden", () => {
    expect(foundBefore([stack("shown"), stack("hidden")])).toBe("hidden");
  });

  it("believes other stacks that all found them shown", () => {
    expect(foundBefore([stack("shown"), stack("shown")])).toBe("shown");
  });

  it("does not know what was before another stack that does not know", () => {
    expect(foundBefore([stack("shown"), stack("unknown")])).toBe("unknown");
  });
});

describe("names are left as they are, and it is said why,", () => {
  const left = "Names in usage reports are left as they are: ";

  it.each([
    ["hidden", "hidden"],
    ["unknown", "hidden"],
    ["unknown", "unknown"],
  ] as const)("by a stack that last saw them %s and had found them %s", (names, found) => {
    expect(nothingToPutBack(remembered(names, found))).toEqual({
      hide: false,
      because: `${left}this stack did not show them when it last looked, so they are somebody else's decision.`,
    });
  });

  it("by a stack that found them shown", () => {
    expect(nothingToPutBack(remembered("shown", "shown"))).toEqual({
      hide: false,
      because: `${left}they were shown before any ESIA stack asked for it.`,
    });
  });

  it("by a stack that does not know what was before", () => {
    expect(nothingToPutBack(remembered("shown", "unknown"))).toEqual({
      hide: false,
      because: `${left}it cannot be known whether they were hidden before. Decide, and set it by hand.`,
    });
  });

  it("when they are hidden already", () => {
    expect(putBack("hidden", [])).toEqual({ hide: false, because: `${left}they are hidden already.` });
  });

  it("while other stacks show them, which are named", () => {
    expect(putBack("shown", [stack("hidden"), stack("hidden")])).toEqual({
      hide: false,
      because: `${left}other ESIA applications of this tenant ask for them ("esia north", "esia north"); the last one hides them again.`,
    });
  });

  it("while other stacks show them that came between this one's change and its tag: it says that none of those hides them", () => {
    expect(putBack("shown", [stack("shown"), stack("hidden")]).because).toContain("the last one hides them again.");
    // Killed between its change and its tag, a stack was not seen by those that came then.
    for (const found of ["shown", "unknown"] as const) {
      expect(putBack("shown", [stack(found)])).toEqual({
        hide: false,
        because:
          `${left}other ESIA applications of this tenant ask for them ("esia north"); those found them shown, so none of them ` +
          "hides them again: before any of them they were hidden. Hide them by hand when the last one goes.",
      });
    }
  });

  it("when the operator may not see other stacks", () => {
    expect(putBack("shown", undefined)).toEqual({
      hide: false,
      because:
        `${left}it cannot be known whether another ESIA stack shows them: the operator may not read applications ` +
        "(Application.Read.All). Decide, and set it by hand.",
    });
  });
});

describe("names are hidden again", () => {
  it("by the last stack that shows them, when it found them hidden", () => {
    expect(nothingToPutBack(remembered("shown", "hidden"))).toBeUndefined();
    expect(putBack("shown", [])).toEqual({
      hide: true,
      because: "Names in usage reports are hidden again, as this stack found them.",
    });
  });
});
