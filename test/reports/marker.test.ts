import { describe, expect, it } from "vitest";
import { asksTag, foundTag, otherStacks } from "../../reports/marker.ts";

describe("a stack's application says", () => {
  it("that the stack shows names", () => {
    expect(asksTag("shown")).toBe("esia-shows-names");
  });

  it.each(["hidden", "unknown"] as const)(
    "that the stack asks for names while they are %s: none that shows them",
    (names) => {
      expect(asksTag(names)).toBe("esia-wants-names");
    },
  );

  it.each(["hidden", "shown", "unknown"] as const)("that the stack found them %s", (found) => {
    expect(foundTag(found)).toBe(`esia-names-were:${found}`);
  });
});

describe("other stacks", () => {
  const application = (mark: string, ...tags: string[]) => ({
    displayName: `of ${mark}`,
    tags: ["HideApp", `esia-stack:${mark}`, ...tags],
  });

  it("are those whose applications say that they show names, with what they found", () => {
    const applications = [
      application("b", "esia-shows-names", "esia-names-were:hidden"),
      application("c", "esia-shows-names", "esia-names-were:shown"),
    ];
    expect(otherStacks(applications, "a")).toEqual([
      { displayName: "of b", found: "hidden" },
      { displayName: "of c", found: "shown" },
    ]);
  });

  it("do not include the stack itself, nor applications that do not show names", () => {
    const applications = [
      application("a", "esia-shows-names", "esia-names-were:hidden"),
      application("b"),
      application("c", "esia-wants-names", "esia-names-were:unknown"),
    ];
    expect(otherStacks(applications, "a")).toEqual([]);
  });

  it.each([[[]], [["esia-names-were:"]], [["esia-names-were:perhaps"]]])(
    "that say %j of what they found, found the unknown",
    (said) => {
      expect(otherStacks([application("b", "esia-shows-names", ...said)], "a")).toEqual([
        { displayName: "of b", found: "unknown" },
      ]);
    },
  );
});
